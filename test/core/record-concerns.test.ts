import assert from "node:assert/strict";
import { decide } from "../../provider/core/decide";
import type { Next } from "../../provider/core/decision";
import type { RecordExam, ServerAnswer } from "../../provider/core/looks";
import type { Desired } from "../../provider/core/model";
import type { Guidance } from "../../provider/core/outputs";
import { NOTHING_FOUND } from "../../provider/core/record-exam";
import type { Memory } from "../../provider/core/remembered";
import { reportOf } from "../../provider/core/report";
import type { Input } from "../../provider/core/situation";
import { certificate, DOMAINS, detail, external, input, known, MINUTE, NOW } from "./gen";
import { pending, validationRecords } from "./table";

const [apex, www] = ["example.com", "www.example.com"];
const none: ServerAnswer = { kind: "none" };
const unknown: ServerAnswer = { kind: "unknown", code: "ETIMEOUT" };
const values = (...found: string[]): ServerAnswer => ({ kind: "values", values: found });
const right = (domain: string): ServerAnswer => values(`_2.${domain}.acm-validations.aws`);

interface Seen {
  /** By domain, what each name server says. */
  dns: { [domain: string]: ServerAnswer[] };
  exams?: { [domain: string]: Partial<RecordExam> };
}

const keyed = <T, U>(seen: { [domain: string]: T }, of: (value: T) => U): { [key: string]: U } =>
  Object.fromEntries(Object.entries(seen).map(([domain, value]) => [`VALIDATION:${domain}`, of(value)]));

/** ACM has not issued yet. */
function waiting({ dns, exams = {} }: Seen, desired: Desired = external(), more: Partial<Input> = {}): Input {
  const servers = (answers: ServerAnswer[]) =>
    Object.fromEntries(answers.map((answer, index) => [`ns${index}`, answer]));
  return input(
    {
      certificates: known([certificate("a", pending)]),
      traffic: known({}),
      ...(desired.dns.kind === "route53" ? { recordSets: known(validationRecords) } : { zones: known({}) }),
      dns: known(keyed(dns, (answers) => ({ zone: "example.com", servers: servers(answers) }))),
      exams: known(keyed(exams, (found) => ({ ...NOTHING_FOUND, ...found }))),
    },
    { desired, ...more },
  );
}

const published = (...domains: string[]): Desired =>
  external({ dns: { kind: "publish", keys: domains.map((domain) => `VALIDATION:${domain}`) } });

const guidanceOf = (view: Input): Guidance[] => reportOf(view, decide(view), null).guidance;
const wait = (next: Next) => (next.kind === "wait" ? [next.on, next.cause.code, next.cause.domains] : [next.kind]);

interface Case extends Seen {
  rule: string;
  desired?: Desired;
  on: "aws" | "you";
  /** Most urgent first: that is what is waited for, unless `waits` says otherwise. */
  guidance: [code: string, ...domains: string[]][];
}

