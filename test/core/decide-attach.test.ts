import assert from "node:assert/strict";
import { decide } from "../../provider/core/decide";
import { emptyMemory, remember } from "../../provider/core/memory";
import type { Observed } from "../../provider/core/model";
import { TAG } from "../../provider/core/ownership";
import type { Input } from "../../provider/core/situation";
import { arn, attached, certificate, DOMAINS, input, known, NOW, ownTags, plainRecord } from "./gen";
import { everything, issued, said, table, validationRecords } from "./table";

/** Another distribution of the account. */
const another = {
  id: "E2",
  arn: "arn:aws:cloudfront::111111111111:distribution/E2",
  comment: "",
  domainName: "d2.cloudfront.net",
  httpVersion: "http2",
  enabled: true,
  deployed: true,
  aliases: [],
  certificateArn: null,
  tags: null,
};

const trouble403 = {
  reason: "REFUSED",
  operation: "cloudfront:UpdateDistribution",
  message: "",
  passing: false,
} as const;

/** Certificate a is attached, and b was before. */
const besideAnOldOne = (more: Partial<Observed> = {}): Input =>
  input({
    certificates: known([certificate("a"), certificate("b")]),
    recordSets: everything,
    distribution: known(attached("a")),
    ...more,
  });

table("attaching", [
  {
    rule: "notes what the distribution had before the first write",
    input: input({
      certificates: known([certificate("a", {}, { ...ownTags(), [TAG.beforeCertificate]: "acm x y z" })]),
      recordSets: everything,
    }),
    says: "tagCertificate",
  },
  {
    rule: "writes certificate and aliases at once",
    input: input({ certificates: issued, recordSets: everything }),
    says: "updateDistribution",
  },
  {
    rule: "waits until every edge has it",
    input: input({
      certificates: issued,
      recordSets: everything,
      distribution: known(attached("a", { deployed: false })),
    }),
    says: "wait DEPLOYING aws",
  },
  {
    rule: "does not believe a read that shows the state before our write",
    input: input(
      { certificates: issued, recordSets: everything },
      {
        memory: {
          ...emptyMemory(NOW),
          writes: [{ id: "E1", etag: "ETAG1", at: NOW - 1000 }],
        },
      },
    ),
    says: "wait DEPLOYING aws",
  },
  {
    rule: "moves DNS only when every edge serves",
    input: input({ certificates: issued, recordSets: known(validationRecords), distribution: known(attached("a")) }),
    says: "writeRecords",
  },
  {
    rule: "leaves a foreign routing record alone",
    input: input({
      certificates: issued,
      recordSets: known([...validationRecords, ...DOMAINS.map((name) => plainRecord(name, "A", "192.0.2.1"))]),
      distribution: known(attached("a")),
    }),
    says: "settled",
  },
  {
    rule: "is settled when all is in place",
    input: input({ certificates: issued, recordSets: everything, distribution: known(attached("a")) }),
    says: "settled",
  },
  {
    rule: "deletes what failed before, once its successor serves",
    input: input({
      certificates: known([certificate("a"), certificate("b", { status: "FAILED" })]),
      recordSets: everything,
      distribution: known(attached("a")),
    }),
    says: "deleteCertificate",
  },
  {
    rule: "asks CloudFront who uses an old certificate, since ACM tells it late",
    input: besideAnOldOne(),
    says: "look holders",
  },
  {
    rule: "goes on where it may not ask that: ACM deletes nothing that is in use",
    input: besideAnOldOne({
      neighbours: known([]),
      holders: { kind: "unknown", trouble: { ...trouble403, code: "AccessDenied" }, at: NOW },
    }),
    says: "deleteCertificate",
  },
  {
    rule: "leaves an old certificate that another distribution has",
    input: besideAnOldOne({ holders: known([{ ...another, certificateArn: arn("b") }]) }),
    says: "settled",
  },
  {
    rule: "is not held up by an old certificate that is still in use",
    input: input({
      certificates: known([certificate("a"), certificate("b", { status: "EXPIRED", inUseBy: ["x"] })]),
      recordSets: everything,
      distribution: known(attached("a")),
    }),
    says: "settled",
  },
]);

describe("a refused step", () => {
  const attaching = input({ certificates: issued, recordSets: everything, holders: known([]) });
  const refused = (code: string, ago: number): Input => {
    const next = decide(attaching);
    assert.ok(next.kind === "step");
    const outcome = { kind: "refused", permanent: true, trouble: { ...trouble403, code } } as const;
    return { ...attaching, memory: remember(attaching.memory, next.step, outcome, NOW - ago) };
  };

  it("ends the run when its refusal is final", () => {
    assert.equal(said(decide(refused("TooManyDistributionCNAMEs", 1000))), "blocked QUOTA_ALIASES");
  });
  it("is waited for when CloudFront does not know the certificate yet", () => {
    assert.equal(said(decide(refused("InvalidViewerCertificate", 1000))), "wait CERTIFICATE_SETTLING aws");
  });
  it("is tried again when the wait is over", () => {
    assert.equal(said(decide(refused("InvalidViewerCertificate", 8000))), "updateDistribution");
  });
});
