import { TAG } from "../../provider/core/ownership";
import { domainNames } from "../simulation/world";
import { arn, attached, certificate, distribution, input, known, MINUTE, ownTags, unknown } from "./gen";
import { everything, issued, leaving, requested, table, validationRecords } from "./table";

table("leaving", [
  { rule: "is done when nothing is left", input: leaving({}), says: "settled" },
  {
    rule: "takes the routing records first",
    input: leaving({ certificates: issued, recordSets: everything, distribution: known(attached("a")) }),
    says: "writeRecords",
  },
  {
    rule: "then certificate and aliases",
    input: leaving({ certificates: issued, recordSets: known(validationRecords), distribution: known(attached("a")) }),
    says: "updateDistribution",
  },
  {
    rule: "waits until every edge has let go",
    input: leaving({ certificates: issued, distribution: known(distribution({ deployed: false })) }),
    says: "wait DETACHING aws",
  },
  {
    rule: "keeps a validation record that it did not make",
    input: leaving({
      certificates: known([certificate("a", {}, ownTags({ [TAG.createdRecords]: "00" }))]),
      recordSets: known(validationRecords),
    }),
    says: "deleteCertificate",
  },
  {
    rule: "takes the validation records that it made",
    input: leaving({
      certificates: known([certificate("a", {}, ownTags({ [TAG.createdRecords]: "11" }))]),
      recordSets: known(validationRecords),
    }),
    says: "writeRecords",
  },
  {
    rule: "keeps those that another certificate needs",
    input: leaving({
      certificates: known([certificate("a", {}, ownTags({ [TAG.createdRecords]: "11" }))]),
      recordSets: known(validationRecords),
      neighbours: known([{ arn: arn("other"), names: ["*.example.com", "www.example.com"] }]),
    }),
    says: "deleteCertificate",
  },
  {
    rule: "waits for a certificate that AWS still calls in use",
    input: leaving({ certificates: known([certificate("a", { inUseBy: [distribution().arn] })]) }),
    says: "wait RELEASING aws",
  },
  {
    rule: "releases it when the time is over",
    input: leaving(
      { certificates: known([certificate("a", { inUseBy: [distribution().arn] })]) },
      { facts: { ...input().facts, outOfTime: true } },
    ),
    says: "tagCertificate",
  },
  {
    rule: "does nothing when a successor has claimed everything",
    input: leaving({
      certificates: known([certificate("a", {}, ownTags({ [TAG.incarnation]: "another" }))]),
      distribution: known(attached("a")),
    }),
    says: "superseded",
  },
  {
    rule: "with another account's key changes nothing",
    input: leaving({ account: known("222222222222") }),
    says: "blocked WRONG_ACCOUNT",
  },
  {
    rule: "does not take a distribution that could not be asked for as gone",
    input: leaving({ distribution: unknown({ reason: "FORBIDDEN", passing: false }) }),
    says: "blocked FORBIDDEN",
  },
]);

const SIBLING = {
  groupId: "org/project/stack/shop",
  domains: domainNames("www.example.com"),
  distributionIds: ["E2"],
  targets: [],
  isLeaving: false,
};

table("leaving a distribution where a sibling is still to take a name over", [
  {
    rule: "waits for the sibling",
    input: leaving(
      { distribution: known(attached("a")), certificates: issued },
      { facts: { ...input().facts, siblings: [SIBLING] } },
    ),
    says: "blocked SIBLING_COMES_FIRST",
  },
  {
    rule: "first puts back the tags that somebody took off: nothing else tells the sibling that the name is to be had",
    input: leaving(
      { distribution: known(attached("a")), certificates: known([certificate("a", {}, {})]) },
      { facts: { ...input().facts, siblings: [SIBLING] }, memory: requested("a", 60 * MINUTE) },
    ),
    says: "tagCertificate",
  },
]);