const cases: Case[] = [
  {
    rule: "those that are missing are named together",
    dns: { [apex]: [none], [www]: [none] },
    on: "you",
    guidance: [["WAITING_FOR_RECORDS", apex, www]],
  },
  {
    rule: "a mistake comes before what is missing, and both are said",
    dns: { [apex]: [none], [www]: [values("else")] },
    on: "you",
    guidance: [
      ["RECORD_WRONG", www],
      ["WAITING_FOR_RECORDS", apex],
    ],
  },
  {
    rule: "a mistake that the exam found comes before what could not be asked",
    dns: { [apex]: [unknown], [www]: [none] },
    exams: { [www]: { doubled: "_1.www.example.com.example.com" } },
    on: "you",
    guidance: [
      ["RECORD_NAME_DOUBLED", www],
      ["RECORDS_UNSEEN", apex],
    ],
  },
  {
    rule: "a zone that is delegated to nobody is one sentence for all its domains",
    dns: { [apex]: [], [www]: [] },
    exams: Object.fromEntries(DOMAINS.map((each) => [each, { delegation: { parent: [], zone: [], resolver: [] } }])),
    on: "you",
    guidance: [["RECORD_ZONE_UNDELEGATED", apex, www]],
  },
  {
    rule: "one that only some servers have is said beside one that is missing, which is waited for",
    dns: { [apex]: [right(apex), none], [www]: [none] },
    on: "you",
    guidance: [
      ["WAITING_FOR_RECORDS", www],
      ["RECORD_PARTIAL", apex],
    ],
  },
  {
    rule: "what the program publishes takes time alone",
    dns: { [apex]: [none], [www]: [unknown] },
    exams: { [apex]: { negativeTtl: 86_400 }, [www]: { blocked: true } },
    desired: published(apex, www),
    on: "aws",
    guidance: [["RECORDS_PROPAGATING", apex, www]],
  },
  {
    rule: "what the program publishes where this machine does not see it may be there for ACM",
    dns: { [apex]: [none], [www]: [right(www)] },
    exams: { [apex]: { delegation: { parent: ["ns.a"], zone: ["ns.a"], resolver: ["ns.corp"] } } },
    desired: published(apex, www),
    on: "aws",
    guidance: [["RECORD_SPLIT_HORIZON", apex]],
  },
  {
    rule: "what the program publishes wrongly is for people",
    dns: { [apex]: [none], [www]: [values("else")] },
    desired: published(apex, www),
    on: "you",
    guidance: [
      ["RECORD_WRONG", www],
      ["RECORDS_PROPAGATING", apex],
    ],
  },
  {
    rule: "what people publish beside the program is for people",
    dns: { [apex]: [none], [www]: [none] },
    desired: published(apex),
    on: "you",
    guidance: [
      ["WAITING_FOR_RECORDS", www],
      ["RECORDS_PROPAGATING", apex],
    ],
  },
];

describe("validation records that ACM has not seen", () => {
  for (const { rule, desired, on, guidance, ...seen } of cases) {
    it(rule, () => {
      const view = waiting(seen, desired);
      const [code, ...domains] = guidance[0] ?? [];
      assert.deepEqual(wait(decide(view)), [on, code, domains]);
      assert.deepEqual(
        guidanceOf(view).map((each) => [each.code, ...each.domains]),
        guidance,
      );
    });
  }

  it("are nobody's concern where ACM has seen them, whatever we see", () => {
    const validations = detail(pending).validations.map((each) => ({ ...each, status: "SUCCESS" as const }));
    const view = waiting({ dns: { [apex]: [none], [www]: [unknown] } });
    const seen = {
      ...view,
      observed: { ...view.observed, certificates: known([certificate("a", { ...pending, validations })]) },
    };
    assert.deepEqual(
      guidanceOf(seen).map(({ code }) => code),
      ["WAITING_FOR_ISSUE"],
    );
  });

  it("are nobody's concern once the certificate is issued", () => {
    const view = waiting({ dns: { [apex]: [none], [www]: [none] } });
    const issued = { ...view, observed: { ...view.observed, certificates: known([certificate("a")]) } };
    assert.ok(!guidanceOf(issued).some(({ code }) => code === "WAITING_FOR_RECORDS"));
  });
});

describe("the looks while records are missing", () => {
  const missing = { dns: { [apex]: [none], [www]: [right(www)] } };
  const partsOf = (view: Input): string[] => {
    const next = decide(view);
    return next.kind === "wait" ? next.parts.map(({ part }) => part) : assert.fail(next.kind);
  };
  const examined = (ago: number): Input => {
    const view = waiting(missing);
    return { ...view, observed: { ...view.observed, exams: known({}, NOW - ago) } };
  };

  it("are at DNS each time, and around the records every two minutes", () => {
    assert.deepEqual(partsOf(examined(MINUTE)), ["dns"]);
    assert.deepEqual(partsOf(examined(2 * MINUTE)), ["dns", "exams"]);
  });
});

