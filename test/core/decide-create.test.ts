import assert from "node:assert/strict";
import { decide } from "../../provider/core/decide";
import type { Next } from "../../provider/core/decision";
import type { Desired, Service, Tags } from "../../provider/core/model";
import { callerReference, commentOf, distributionSettings } from "../../provider/core/new-distribution";
import { TAG } from "../../provider/core/ownership";
import {
  attached,
  certificate,
  distribution,
  GROUP,
  INCARNATION,
  input,
  known,
  MINUTE,
  NOW,
  ownTags,
  unknown,
} from "./gen";
import { everything, table, validationRecords } from "./table";

const API: Service = { type: "api", host: "origin.example.net", settings: {} };
const FILES: Service = {
  type: "static",
  bucket: "b.s3.eu-west-1.amazonaws.com",
  defaultRootObject: "index.html",
  settings: {},
};

const wanting = (distribution: Desired["distribution"], more: Partial<Desired> = {}): { desired: Desired } => ({
  desired: { ...input().desired, distribution, ...more },
});
const CREATED = wanting({ kind: "created", service: API, domainName: null });
const OF_FILES = wanting({ kind: "created", service: FILES, domainName: null });
const PROGRAM = wanting({ kind: "program" });

const about = { callerReference: callerReference(GROUP, 1), comment: commentOf(GROUP), accessControlId: null };
const settings = distributionSettings(API, about);
const mine = { [TAG.id]: GROUP, [TAG.owner]: "org/project/stack", [TAG.incarnation]: INCARNATION };
const memory = (ago: number) => ({
  ...input().memory,
  created: { id: "E1", attempt: 1, at: NOW - ago, settings: null },
});
const nothing = known(null);
const control = known({ id: "O1", etag: "E", intact: true });

table("a distribution that the group makes", [
  {
    rule: "is made before anything is requested",
    input: input({ distribution: nothing }, CREATED),
    says: "createDistribution",
  },
  {
    rule: "is not made while it could not be seen",
    input: input({ distribution: unknown() }, CREATED),
    says: "wait COULD_NOT_ASK aws",
  },
  {
    rule: "is looked for again when AWS told of it a moment ago",
    input: input({ distribution: nothing }, { ...CREATED, memory: memory(5000) }),
    says: "wait CREATING_DISTRIBUTION aws",
  },
  {
    rule: "is made anew when it is gone",
    input: input({ distribution: nothing }, { ...CREATED, memory: memory(2 * MINUTE) }),
    says: "createDistribution",
  },
  {
    rule: "of files needs to know its access control",
    input: input({ distribution: nothing }, OF_FILES),
    says: "look accessControl",
  },
  {
    rule: "of files is not made, nor an access control, while that could not be seen",
    input: input({ distribution: nothing, accessControl: unknown() }, OF_FILES),
    says: "wait COULD_NOT_ASK aws",
  },
  {
    rule: "of files has its access control made first",
    input: input({ distribution: nothing, accessControl: nothing }, OF_FILES),
    says: "createAccessControl",
  },
  {
    rule: "of files has an access control that somebody has changed put right",
    input: input({ distribution: nothing, accessControl: known({ id: "O1", etag: "E", intact: false }) }, OF_FILES),
    says: "mendAccessControl",
  },
  {
    rule: "of files is made when its access control is there",
    input: input({ distribution: nothing, accessControl: control }, OF_FILES),
    says: "createDistribution",
  },
  {
    rule: "has its tags looked at before anything is done to it",
    input: input({ distribution: known(distribution({ settings })) }, CREATED),
    says: "look distributionTags",
  },
  {
    rule: "of another stack is left alone",
    input: input(
      {
        distribution: known(distribution({ settings })),
        distributionTags: known({ ...mine, [TAG.owner]: "org/other/stack" }),
      },
      CREATED,
    ),
    says: "blocked OWNER_MISMATCH",
  },
  {
    rule: "is claimed before the certificate is requested",
    input: input({ distribution: known(distribution({ settings })), distributionTags: known({}) }, CREATED),
    says: "tagDistribution",
  },
  {
    rule: "is configured when it is not what the program says",
    input: input(
      {
        distribution: known(distribution({ settings: { ...settings, Enabled: false } })),
        distributionTags: known(mine),
      },
      CREATED,
    ),
    says: "configureDistribution",
  },
  {
    rule: "that is in place leads on to the certificate",
    input: input({ distribution: known(distribution({ settings })), distributionTags: known(mine) }, CREATED),
    says: "requestCertificate",
  },
]);

