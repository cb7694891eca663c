import assert from "node:assert/strict";
import { CATALOGUE } from "../../provider/core/catalogue";
import { PLAN_WORDS } from "../../provider/core/catalogue-plan";
import { cause } from "../../provider/core/causes";
import { decide } from "../../provider/core/decide";
import type { Step } from "../../provider/core/decision";
import type { DomainName } from "../../provider/core/domain-name";
import { type GuidanceCode, guidanceOf } from "../../provider/core/guidance";
import type { DnsLook, EdgeLook, TrafficLook } from "../../provider/core/looks";
import type { CertificateDetail } from "../../provider/core/model";
import type { AttachmentStatus, GroupStatus, TrafficStatus } from "../../provider/core/outputs";
import type { PlanItem } from "../../provider/core/plan";
import { planText } from "../../provider/core/plan-text";
import { NOTHING_FOUND } from "../../provider/core/record-exam";
import { validationKey } from "../../provider/core/records";
import { cancelledReport, type Report, reportOf } from "../../provider/core/report";
import type { Sentences, Write } from "../../provider/core/sentences";
import type { Input } from "../../provider/core/situation";
import { domainNames } from "../simulation/world";
import { aliasRecord, arn, attached, certificate, DOMAINS, external, input, known, NOW, unknown } from "./gen";
import { everything, issued, leaving, pending, validationRecords } from "./table";

const CODES = Object.keys(CATALOGUE) as GuidanceCode[];

/** With a word for each parameter; `asked`: the names of those that it takes. */
function written(code: GuidanceCode, who = "www.example.com"): Sentences & { asked: string[] } {
  const asked: string[] = [];
  const write: Write = CATALOGUE[code];
  const parameter = (name: string): string => {
    asked.push(name);
    return name === "domains" ? "*.example.com, example.org" : "Word";
  };
  return { ...write(parameter, who), asked };
}

describe("guidance", () => {
  for (const code of CODES) {
    it(`${code} says in short sentences what is happening, what to do and what comes next`, () => {
      const { happening, todo, next, actor, severity } = written(code);
      for (const sentence of [happening, todo, next]) assert.match(sentence, /^[A-Z`].*[^.]\.$/s);
      assert.ok(happening.length <= 400, `${happening.length} characters`);
      if (actor === "you") assert.doesNotMatch(todo, /^Nothing to do/);
      else assert.equal(severity, "info", "what nobody here can mend is no warning");
    });

    it(`${code} holds no id of a request, no count and no time`, () => {
      const { happening, todo, next, asked } = written(code);
      const text = `${happening} ${todo} ${next}`;
      assert.doesNotMatch(text, /request id|\d{2}:\d{2}|\d{4}-\d{2}-\d{2}|[0-9a-f]{8}-[0-9a-f]{4}/i);
      assert.doesNotMatch(text, /\?|undefined|null/);
      for (const name of asked)
        assert.doesNotMatch(name, /^(request|requestId|count|number|time|since|until|date|message)$/i);
    });

    it(`${code} gives commands that a shell takes as they are`, () => {
      for (const command of written(code).commands ?? []) {
        assert.match(command, /^(aws|for app in) /);
        assert.doesNotMatch(command.replace(/"[^"]*"|'[^']*'/g, ""), /[<>*?[\]|&`\n]/, command);
      }
    });
  }

  it("names the domains as people write them", () => {
    const { happening } = guidanceOf(cause("ATTACHED", { domains: domainNames("bücher.example") }));
    assert.match(happening, /bücher\.example/);
  });

  it("names three domains at the most, and lists all", () => {
    const domains = domainNames("a.example", "b.example", "c.example", "d.example");
    const guidance = guidanceOf(cause("ATTACHED", { domains }));
    assert.match(guidance.happening, /a\.example, b\.example, c\.example and others/);
    assert.deepEqual(guidance.domains, domains);
  });

  it("shows a code of a newer release as it is", () => {
    const { code, happening } = guidanceOf({ ...cause("ATTACHED"), code: "FROM_THE_FUTURE" });
    assert.deepEqual([code, happening], ["FROM_THE_FUTURE", "FROM_THE_FUTURE."]);
  });
});

const byKey = <T>(value: T): { [key: string]: T } =>
  Object.fromEntries(DOMAINS.map((domain) => [validationKey(domain), value]));

const reported = (world: Input): Report => reportOf(world, decide(world), null);

const noRecordYet: Partial<CertificateDetail> = {
  ...pending,
  validations: DOMAINS.map((domain) => ({ domain, status: "PENDING_VALIDATION", record: null })),
};
const DEPLOYING = attached("a", { deployed: false });
const serving = { certificates: issued, distribution: known(attached("a")), recordSets: everything };
const NO_ZONES = known(Object.fromEntries(DOMAINS.map((domain) => [domain, { kind: "missing" } as const])));
const FORBIDDEN = unknown({ passing: false, reason: "FORBIDDEN" });
const EDGE: EdgeLook = {
  kind: "certificate",
  names: DOMAINS,
  issuer: "Amazon",
  notBefore: 0,
  notAfter: NOW + 1,
  trusted: true,
};

