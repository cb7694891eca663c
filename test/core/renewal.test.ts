import assert from "node:assert/strict";
import { decide } from "../../provider/core/decide";
import type { CaaLook, DnsLook, ServerAnswer } from "../../provider/core/looks";
import type { CertificateDetail, Desired, Observed } from "../../provider/core/model";
import type { Guidance } from "../../provider/core/outputs";
import { reportOf } from "../../provider/core/report";
import { domainNames, ROUTE53, wish } from "../simulation/world";
import { arn, attached, certificate, DOMAINS, detail, distribution, external, input, known, NOW } from "./gen";
import { everything, pending, routingRecords, validationRecords } from "./table";

const DAY = 24 * 60 * 60_000;
const [apex, www] = ["example.com", "www.example.com"];
const used = { inUseBy: [distribution().arn] };
const asks: CertificateDetail["renewal"] = { status: "PENDING_VALIDATION", reason: null };

const at = (domain: string, answer: ServerAnswer): { [key: string]: DnsLook } => ({
  [`VALIDATION:${domain}`]: { zone: "example.com", servers: { ns: answer } },
});
const right = (domain: string) => at(domain, { kind: "values", values: [`_2.${domain}.acm-validations.aws`] });
const inPlace = { ...right(apex), ...right(www) };
const gone = { ...right(apex), ...at(www, { kind: "none" }) };
const wrong = { ...at(apex, { kind: "values", values: ["else"] }), ...right(www) };
/** As some DNS hosts want it, and as ACM takes it, too. */
const bare = (domain: string, ...more: string[]) =>
  at(domain, { kind: "values", values: [`2.${domain}.acm-validations.aws`, ...more] });
const led = at(www, { kind: "values", values: [`_2.${www}.acm-validations.aws`, "proof.example.net"] });
const unseen = { ...right(apex), ...at(www, { kind: "unknown", code: "ETIMEOUT" }) };

const caaSet = (owner: string, value: string, tag = "issue", flags = 0): CaaLook => {
  const records = [{ flags, tag, value }];
  return { kind: "set", at: owner, owner, zone: owner, records };
};
const caa = (value: string, ...more: [tag?: string, flags?: number]) =>
  known(Object.fromEntries(DOMAINS.map((domain) => [domain, caaSet(apex, value, ...more)])));
const deaf = (code: string) =>
  known(
    Object.fromEntries(
      DOMAINS.map((domain): [string, CaaLook] => [
        domain,
        { kind: "unknown", at: apex, owner: apex, asked: "servers", code },
      ]),
    ),
  );

/** What is said of a group that has all that it wants, as a refresh sees it. */
function guidance(observed: Partial<Observed>, renewal: CertificateDetail["renewal"], desired: Desired): Guidance[] {
  const view = input(
    {
      distribution: known(attached("a")),
      certificates: known([certificate("a", { ...used, renewal })]),
      traffic: known(Object.fromEntries(DOMAINS.map((domain) => [domain, "POINTING"]))),
      recordSets: everything,
      ...observed,
    },
    { desired },
  );
  return reportOf(view, decide(view), null).guidance;
}

interface Case {
  rule: string;
  observed?: Partial<Observed>;
  renewal?: CertificateDetail["renewal"];
  desired?: Desired;
  /** After "ACM will not be able to renew the certificate for "; `null`: nothing of that. */
  says: string | null;
  /** The other guidance that matters to the renewal. */
  beside?: string[];
}

