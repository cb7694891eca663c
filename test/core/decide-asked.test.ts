/** Where the program attaches: when what has asked who has a name goes. */
import { emptyMemory } from "../../provider/core/memory";
import { TAG } from "../../provider/core/ownership";
import { ASKER, answer, asker, asking, denied, forAWhile, led, noted, told, WWW } from "./asking";
import { attached, input, known, MINUTE, NOW } from "./gen";
import { table, validationRecords } from "./table";

table("what asked", [
  {
    rule: "goes when the answers are there",
    input: asking({ certificates: noted(true), temporary: asker(), conflicts: known({ [WWW]: answer }) }),
    says: "deleteTemporaryDistribution",
  },
  {
    rule: "goes when nobody may ask",
    input: asking({ certificates: noted(true), temporary: asker(), conflicts: denied }),
    says: "deleteTemporaryDistribution",
  },
  {
    rule: "goes when every edge knows that it is disabled",
    input: asking({
      certificates: noted(true),
      temporary: asker({ deployed: false }),
      conflicts: known({ [WWW]: answer }),
    }),
    says: "wait TEMPORARY_DISTRIBUTION_GOES aws",
  },
  {
    rule: "goes when it has another certificate",
    input: asking({
      certificates: noted(true),
      temporary: asker({ viewerCertificate: attached("b").viewerCertificate }),
    }),
    says: "deleteTemporaryDistribution",
  },
  {
    rule: "goes when there is no reason any more",
    input: asking({ certificates: noted(true), temporary: asker(), leads: led("shops.example.net") }),
    says: "deleteTemporaryDistribution",
  },
  {
    rule: "goes where the program names a distribution now",
    input: input({ certificates: noted(true), temporary: asker(), recordSets: known(validationRecords) }),
    says: "deleteTemporaryDistribution",
  },
  {
    rule: "is looked for once more when it is gone: reads may show another by then",
    input: asking({
      certificates: noted(true),
      temporary: known({ kind: "gone" }),
      conflicts: known({ [WWW]: answer }),
    }),
    says: "wait TEMPORARY_DISTRIBUTION_GOES aws",
  },
  {
    rule: "is looked for once more by whoever leaves, too",
    input: asking({ certificates: noted(true), temporary: known({ kind: "gone" }) }, { goal: "absent" }),
    says: "wait TEMPORARY_DISTRIBUTION_GOES aws",
  },
  {
    rule: "is told to be over when none is there then",
    input: asking(
      { certificates: noted(true), temporary: known(null), conflicts: known({ [WWW]: answer }) },
      { memory: forAWhile },
    ),
    says: "tagCertificate",
  },
  {
    rule: "is not told to be over by a run whose time is up",
    input: asking(
      { certificates: noted(true), temporary: known(null), leads: led("shops.example.net") },
      { memory: emptyMemory(NOW - 1000), facts: { ...input().facts, outOfTime: true } },
    ),
    says: "wait TEMPORARY_DISTRIBUTION_GOES aws",
  },
  {
    rule: "keeps nobody who leaves and whose time is up",
    input: asking(
      { certificates: noted(true), temporary: known(null) },
      { goal: "absent", memory: emptyMemory(NOW - 1000), facts: { ...input().facts, outOfTime: true } },
    ),
    says: "writeRecords",
  },
  {
    rule: "may be there although a read did not show it while its deployment was waited for",
    input: asking(
      { certificates: noted(true), temporary: known(null), conflicts: known({ [WWW]: answer }) },
      { memory: { ...forAWhile, waits: { "temporary distribution": NOW - 1000 } } },
    ),
    says: "wait TEMPORARY_DISTRIBUTION_GOES aws",
  },
  {
    rule: "may be there although no list shows it: nobody says yet that it is over",
    input: asking(
      { certificates: noted(true), temporary: known(null), leads: led("shops.example.net") },
      { memory: emptyMemory(NOW - 1000) },
    ),
    says: "wait TEMPORARY_DISTRIBUTION_GOES aws",
  },
  {
    rule: "is waited for when CloudFront says that it was made and does not show it",
    input: asking({ certificates: noted(true), temporary: told(1000) }),
    says: "wait ASKING_OWNERS aws",
  },
  {
    rule: "is waited for as long as a read may be late",
    input: asking({ certificates: noted(true), temporary: told(MINUTE - 1) }),
    says: "wait ASKING_OWNERS aws",
  },
  {
    rule: "is gone when CloudFront does not show it later either: the next attempt is noted",
    input: asking({ certificates: noted(true), temporary: told(MINUTE) }),
    says: "tagCertificate",
  },
  {
    rule: "is made by the next attempt then",
    input: asking({ certificates: noted(true, 2), temporary: told(MINUTE) }),
    says: "createTemporaryDistribution",
  },
  {
    rule: "is deleted before its certificate, by whoever leaves",
    input: asking({ certificates: noted(true), temporary: asker() }, { goal: "absent" }),
    says: "deleteTemporaryDistribution",
  },
  {
    rule: "is left to the resource that has made it",
    input: asking(
      { certificates: noted(true), temporary: known({ ...ASKER, tags: { [TAG.incarnation]: "another" } }) },
      { goal: "absent" },
    ),
    says: "writeRecords",
  },
]);
