/** Where the program attaches: when somebody is asked who has a name, and when what asks goes. */
import { emptyMemory } from "../../provider/core/memory";
import type { DistributionFacts, Holder, Observed } from "../../provider/core/model";
import { TAG } from "../../provider/core/ownership";
import type { Input } from "../../provider/core/situation";
import { noteTag } from "../../provider/core/temporary";
import { attached, certificate, distribution, INCARNATION, input, known, MINUTE, NOW, ownTags, unknown } from "./gen";
import { table, validationRecords } from "./table";

const WWW = "www.example.com";
const THERE = { kind: "alias", target: "d999.cloudfront.net", ttl: 300 } as const;
const led = (target: string = THERE.target) => known({ [WWW]: { ...THERE, target } });
const noted = (isOpen: boolean, attempt = 1) =>
  known([certificate("a", {}, { ...ownTags(), ...noteTag({ isOpen, attempt }) })]);
const answer = { conflicts: [], lead: THERE, proof: null };
const denied = unknown({ passing: false, reason: "FORBIDDEN" });

function asking(observed: Partial<Observed> = {}, more: Partial<Input> = {}): Input {
  const desired = { ...input().desired, distribution: { kind: "program" } } as const;
  const picture = {
    distribution: known(null),
    certificates: known([certificate("a")]),
    recordSets: known(validationRecords),
  };
  const seen = { leads: led(), holders: known([]) };
  return input({ ...picture, ...seen, ...observed }, { desired, ...more });
}

const ASKER = {
  kind: "there",
  distribution: attached("a", { id: "E9", aliases: [], enabled: false }),
  tags: { [TAG.incarnation]: INCARNATION },
} as const;
const asker = (more: Partial<DistributionFacts> = {}) =>
  known({ ...ASKER, distribution: { ...ASKER.distribution, ...more } });

const holder = (more: Partial<Holder>): Holder => {
  const { id, arn, domainName, httpVersion, enabled, deployed } = distribution();
  return {
    id,
    arn,
    domainName,
    httpVersion,
    enabled,
    deployed,
    comment: "",
    aliases: [],
    certificateArn: null,
    tags: null,
    ...more,
  };
};

const told = (ago: number, attempt = 1) => known({ kind: "told", id: "E9", attempt, since: NOW - ago } as const);

table("a name that somebody else may have", [
  { rule: "is looked for in DNS first", input: without(asking(), "leads"), says: "look leads" },
  { rule: "is looked for in the account then", input: without(asking(), "holders"), says: "look holders" },
  {
    rule: "is looked for in the account again when DNS was asked after that",
    input: asking({ holders: known([], NOW - 1) }),
    says: "look holders",
  },
  {
    rule: "is asked for only with a certificate that is issued",
    input: asking({ certificates: known([certificate("a", { status: "PENDING_VALIDATION" })]) }),
    says: "wait WAITING_FOR_ISSUE aws",
  },
  {
    rule: "is nobody's where DNS leads nowhere near CloudFront",
    input: asking({ leads: led("shops.example.net") }),
    says: "settled",
  },
  {
    rule: "is nobody's where DNS leads to a distribution of the account",
    input: asking({ holders: known([holder({ domainName: THERE.target })]) }),
    says: "settled",
  },
  {
    rule: "is a service's where DNS says so",
    input: asking({ leads: led("x.auth.eu-west-1.amazoncognito.com") }),
    says: "tagCertificate",
  },
  {
    rule: "is held by a distribution of the account: nobody is asked",
    input: asking({ holders: known([holder({ aliases: [WWW] })]) }),
    says: "settled",
  },
  { rule: "is noted before anything is made", input: asking(), says: "tagCertificate" },
  {
    rule: "makes nothing before it is known whether that is there",
    input: asking({ certificates: noted(true) }),
    says: "look temporary",
  },
  {
    rule: "makes what asks",
    input: asking({ certificates: noted(true), temporary: known(null) }),
    says: "createTemporaryDistribution",
  },
  {
    rule: "makes nothing while that can't be seen",
    input: asking({ certificates: noted(true), temporary: denied }),
    says: "settled",
  },
  {
    rule: "is asked for with the distribution of the program that has the certificate",
    input: asking({ holders: known([holder({ certificateArn: certificate("a").arn })]) }),
    says: "look conflicts",
  },
  {
    rule: "is asked for with what is there",
    input: asking({ certificates: noted(true), temporary: asker() }),
    says: "look conflicts",
  },
  {
    rule: "is asked for again when CloudFront does not know who asks",
    input: asking({ certificates: noted(true), temporary: asker(), conflicts: known({}) }),
    says: "wait ASKING_OWNERS aws",
  },
  {
    rule: "is not asked for for ever",
    input: asking(
      { certificates: noted(true), temporary: asker(), conflicts: known({}) },
      { memory: { ...emptyMemory(NOW - 2 * MINUTE), waits: { answers: NOW - MINUTE } } },
    ),
    says: "deleteTemporaryDistribution",
  },
  { rule: "of a program with its own certificate is not asked for", input: brought(), says: "settled" },
]);

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
    rule: "is told to be over when it is gone",
    input: asking({
      certificates: noted(true),
      temporary: known({ kind: "gone" }),
      conflicts: known({ [WWW]: answer }),
    }),
    says: "tagCertificate",
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

function without(world: Input, part: keyof Observed): Input {
  const observed = Object.fromEntries(Object.entries(world.observed).filter(([name]) => name !== part));
  return { ...world, observed };
}

function brought(): Input {
  const { arn } = certificate("a");
  const world = asking();
  return { ...world, desired: { ...world.desired, certificate: arn } };
}