describe("records that were missing, and are there now", () => {
  const hour = 60 * MINUTE;
  const there = { dns: { [apex]: [right(apex)], [www]: [right(www)] } };
  const absences = (negativeTtl: number, ...domains: string[]) =>
    Object.fromEntries(domains.map((domain) => [`VALIDATION:${domain}`, { negativeTtl, seenAt: NOW - hour }]));
  const since = (found: Memory["absences"], seen: Seen = there): Guidance[] => {
    const view = waiting(seen);
    return guidanceOf({ ...view, memory: { ...view.memory, absences: found } });
  };
  const codes = (guidance: Guidance[]): string[] => guidance.map(({ code }) => code);

  it("are ones of which resolvers may go on saying no, for as long as the zone let them, in words", () => {
    const [first, said, ...more] = since({ ...absences(86_400, apex), ...absences(5_000, www) });
    assert.deepEqual([first?.code, more], ["WAITING_FOR_ISSUE", []]);
    assert.deepEqual([said?.code, said?.domains, said?.actor], ["RECORD_NOT_YET_KNOWN", [apex, www], "aws"]);
    assert.match(said?.happening ?? "", /up to a day/);
  });

  it("are ones of which nobody says no any more when that time is over", () => {
    const [, said] = since({ ...absences(3_600, apex), ...absences(3_601, www) });
    assert.deepEqual([said?.code, said?.domains], ["RECORD_NOT_YET_KNOWN", [www]]);
    assert.deepEqual(codes(since(absences(3_600, apex, www))), ["WAITING_FOR_ISSUE"]);
  });

  it("are not there while another value is", () => {
    const wrong = { dns: { [apex]: [values("else")], [www]: [right(www)] } };
    assert.deepEqual(codes(since(absences(86_400, apex), wrong)), ["RECORD_WRONG"]);
  });

  it("are of no interest once ACM has seen them", () => {
    const view = waiting(there);
    const observed = { ...view.observed, certificates: known([certificate("a")]) };
    const issued = { ...view, observed, memory: { ...view.memory, absences: absences(86_400, apex, www) } };
    assert.ok(!codes(guidanceOf(issued)).includes("RECORD_NOT_YET_KNOWN"));
  });
});

describe("a certificate that ACM is late to issue", () => {
  const broken = { dns: { [apex]: [right(apex)], [www]: [right(www)] }, exams: { [apex]: { dnssecFails: true } } };
  const since = (minutes: number, desired: Desired): Input => {
    const view = waiting(broken, desired);
    return { ...view, memory: { ...view.memory, waits: { issuance: NOW - minutes * MINUTE } } };
  };
  const codesOf = (view: Input): string[] => guidanceOf(view).map(({ code }) => code);

  for (const [who, desired] of [
    ["the group", input().desired],
    ["people", external()],
  ] as const) {
    it(`has a zone that nobody can see, although its records are there: those that ${who} published`, () => {
      assert.deepEqual(codesOf(since(10, desired)), ["RECORD_DNSSEC_FAILS", "WAITING_FOR_ISSUE"]);
      assert.deepEqual(codesOf(since(9, desired)), ["WAITING_FOR_ISSUE"]);
      assert.deepEqual(wait(decide(since(10, desired))).slice(0, 2), ["aws", "WAITING_FOR_ISSUE"]);
    });
  }

  it("is looked into once, when it is late", () => {
    const partsAt = (minutes: number, examinedAt: number): string[] => {
      const view = since(minutes, input().desired);
      const next = decide({ ...view, observed: { ...view.observed, exams: known({}, examinedAt) } });
      return next.kind === "wait" ? next.parts.map(({ part }) => part) : assert.fail(next.kind);
    };
    assert.deepEqual(partsAt(2, 0), ["certificate"]);
    assert.deepEqual(partsAt(10, NOW - 10 * MINUTE), ["certificate", "dns", "exams"]);
    assert.deepEqual(partsAt(20, NOW - 9 * MINUTE), ["certificate"]);
  });

  it("says nothing of records of the group that this machine does not see", () => {
    const view = waiting({ dns: { [apex]: [unknown], [www]: [none] } }, input().desired);
    const late = { ...view, memory: { ...view.memory, waits: { issuance: NOW - 11 * MINUTE } } };
    assert.deepEqual(codesOf(late), ["WAITING_FOR_ISSUE"]);
  });
});