const cases: Case[] = [
  { rule: "all records are in place", observed: { dns: known(inPlace) }, says: null },
  {
    rule: "a record is gone",
    observed: { dns: known(gone) },
    says: "www.example.com: a validation record is not in DNS.",
    beside: ["VALIDATION_RECORD_GONE"],
  },
  {
    rule: "a record is wrong",
    observed: { dns: known(wrong) },
    says: "example.com: a validation record has another value.",
    beside: ["VALIDATION_RECORD_WRONG"],
  },
  { rule: "a record could not be asked for", observed: { dns: known(unseen) }, says: null },
  {
    rule: "records lack the underscore before their values",
    observed: { dns: known({ ...bare(apex), ...bare(www, "proof.example.net") }) },
    says: null,
  },
  { rule: "a record leads to ACM by another name", observed: { dns: known({ ...right(apex), ...led }) }, says: null },
  {
    rule: "a record that the group wrote is gone from Route 53",
    observed: { recordSets: known(routingRecords) },
    desired: input().desired,
    says: "example.com, www.example.com: a validation record is not in DNS.",
  },
  {
    rule: "CAA forbids it",
    observed: { dns: known(inPlace), caa: caa("letsencrypt.org") },
    says: "example.com, www.example.com: CAA does not let Amazon issue.",
    beside: ["CAA_FORBIDS_RENEWAL"],
  },
  {
    rule: "a critical property of CAA forbids it",
    observed: { dns: known(inPlace), caa: caa("ca.example.net", "tbs", 128) },
    says: "example.com, www.example.com: CAA does not let Amazon issue.",
    beside: ["CAA_CRITICAL_RENEWAL"],
  },
  {
    rule: "a critical property forbids one name, and a set another",
    observed: {
      dns: known(inPlace),
      caa: known({ [apex]: caaSet(apex, "x", "tbs", 128), [www]: caaSet(www, "ca.example.net") }),
    },
    says: "example.com, www.example.com: CAA does not let Amazon issue.",
    beside: ["CAA_FORBIDS_RENEWAL", "CAA_CRITICAL_RENEWAL"],
  },
  {
    rule: "name servers fail at questions for CAA, which is only said",
    observed: { dns: known(inPlace), caa: deaf("SERVFAIL") },
    says: null,
    beside: ["CAA_UNREADABLE"],
  },
  { rule: "CAA can't be asked from here", observed: { dns: known(inPlace), caa: deaf("ETIMEOUT") }, says: null },
  { rule: "CAA allows it", observed: { dns: known(inPlace), caa: caa("amazon.com") }, says: null },
  {
    rule: "ACM asks for action, and a record is gone",
    observed: { dns: known(gone) },
    renewal: asks,
    says: "example.com, www.example.com: a validation record is not in DNS; it has tried, and can't validate every domain.",
    beside: ["VALIDATION_RECORD_GONE"],
  },
  {
    rule: "ACM asks for action, whatever we see",
    observed: { dns: known(inPlace) },
    renewal: asks,
    says: "example.com, www.example.com: it has tried, and can't validate every domain.",
  },
  {
    rule: "ACM has failed",
    renewal: { status: "FAILED", reason: "CAA_ERROR" },
    says: "example.com, www.example.com: its last try failed (CAA_ERROR).",
  },
  {
    rule: "ACM has failed, and says not why",
    renewal: { status: "FAILED", reason: null },
    says: "example.com, www.example.com: its last try failed (OTHER).",
  },
  { rule: "ACM has begun", renewal: { status: "PENDING_AUTO_RENEWAL", reason: null }, says: null },
  { rule: "ACM has renewed it", renewal: { status: "SUCCESS", reason: null }, says: null },
  {
    rule: "the certificate is the program's own",
    renewal: { status: "FAILED", reason: null },
    desired: wish("E1", DOMAINS, { dns: ROUTE53, certificate: arn("a") }),
    says: null,
  },
];

const ABOUT_RECORDS = /^(VALIDATION_RECORD_|CAA_)/;