table("the end of a distribution that the group made", [
  {
    rule: "begins with domains, certificate and service taken off in one write",
    input: input(
      { distribution: known(attached("a")), distributionTags: known(mine), certificates: known([certificate("a")]) },
      { ...CREATED, goal: "absent" },
    ),
    says: "updateDistribution",
  },
  {
    rule: "waits for every edge",
    input: input(
      { distribution: known(distribution({ enabled: false, deployed: false })), distributionTags: known(mine) },
      { ...CREATED, goal: "absent" },
    ),
    says: "wait DETACHING aws",
  },
  {
    rule: "is its deletion",
    input: input(
      { distribution: known(distribution({ enabled: false })), distributionTags: known(mine) },
      { ...CREATED, goal: "absent" },
    ),
    says: "deleteDistribution",
  },
  {
    rule: "takes the access control with it",
    input: input({ distribution: nothing, accessControl: control }, { ...OF_FILES, goal: "absent" }),
    says: "deleteAccessControl",
  },
  {
    rule: "is not for a resource that another one has superseded",
    input: input(
      { distribution: known(distribution()), distributionTags: known({ ...mine, [TAG.incarnation]: "another" }) },
      { ...CREATED, goal: "absent" },
    ),
    says: "superseded",
  },
]);

table("a group whose program attaches", [
  {
    rule: "has all it can do when the certificate is issued and routing is not its business",
    input: input(
      {
        distribution: nothing,
        certificates: known([certificate("a")]),
        recordSets: known(validationRecords),
        leads: known({}),
        holders: known([]),
      },
      PROGRAM,
    ),
    says: "settled",
  },
  {
    rule: "does not wait for the program's own deployment",
    input: input(
      {
        distribution: known(attached("a", { deployed: false })),
        certificates: known([certificate("a")]),
        recordSets: everything,
      },
      PROGRAM,
    ),
    says: "settled",
  },
  {
    rule: "never takes anything off the program's distribution",
    input: input(
      {
        distribution: known(attached("a")),
        certificates: known([certificate("a", { inUseBy: [attached("a").arn] })]),
        recordSets: known([]),
      },
      { ...PROGRAM, goal: "absent" },
    ),
    says: "wait RELEASING aws",
  },
]);

const takenOver = (next: Next): Tags =>
  next.kind === "step" && next.step.kind === "tagCertificate" ? next.step.tags : {};

describe("the note that a group makes a distribution of its own", () => {
  const makes = { ...ownTags(), [TAG.makes]: "yes" };
  const replaced = input({
    former: known([]),
    recordSets: everything,
    certificates: known([
      certificate("a", { status: "FAILED", failureReason: "CAA_ERROR" }, makes),
      certificate("b", {}, ownTags({ [TAG.incarnation]: "another" })),
    ]),
  });

  it("is handed on by a certificate that failed, before that is deleted: what a killed run made is found by it", () => {
    assert.equal(takenOver(decide(replaced))[TAG.makes], "yes");
  });

  it("stays until it is known that there is no access control", () => {
    const noted = known([certificate("a", {}, { ...makes, [TAG.incarnation]: "another" })]);
    const seen = { former: known([]), recordSets: everything, certificates: noted };
    assert.equal(takenOver(decide(input(seen)))[TAG.makes], undefined);
    assert.equal(takenOver(decide(input({ ...seen, accessControl: control })))[TAG.makes], undefined);
    assert.equal(takenOver(decide(input({ ...seen, accessControl: nothing })))[TAG.makes], "no");
  });
});
