/** What a person reads of CAA: who keeps Amazon out, why that one counts, and what could not be asked. */
import assert from "node:assert/strict";
import { decide } from "../../provider/core/decide";
import { guidanceOf } from "../../provider/core/guidance";
import type { CaaLook } from "../../provider/core/looks";
import { emptyMemory, remember } from "../../provider/core/memory";
import type { Observed, RecordSetFacts } from "../../provider/core/model";
import type { Guidance } from "../../provider/core/outputs";
import { reportOf } from "../../provider/core/report";
import { isSilence } from "../../provider/dns/verdict";
import { ROUTE53, wish } from "../simulation/world";
import { attached, certificate, DOMAINS, external, input, known, NOW, plainRecord } from "./gen";
import { said } from "./table";

type Looks = { [name: string]: CaaLook };

const SILENCES = ["ETIMEOUT", "ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EPERM"];
const ANSWERS_OF_NO_USE = ["SERVFAIL", "REFUSED", "NOTIMP", "EBADRESP", "ENOTFOUND", "ELOOP"];

const unknown = (code: string): CaaLook => ({ kind: "unknown", at: "example.com", code });
const set = (at: string, owner: string, zone: string, tag = "issue", flags = 0): CaaLook => ({
  kind: "set",
  at,
  owner,
  zone,
  records: [{ flags, tag, value: "ca.example.net" }],
});
const hosted = (at: string, ...more: [tag?: string, flags?: number]): CaaLook =>
  set(at, "shops.example.net", "example.net", ...more);

/** Of a group whose names are published by people. */
function guidance(looks: Looks, observed: Partial<Observed> = {}): Guidance[] {
  const view = input({ dns: known({}), caa: known(looks), ...observed }, { desired: external() });
  const { guidance: all } = reportOf(view, decide(view), null);
  return all.filter(({ code }) => code.startsWith("CAA_"));
}

const both = (look: (name: string) => CaaLook): Looks =>
  Object.fromEntries(DOMAINS.map((domain) => [domain, look(domain)]));

describe("CAA that could not be asked for", () => {
  for (const code of [...SILENCES, "NOT_AUTHORITATIVE"]) {
    it(`because of ${code} is no fault of the name servers, and nothing that somebody has to mend`, () => {
      const [first, ...others] = guidance(both((at) => ({ kind: "unknown", at, code })));
      assert.deepEqual([first?.code, first?.severity, first?.actor], ["CAA_UNASKED", "info", "nobody"]);
      assert.deepEqual(first?.domains, DOMAINS);
      assert.match(first?.happening ?? "", new RegExp(`from this machine: .* \\(${code}\\)`));
      assert.match(first?.todo ?? "", /allow port 53 \(UDP and TCP\)/);
      assert.deepEqual(others, []);
    });
  }

  it("takes for silence what the look-ups take for it", () => {
    assert.deepEqual(SILENCES.filter(isSilence), SILENCES);
    assert.deepEqual(ANSWERS_OF_NO_USE.filter(isSilence), []);
  });

  for (const code of ANSWERS_OF_NO_USE) {
    it(`but was answered by ${code} is for the name servers to mend`, () => {
      const [first] = guidance(both(() => unknown(code)));
      assert.deepEqual([first?.code, first?.severity, first?.actor], ["CAA_UNREADABLE", "warning", "you"]);
    });
  }

  it("stops no request", () => {
    const view = input({ caa: known(both(() => unknown("ETIMEOUT"))) });
    assert.equal(said(decide(view)), "requestCertificate");
  });
});