describe("the renewal of the certificate that serves", () => {
  for (const { rule, observed = {}, renewal = null, desired = external(), says, beside = [] } of cases) {
    it(`is ${says === null ? "not " : ""}at risk: ${rule}`, () => {
      const said = guidance(observed, renewal, desired);
      const [risk, ...more] = said.filter(({ code }) => code === "RENEWAL_AT_RISK");
      const happening = says === null ? undefined : `ACM will not be able to renew the certificate for ${says}`;
      assert.deepEqual(
        [risk?.happening, risk?.actor ?? "you", risk?.severity ?? "warning", more],
        [happening, "you", "warning", []],
      );
      assert.deepEqual(
        said.map(({ code }) => code).filter((code) => ABOUT_RECORDS.test(code)),
        beside,
      );
    });
  }

  it("is at risk for all names that CAA sets forbid, each with the record that it lacks", () => {
    const names = domainNames(apex, "example.org", "*.example.net");
    const sets = known({
      [apex]: caaSet(apex, "ca.example.net"),
      "example.org": caaSet("example.org", "ca.example.net"),
      "*.example.net": caaSet("example.net", "ca.example.net", "issuewild"),
    });
    const observed: Partial<Observed> = {
      certificates: known([certificate("a", { ...used, names })]),
      distribution: known(attached("a", { aliases: names })),
      dns: known({}),
      caa: sets,
    };
    const said = guidance(observed, null, external({ domains: names }));
    const [risk] = said.filter(({ code }) => code === "RENEWAL_AT_RISK");
    assert.deepEqual(risk?.domains, names);
    assert.deepEqual(risk?.records, ["CAA:example.com", "CAA:example.org", "CAA:*.example.net"]);
    const todos = said.filter(({ code }) => code === "CAA_FORBIDS_RENEWAL").map(({ todo }) => todo);
    assert.deepEqual(todos, [
      'Add `example.com CAA 0 issue "amazon.com"` to them, and keep those that are there.',
      'Add `example.org CAA 0 issue "amazon.com"` to them, and keep those that are there.',
      'Add `example.net CAA 0 issuewild "amazon.com"` to them, and keep those that are there.',
    ]);
  });

  it("is at risk by a critical property as long as that is there: no record that is added helps", () => {
    const said = guidance({ dns: known(inPlace), caa: caa("ca.example.net", "tbs", 128) }, null, external());
    const [critical] = said.filter(({ code }) => code === "CAA_CRITICAL_RENEWAL");
    assert.equal(critical?.severity, "warning");
    assert.match(critical.happening, /critical property that no authority knows \(tbs\), so ACM can't renew/);
    assert.match(critical.todo, /^Remove that property, or take its critical flag \(128\) away/);
    assert.doesNotMatch(critical.todo + critical.next, /amazon|requests/);
  });

  it("needs a record in a CAA set that the group extends only before it requests: people add it", () => {
    const desired = wish("E1", DOMAINS, { dns: { ...ROUTE53, manageCaa: true } });
    const view = input(
      {
        distribution: known(attached("a")),
        certificates: known([certificate("a", used)]),
        recordSets: everything,
        caa: caa("ca.example.net"),
      },
      { desired },
    );
    const [record] = reportOf(view, decide(view), null).dnsRecords.filter(({ purpose }) => purpose === "CAA");
    assert.deepEqual([record?.name, record?.action, record?.publishedBy], [apex, "PUBLISH", "you"]);
  });

  it("is at risk by a record of the group's that has lost its underscore: it is written as it should be", () => {
    const sets = validationRecords.map((set) => ({
      ...set,
      values: set.values.map((value) => value.replace("_", "")),
    }));
    const observed = { recordSets: known([...sets, ...routingRecords]), dns: known({ ...bare(apex), ...bare(www) }) };
    const codes = guidance(observed, null, input().desired).map(({ code }) => code);
    assert.ok(codes.includes("RENEWAL_AT_RISK"), codes.join());
  });

  it("is at risk until a successor is attached, by the records of its own names alone", () => {
    const names = [...DOMAINS, "shop.example.com"];
    const risks = (dns: { [key: string]: DnsLook }): string[] => {
      const successor = certificate("b", {
        ...pending,
        names,
        createdAt: NOW,
        validations: detail({ names }).validations.map((each) => ({ ...each, status: "PENDING_VALIDATION" })),
      });
      const expiring = certificate("a", { ...used, createdAt: NOW - 190 * DAY });
      const desired = external({ domains: names as Desired["domains"] });
      const certificates = known([expiring, successor]);
      const looks = known({ ...dns, ...at("shop.example.com", { kind: "none" }) });
      return guidance({ certificates, dns: looks, exams: known({}) }, null, desired).flatMap(({ code, domains }) =>
        code === "RENEWAL_AT_RISK" ? domains : [],
      );
    };
    assert.deepEqual(risks(inPlace), []);
    assert.deepEqual(risks(gone), [www]);
  });
});
