/** A plan as people read it: one line for one thing, in the order in which things happen. */
import assert from "node:assert/strict";
import { cause } from "../../provider/core/causes";
import type { Step } from "../../provider/core/decision";
import type { DomainName } from "../../provider/core/domain-name";
import type { CertificateArn, RecordChange, RecordSetFacts } from "../../provider/core/model";
import type { Plan, PlanItem } from "../../provider/core/plan";
import { planText } from "../../provider/core/plan-text";
import { arn } from "./gen";

const OLD = arn("old");

/** While the distribution has the old certificate. */
const taken = (step: Step): PlanItem => ({ kind: "step", step, before: { aliases: [], certificate: OLD } });
const moved = (domain: string, from: string): PlanItem =>
  taken({ kind: "moveAlias", domain: domain as DomainName, from, fromDomainName: `${from}.cloudfront.net`, to: "E1" });
const deleted = (certificate: CertificateArn): PlanItem => taken({ kind: "deleteCertificate", arn: certificate });

const policy = (certificate: CertificateArn): PlanItem =>
  taken({
    kind: "updateDistribution",
    id: "E1",
    etag: "E",
    config: "",
    change: {
      aliases: [],
      viewerCertificate: {
        source: "acm",
        id: certificate,
        minimumProtocolVersion: "TLSv1.2_2021",
        sslSupportMethod: "sni-only",
      },
    },
  });

const validationRecord = (name: string): RecordSetFacts => ({
  zoneId: "Z1",
  name: `_a.${name}`,
  type: "CNAME",
  ttl: 300,
  values: ["_b"],
  alias: null,
  routingPolicy: false,
});

function validation(action: RecordChange["action"], ...names: string[]): PlanItem {
  const changes = names.map((name) => ({ action, record: validationRecord(name) }));
  return taken({ kind: "writeRecords", purpose: "VALIDATION", zoneId: "Z1", changes });
}

const linesOf = (...items: PlanItem[]): string[] =>
  planText({ items, end: "reached", guidance: [], obstacle: null, unchecked: [] }, []).split("\n").slice(1);

describe("the text of a plan", () => {
  it("tells of all names that move from one distribution to another in one line", () => {
    assert.deepEqual(
      linesOf(moved("a.example.com", "E2"), moved("b.example.com", "E3"), moved("c.example.com", "E2")),
      [
        "  1. Move a.example.com, c.example.com from E2 to E1, without a gap.",
        "  2. Move b.example.com from E3 to E1, without a gap.",
      ],
    );
  });

  it("leaves a certificate that has served, and its records, to a later run", () => {
    assert.deepEqual(linesOf(policy(arn("new")), validation("DELETE", "old.example.com"), deleted(OLD)), [
      "  1. Attach the certificate to E1.",
      "  In a later `pulumi up`, when AWS lets go of the old certificate:",
      "  2. Remove the validation record of old.example.com from Route 53.",
      "  3. Delete the certificate that is no longer needed.",
    ]);
  });

  it("tells of one that has never served in its place", () => {
    assert.deepEqual(linesOf(deleted(arn("failed")), policy(arn("new"))), [
      "  1. Delete the certificate that is no longer needed.",
      "  2. Attach the certificate to E1.",
    ]);
    assert.deepEqual(linesOf(policy(arn("new")), deleted(arn("failed"))), [
      "  1. Attach the certificate to E1.",
      "  2. Delete the certificate that is no longer needed.",
    ]);
  });

  it("speaks of one record as one", () => {
    assert.deepEqual(
      linesOf(validation("CREATE", "a.example.com"), validation("CREATE", "a.example.com", "b.example.com")),
      [
        "  1. Write the validation record of a.example.com to Route 53.",
        "  2. Write the validation records of a.example.com, b.example.com to Route 53.",
      ],
    );
  });

  it("tells once of what is waited for twice, whatever of no interest comes between", () => {
    const wait: PlanItem = { kind: "wait", on: "aws", cause: cause("TEMPORARY_DISTRIBUTION_GOES"), returns: false };
    const tagged = taken({ kind: "tagCertificate", arn: OLD, tags: {} });
    assert.deepEqual(linesOf(wait, tagged, wait), [
      "  1. The temporary distribution that asked who has a name is deleted, as soon as CloudFront has deployed it.",
    ]);
  });

  it("says who did not answer where the rest took too long, and that nobody did where there is no plan at all", () => {
    const plan: Plan = { items: [], end: "late", guidance: [], obstacle: null, unchecked: [] };
    const last = (more: Partial<Plan>): string =>
      planText({ ...plan, ...more }, [])
        .split("\n")
        .at(-1) ?? "";
    assert.match(last({ pending: ["caa", "zones", "recordSets", "dns"] }), /: DNS, Route 53 did not answer in time\./);
    assert.match(last({}), /The plan of this group took too long to make: AWS or DNS is slow to answer\./);
  });
});