/** Attached, with records that somebody else publishes. */
const ledBy = (traffic: TrafficLook, edge: EdgeLook): Report =>
  reported(
    input(
      {
        ...serving,
        dns: known({}),
        traffic: known(Object.fromEntries(DOMAINS.map((domain) => [domain, traffic]))),
        edges: known(Object.fromEntries(DOMAINS.map((domain) => [domain, edge]))),
      },
      { desired: external() },
    ),
  );

const unpublished = {
  certificates: known([certificate("a", pending)]),
  dns: known(byKey<DnsLook>({ zone: "example.com", servers: { "ns.example.net": { kind: "none" } } })),
  exams: known(byKey(NOTHING_FOUND)),
};
const published = { certificates: known([certificate("a", pending)]), recordSets: known(validationRecords) };

/** A report in which the status stands, and the code of what is said about it. */
type Told = [report: () => Report, code: GuidanceCode];

/** No run says QUEUED: it is for those who keep groups in a queue. */
const GROUP: { [status in Exclude<GroupStatus, "QUEUED">]: Told } = {
  ANALYZING: [() => reported(input({ account: unknown() })), "COULD_NOT_ASK"],
  REQUESTING_CERTIFICATE: [() => reported(input()), "ANALYZING"],
  AWAITING_CERTIFICATE_ISSUE: [() => reported(input(published)), "WAITING_FOR_ISSUE"],
  APPLYING_CERTIFICATE: [() => reported(input({ ...serving, distribution: known(DEPLOYING) })), "DEPLOYING"],
  CERTIFICATE_ATTACHED: [() => reported(input(serving)), "ATTACHED"],
  ERROR: [() => reported(input({ certificates: issued, zones: NO_ZONES })), "ZONE_MISSING"],
  CANCELLED: [() => cancelledReport(reported(input())), "CANCELLED"],
};

const ATTACHMENT: { [status in AttachmentStatus]: Told } = {
  PENDING: [() => reported(input()), "ANALYZING"],
  CREATING: [() => reported(input({ certificates: known([certificate("a", noRecordYet)]) })), "CERTIFICATE_REQUESTED"],
  AWAITING_VERIFICATION_RECORDS_TO_BE_SET: [
    () => reported(input(unpublished, { desired: external() })),
    "WAITING_FOR_RECORDS",
  ],
  PENDING_CERTIFICATE_FOR_ATTACHMENT: [() => reported(input(published)), "WAITING_FOR_ISSUE"],
  ATTACHING: [() => reported(input({ certificates: issued })), "PUBLISHING"],
  ATTACHED: [() => reported(input(serving)), "ATTACHED"],
  ERROR_ATTACHING: [() => reported(input({ certificates: issued, zones: NO_ZONES })), "ZONE_MISSING"],
  DETACHING: [() => reported(leaving(serving)), "DETACHING"],
  PENDING_CERTIFICATE_FOR_DETACHMENT: [() => reported(leaving({ certificates: issued })), "DELETING"],
  ERROR_DETACHING: [() => reported(leaving({ ...serving, recordSets: FORBIDDEN })), "FORBIDDEN"],
  DETACHED: [() => reported(leaving({})), "DETACHED"],
};

const TRAFFIC: { [status in TrafficStatus]: Told } = {
  UNKNOWN: [() => ledBy("UNKNOWN", EDGE), "ROUTING_UNSEEN"],
  NOT_POINTING: [() => ledBy("NOT_POINTING", EDGE), "ROUTING_TO_PUBLISH"],
  POINTS_ELSEWHERE: [() => ledBy("POINTS_ELSEWHERE", EDGE), "ROUTING_LEADS_ELSEWHERE"],
  POINTING: [() => ledBy("POINTING", { ...EDGE, names: ["other.example"] }), "EDGE_OTHER_CERTIFICATE"],
  SERVING: [() => ledBy("POINTING", EDGE), "ATTACHED"],
};

describe("every status comes with words that are about it", () => {
  for (const [status, [report, code]] of Object.entries(GROUP)) {
    it(`the group's ${status}: ${code}`, () => {
      const { status: seen, guidance } = report();
      assert.deepEqual([seen, guidance[0]?.code], [status, code]);
    });
  }

  for (const [status, [report, code]] of Object.entries(ATTACHMENT)) {
    it(`a domain's ${status}: ${code}`, () => {
      const [domain] = report().domains;
      assert.deepEqual([domain?.attachment, domain?.guidance.code], [status, code]);
    });
  }

  for (const [status, [report, code]] of Object.entries(TRAFFIC)) {
    it(`a domain's traffic ${status}: ${code}`, () => {
      const { domains, guidance } = report();
      assert.equal(domains[0]?.traffic, status);
      const about = guidance.filter((each) => each.code === code);
      assert.deepEqual(
        about.map((each) => each.domains),
        [DOMAINS],
      );
    });
  }
});

