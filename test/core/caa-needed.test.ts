/** What a person reads of CAA: who keeps Amazon out, why that one counts, and what could not be asked. */
import assert from "node:assert/strict";
import { caaKey } from "../../provider/core/caa-needed";
import { decide } from "../../provider/core/decide";
import { guidanceOf } from "../../provider/core/guidance";
import type { CaaLook } from "../../provider/core/looks";
import { emptyMemory, remember } from "../../provider/core/memory";
import type { Desired, Observed, RecordSetFacts } from "../../provider/core/model";
import type { Guidance } from "../../provider/core/outputs";
import { reportOf } from "../../provider/core/report";
import { isSilence } from "../../provider/dns/verdict";
import { domainNames, ROUTE53, wish } from "../simulation/world";
import { attached, certificate, DOMAINS, external, input, known, NOW, plainRecord } from "./gen";
import { said } from "./table";

type Looks = { [name: string]: CaaLook };

const SILENCES = ["ETIMEOUT", "ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "EPERM"];
const ANSWERS_OF_NO_USE = ["SERVFAIL", "REFUSED", "NOTIMP", "EBADRESP", "ENOTFOUND", "ELOOP"];

const unread = (code: string): Extract<CaaLook, { kind: "unknown" }> => ({
  kind: "unknown",
  at: "example.com",
  owner: "example.com",
  asked: "servers",
  code,
});
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
      const [first, ...others] = guidance(both((at) => ({ kind: "unknown", at, owner: at, asked: "servers", code })));
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
      const [first] = guidance(both(() => unread(code)));
      assert.deepEqual([first?.code, first?.severity, first?.actor], ["CAA_UNREADABLE", "warning", "you"]);
    });
  }

  it("because this machine's resolver fails is told so: no way to name servers has to be opened", () => {
    for (const code of ["ETIMEOUT", "NOTIMP", "SERVFAIL"]) {
      const [first, ...others] = guidance(both(() => ({ ...unread(code), at: "com", asked: "resolver" })));
      assert.deepEqual([first?.code, first?.severity, first?.actor], ["CAA_UNASKED", "info", "nobody"]);
      assert.match(first?.happening ?? "", /from this machine: its resolver does not answer/);
      assert.match(first?.todo ?? "", /set `resolvers` to others\./);
      assert.equal(/mend DNSSEC of example\.com/.test(first?.todo ?? ""), code === "SERVFAIL");
      assert.deepEqual(others, []);
    }
  });

  it("of an alias's target is told with whose name servers are asked, why, and the way around them", () => {
    const look: CaaLook = { ...unread("SERVFAIL"), at: "www.example.com", owner: "x.example.net" };
    const [first] = guidance({ "example.com": { kind: "none" }, "www.example.com": look });
    assert.equal(first?.code, "CAA_UNREADABLE");
    assert.match(
      first.happening,
      /the name servers of x\.example\.net do not answer that question \(SERVFAIL\)\. They are/,
    );
    assert.match(first.happening, /asked because www\.example\.com is an alias \(CNAME\) of x\.example\.net/);
    assert.match(first.todo, /If that zone is not yours, ask whoever has it; .* CNAME at www\.example\.com/);
  });

  it("since CNAMEs lead in a circle is told so: no name server is at fault", () => {
    const look: CaaLook = { ...unread("ELOOP"), at: "www.example.com", owner: "x.example.net" };
    const [first] = guidance({ "example.com": { kind: "none" }, "www.example.com": look });
    assert.match(
      first?.happening ?? "",
      /: the CNAMEs of www\.example\.com lead in a circle, or over too many names\.$/,
    );
    assert.match(first?.todo ?? "", /^Let www\.example\.com lead to a name that has no CNAME itself/);
  });

  it("stops no request", () => {
    const view = input({ caa: known(both(() => unread("ETIMEOUT"))) });
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

describe("a CAA set of a DNS wildcard", () => {
  const look = set("www.example.com", "*.example.com", "example.com");

  it("that forbids is to be mended there: a record of its own would take all else from the name", () => {
    const [first] = guidance({ "example.com": { kind: "none" }, "www.example.com": look });
    assert.equal(first?.todo, 'Add `*.example.com CAA 0 issue "amazon.com"` to them, and keep those that are there.');
    assert.doesNotMatch(first.happening, /alias/);
  });

  it("is another than that of the wildcard's base, for names and for wildcards", () => {
    const keys = ["example.com", "*.example.com"].flatMap((owner) =>
      ["issue", "issuewild"].map((tag) => caaKey(owner, `0 ${tag} "amazon.com"`)),
    );
    assert.deepEqual(keys, ["CAA:example.com", "CAA:*.example.com", "CAA:**.example.com", "CAA:*.**.example.com"]);
  });
});

describe("a CAA set above the zone of the name", () => {
  const way =
    'If that zone is not yours, give shop.example.com CAA records of its own, since the nearest set counts alone (RFC 8659, section 3): `shop.example.com CAA 0 issue "amazon.com"`, and those of other authorities that issue there.';
  const shop = domainNames("www.shop.example.com", "*.shop.example.com");
  const zoned = known(
    Object.fromEntries(shop.map((name) => [name, { kind: "found", zoneId: "Z2", zone: "shop.example.com" } as const])),
  );
  const above = (...more: [tag?: string, flags?: number]): Looks =>
    Object.fromEntries(shop.map((name) => [name, set("example.com", "example.com", "example.com", ...more)]));
  const told = (looks: Looks, desired: Desired, observed: Partial<Observed> = {}): Guidance[] => {
    const view = input({ caa: known(looks), dns: known({}), ...observed }, { desired });
    return reportOf(view, decide(view), null).guidance.filter(({ code }) => code.startsWith("CAA_"));
  };
  const ours = (manageCaa = false): Desired => wish("E1", shop, { dns: { ...ROUTE53, manageCaa } });

  it("is told once, with the record that is enough in a zone of one's own", () => {
    const [first, ...more] = told(above(), ours(), { zones: zoned });
    assert.deepEqual([first?.code, first?.domains, more], ["CAA_FORBIDS", shop, []]);
    assert.equal(
      first?.todo,
      `Add \`example.com CAA 0 issue "amazon.com"\` to them, and keep those that are there. ${way}`,
    );
  });

  it("is told with why manageCaa does not extend it", () => {
    const [first] = told(above(), ours(true), { zones: zoned });
    assert.ok(first?.todo.includes(way), first?.todo);
    assert.match(first?.todo ?? "", /`manageCaa` extends no set outside of the group's own hosted zones\.$/);
  });

  it("is told so where it is critical, too", () => {
    const [first] = told(above("tbs", 128), ours(), { zones: zoned });
    assert.equal(first?.code, "CAA_CRITICAL");
    assert.ok(first.todo.endsWith(way), first.todo);
  });

  it("is told so where it keeps ACM from a renewal, too", () => {
    const issued = {
      certificates: known([certificate("a", { names: shop })]),
      distribution: known(attached("a", { aliases: shop })),
    };
    for (const looks of [above(), above("tbs", 128)]) {
      const [first] = told(looks, ours(), { zones: zoned, ...issued });
      assert.match(first?.code ?? "", /_RENEWAL$/);
      assert.ok(first?.todo.endsWith(way), first?.todo);
    }
  });

  it("of people's own DNS is told by what DNS says of the zone, else by what a registry delegates", () => {
    const desired = external({ domains: domainNames("example.co.uk", "www.example.co.uk") });
    const suffix = set("co.uk", "co.uk", "co.uk");
    const looks = { "example.co.uk": suffix, "www.example.co.uk": suffix };
    const [first, ...more] = told(looks, desired);
    assert.match(first?.todo ?? "", /`example\.co\.uk CAA 0 issue "amazon\.com"`/);
    assert.deepEqual([first?.domains, more], [desired.domains, []]);
    const dns = known({ "VALIDATION:shop.example.com": { zone: "shop.example.com", servers: {} } });
    const [delegated] = told(above(), external({ domains: domainNames("*.shop.example.com") }), { dns });
    assert.ok(delegated?.todo.endsWith(way), delegated?.todo);
  });

  it("is not spoken of where the set is of the name's own zone, or of one below that", () => {
    const zones = known(
      Object.fromEntries(shop.map((name) => [name, { kind: "found", zoneId: "Z1", zone: "example.com" } as const])),
    );
    const nearer = Object.fromEntries(
      shop.map((name) => [name, set("shop.example.com", "shop.example.com", "shop.example.com")]),
    );
    for (const looks of [above(), nearer]) {
      for (const { todo } of told(looks, ours(), { zones })) assert.doesNotMatch(todo, /not yours|manageCaa/);
      for (const { todo } of told(looks, external({ domains: shop }))) assert.doesNotMatch(todo, /not yours|manageCaa/);
    }
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