describe("a CAA set behind an alias", () => {
  const www = "www.example.com";
  const behind = (look: CaaLook): Looks => ({ "example.com": { kind: "none" }, [www]: look });
  const why =
    /They count because www\.example\.com is an alias \(CNAME\) of shops\.example\.net \(RFC 8659, section 3\)\./;
  const out = /If that zone is not yours, ask whoever has it; or put A and AAAA records, .* CNAME at www\.example\.com/;

  it("that forbids is told with why it counts, and with the way around a zone of somebody else", () => {
    const [first] = guidance(behind(hosted(www)));
    assert.equal(first?.code, "CAA_FORBIDS");
    assert.match(first.happening, why);
    assert.match(first.todo, out);
    assert.deepEqual([first.domains, first.records], [[www], ["CAA:shops.example.net"]]);
  });

  it("that is critical is told so, too", () => {
    const [first] = guidance(behind(hosted(www, "tbs", 128)));
    assert.equal(first?.code, "CAA_CRITICAL");
    assert.match(first.happening, why);
    assert.match(first.todo, out);
  });

  it("that keeps ACM from a renewal is told so, too", () => {
    const issued = { certificates: known([certificate("a")]), distribution: known(attached("a")) };
    const [first] = guidance(behind(hosted(www)), issued);
    assert.equal(first?.code, "CAA_FORBIDS_RENEWAL");
    assert.match(first.happening, why);
    assert.match(first.todo, out);
  });

  it("is told once for each name that leads there", () => {
    const told = guidance(both(hosted));
    assert.deepEqual(
      told.map(({ domains }) => domains),
      DOMAINS.map((domain) => [domain]),
    );
    for (const { happening, domains } of told) assert.ok(happening.includes(`because ${domains[0]} is an alias`));
  });

  it("of a name above is told as any other: who has the domain has that", () => {
    const plain = set("example.com", "example.com", "example.com");
    const told = guidance({ "example.com": plain, [www]: set(www, "example.com", "example.com") });
    assert.deepEqual(
      told.map(({ code, domains }) => [code, domains]),
      [["CAA_FORBIDS", DOMAINS]],
    );
    assert.doesNotMatch(told.map(({ happening, todo }) => happening + todo).join(), /alias|CNAME/);
  });

  it("of which an earlier release wrote nothing reads as it did", () => {
    const params = { owner: "example.com", add: '0 issue "amazon.com"', records: '0 issue "ca.example.net"' };
    const { happening, todo } = guidanceOf({ code: "CAA_FORBIDS", domains: DOMAINS, params, records: [] });
    assert.doesNotMatch(happening + todo, /alias|\?/);
  });
});

describe("a CAA set of ours that is to be extended", () => {
  const there = plainRecord("example.com", "CAA", '0 issue "ca.example.net"');
  const add = '0 issue "amazon.com"';
  const view = (sets: RecordSetFacts[], seenAt = NOW) =>
    input(
      { caa: known(both(() => set("example.com", "example.com", "example.com"))), recordSets: known(sets, seenAt) },
      { desired: wish("E1", DOMAINS, { dns: { ...ROUTE53, manageCaa: true } }) },
    );

  it("is deleted just as it was read and made anew in one batch, which Route 53 refuses where it has changed", () => {
    const next = decide(view([there]));
    assert.ok(next.kind === "step" && next.step.kind === "writeRecords");
    assert.deepEqual(next.step.changes, [
      { action: "DELETE", record: there },
      { action: "CREATE", record: { ...there, values: [...there.values, add] } },
    ]);
    const memory = remember(emptyMemory(NOW), next.step, { kind: "done", result: { kind: "none" } }, NOW);
    assert.deepEqual(memory.madeCaa, [{ zoneId: "Z1", name: "example.com", value: add }]);
  });

  it("is looked at again after every look at DNS that still lacks what was added", () => {
    const extended = { ...there, values: [...there.values, add] };
    assert.equal(said(decide(view([extended]))), "wait CAA_EXTENDING aws");
    assert.equal(said(decide(view([extended], NOW - 1))), "look recordSets");
  });

  it("is not made where there is none", () => {
    assert.equal(said(decide(view([]))), "blocked CAA_FORBIDS");
  });
});