const at = { id: "E1", etag: "ETAG1" };
const change = { aliases: [...DOMAINS], viewerCertificate: attached("a").viewerCertificate };

/** `null`: of no interest to a person. */
const STEPS: { [K in Step["kind"]]: [step: Extract<Step, { kind: K }>, code: GuidanceCode, line: string | null] } = {
  requestCertificate: [
    { kind: "requestCertificate", names: DOMAINS, keyAlgorithm: "RSA_2048", token: "token", tags: {} },
    "ANALYZING",
    "Request a certificate for example.com, www.example.com (RSA_2048).",
  ],
  tagCertificate: [{ kind: "tagCertificate", arn: arn("a"), tags: {} }, "TAGGING", null],
  untagCertificate: [{ kind: "untagCertificate", arn: arn("a"), keys: [] }, "TAGGING", null],
  writeRecords: [
    {
      kind: "writeRecords",
      purpose: "ROUTING",
      zoneId: "Z1",
      changes: [{ action: "CREATE", record: aliasRecord("example.com") }],
    },
    "PUBLISHING",
    "Write the routing record of example.com to Route 53 (A).",
  ],
  updateDistribution: [
    { kind: "updateDistribution", ...at, config: "", change },
    "ATTACHING",
    "Attach the certificate and example.com, www.example.com to E1.",
  ],
  moveAlias: [
    { kind: "moveAlias", domain: DOMAINS[0] as DomainName, from: "E2", fromDomainName: "d2.cloudfront.net", to: "E1" },
    "MOVING_ALIAS",
    "Move example.com from E2 to E1, without a gap.",
  ],
  leaveDistribution: [
    { kind: "leaveDistribution", ...at, config: "", change },
    "LEAVING_FORMER",
    "Give the distribution E1 back what it had before the group came.",
  ],
  deleteFormerDistribution: [
    { kind: "deleteFormerDistribution", ...at },
    "DELETING_DISTRIBUTION",
    "Delete the distribution before, E1.",
  ],
  deleteCertificate: [
    { kind: "deleteCertificate", arn: arn("a") },
    "RETIRING",
    "Delete the certificate that is no longer needed.",
  ],
  createAccessControl: [
    { kind: "createAccessControl", name: "files" },
    "CREATING_DISTRIBUTION",
    "Create the origin access control files.",
  ],
  mendAccessControl: [
    { kind: "mendAccessControl", ...at, name: "files" },
    "CONFIGURING_DISTRIBUTION",
    "Mend the origin access control files.",
  ],
  createDistribution: [
    { kind: "createDistribution", attempt: 1, settings: {}, tags: {} },
    "CREATING_DISTRIBUTION",
    "Create the distribution.",
  ],
  createTemporaryDistribution: [
    { kind: "createTemporaryDistribution", domains: DOMAINS, attempt: 1, settings: {}, tags: {} },
    "ASKING_OWNERS",
    "Ask who has example.com, www.example.com, by a temporary, disabled distribution that is removed again.",
  ],
  deleteTemporaryDistribution: [
    { kind: "deleteTemporaryDistribution", ...at },
    "TEMPORARY_DISTRIBUTION_GOES",
    "Delete the temporary distribution E1.",
  ],
  tagDistribution: [{ kind: "tagDistribution", arn: "arn", tags: {} }, "CONFIGURING_DISTRIBUTION", null],
  untagDistribution: [{ kind: "untagDistribution", arn: "arn", keys: [] }, "CONFIGURING_DISTRIBUTION", null],
  configureDistribution: [
    { kind: "configureDistribution", ...at, settings: {}, wanted: {} },
    "CONFIGURING_DISTRIBUTION",
    "Write the settings of E1.",
  ],
  deleteDistribution: [
    { kind: "deleteDistribution", ...at },
    "DELETING_DISTRIBUTION",
    "Disable and delete the distribution E1.",
  ],
  deleteAccessControl: [
    { kind: "deleteAccessControl", ...at },
    "DELETING_DISTRIBUTION",
    "Delete the origin access control.",
  ],
};

describe("every step is told of while it is taken, and foretold in a preview", () => {
  for (const [step, code, line] of Object.values(STEPS)) {
    it(`${step.kind}: ${code}`, () => {
      const [guidance] = reportOf(input(), { kind: "step", step }, null).guidance;
      assert.deepEqual([guidance?.code, guidance?.actor], [code, "aws"]);
      const items: PlanItem[] = [{ kind: "step", step, before: { aliases: [], certificate: null } }];
      const text = planText({ items, end: "reached", guidance: [], obstacle: null, unchecked: [] }, []);
      assert.equal(text.split("\n").at(-1)?.trim(), line === null ? PLAN_WORDS.nothing : `1. ${line}`);
    });
  }
});
