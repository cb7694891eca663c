import assert from "node:assert/strict";
import fc from "fast-check";
import {
  causesOfOwners,
  isMoveAllowed,
  matchesMasked,
  type Owner,
  ownersOf,
  proofKey,
  proofName,
  serviceOf,
} from "../../provider/core/conflicts";
import type { Cause } from "../../provider/core/decision";
import type { DomainName } from "../../provider/core/domain-name";
import { guidanceOf } from "../../provider/core/guidance";
import type { Conflict } from "../../provider/core/looks";
import type { DistributionSummary } from "../../provider/core/model";
import type { Guidance } from "../../provider/core/outputs";
import { domainNames } from "../simulation/world";
import { masked } from "../simulator/cloudfront/conflicts";
import { ACCOUNT, TARGET } from "./gen";

const STRANGER = "999999999999";
const MINE = "E2QWRUHAPOMQZL";
const THEIRS = "E1ABCDEFGHIJKL";
const AWAY = { account: STRANGER };
const AMPLIFY = "main.d1.amplifyapp.com";
const TENANT = "dt_2xVInRKCfUzQHgxosDs9hiLk1AB";

const name = (value: string): DomainName => domainNames(value)[0] as DomainName;
const WWW = name("www.example.com");
const WILDCARD = name("*.example.com");

const conflict = (id: string, more: Partial<Conflict> = {}): Conflict => ({
  domain: WWW,
  kind: "distribution",
  ...more,
  id: masked(id),
  account: masked(more.account ?? ACCOUNT),
});

const summary = (id: string, ...aliases: string[]): DistributionSummary => ({
  id,
  arn: `arn:aws:cloudfront::${ACCOUNT}:distribution/${id}`,
  comment: "",
  domainName: `${id.toLowerCase()}.cloudfront.net`,
  httpVersion: "http2",
  enabled: true,
  deployed: true,
  aliases,
  certificateArn: null,
});

const owner = (more: Partial<Owner> = {}): Owner => ({
  domain: WWW,
  class: "otherAccount",
  kind: "distribution",
  id: masked(THEIRS),
  full: null,
  account: masked(STRANGER),
  name: WWW,
  service: null,
  ...more,
});
const mine = owner({ class: "mine", id: masked(MINE), full: MINE, account: masked(ACCOUNT) });

describe("a masked id", () => {
  const cases: [masked: string, full: string, matches: boolean, rule: string][] = [
    ["*******POMQZLX", "E2QWRUHPOMQZLX", true, "matches where all that is shown is equal"],
    ["*******POMQZLX", "E2QWRUHPOMQZLY", false, "does not match where one character differs"],
    ["******POMQZLX", "E2QWRUHPOMQZLX", false, "does not match another length"],
    ["E2*WRUH", "E2QWRUH", true, "may hide any part"],
    ["E2QWRUH", "E2QWRUH", true, "without stars is the id itself"],
    ["E2QWRUH", "E2QWRUX", false, "without stars is no other id"],
    ["*******", "E2QWRUH", false, "of stars alone matches nothing"],
    ["", "", false, "of no characters matches nothing"],
  ];
  for (const [shown, full, matches, rule] of cases) {
    it(`${rule}: "${shown}" and "${full}"`, () => assert.equal(matchesMasked(shown, full), matches));
  }

  it("matches the id that it was made of, of any length above one", () => {
    fc.assert(fc.property(fc.stringMatching(/^[A-Z0-9_]{2,40}$/), (id) => matchesMasked(masked(id), id)));
  });
});

describe("who has a name", () => {
  const cases: [rule: string, found: Conflict, hint: string | null, expected: Partial<Owner>][] = [
    ["a distribution of the account is known by its full id", conflict(MINE), null, { class: "mine", full: MINE }],
    ["one of the account that it does not list is unlisted", conflict(THEIRS), null, { class: "unlisted" }],
    ["an id of the account's is a stranger's elsewhere", conflict(MINE, AWAY), null, { class: "otherAccount" }],
    [
      "DNS that leads to a service tells whose it is",
      conflict(THEIRS, AWAY),
      AMPLIFY,
      { class: "service", service: "Amplify Hosting" },
    ],
    ["DNS that leads to CloudFront tells nothing", conflict(THEIRS, AWAY), TARGET, { class: "otherAccount" }],
    ["what is here is no service's, wherever DNS leads", conflict(MINE), AMPLIFY, { class: "mine", full: MINE }],
    [
      "a wildcard of a stranger's is no service's",
      conflict(THEIRS, { domain: WILDCARD, ...AWAY }),
      AMPLIFY,
      { class: "wildcard", name: WILDCARD },
    ],
    [
      "a wildcard over the name only overlaps",
      conflict(MINE, { domain: WILDCARD }),
      null,
      { class: "wildcard", name: WILDCARD, full: MINE },
    ],
  ];
  for (const [rule, found, hint, expected] of cases) {
    it(rule, () => {
      const [only] = ownersOf(WWW, [found], ACCOUNT, [summary("E3DIFFERENTXYZ"), summary(MINE, WWW)], hint);
      assert.deepEqual(only, { ...only, full: null, service: null, ...expected, domain: WWW, id: found.id });
    });
  }

  it("of a wildcard is who has that wildcard, and a name below it only overlaps", () => {
    const found = [conflict(THEIRS, AWAY), conflict(MINE, { domain: WILDCARD })];
    const owners = ownersOf(WILDCARD, found, ACCOUNT, [summary(MINE)]);
    assert.deepEqual(
      owners.map((each) => [each.class, each.name]),
      [
        ["mine", WILDCARD],
        ["wildcard", WWW],
      ],
    );
  });

  it("is told by the alias, or not at all, where two ids of the account look alike", () => {
    const twin = `E9${MINE.slice(2)}`;
    const fullId = (...aliases: string[]) =>
      ownersOf(WWW, [conflict(MINE)], ACCOUNT, [summary(twin), summary(MINE, ...aliases)])[0]?.full;
    assert.deepEqual([fullId(WWW), fullId()], [MINE, null]);
  });

  it("is told, and in causes and sentences too, whatever the strings are", () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom("", "*", WWW, WILDCARD, ACCOUNT, MINE, masked(MINE), masked(ACCOUNT)),
    );
    const kind = fc.constantFrom("distribution" as const, "tenant" as const);
    const conflicts = fc.array(fc.record({ domain: text, kind, id: text, account: text }));
    const distributions = fc.array(fc.tuple(text, text).map(([id, alias]) => summary(id, alias)));
    const hint = fc.option(text);
    fc.assert(
      fc.property(
        text,
        conflicts,
        text,
        distributions,
        hint,
        fc.array(text),
        (domain, found, account, listed, to, moveFrom) => {
          const owners = ownersOf(domain as DomainName, found, account, listed, to);
          assert.equal(owners.length, found.length);
          const causes = causesOfOwners(owners, { moveFrom, targetDomainName: TARGET });
          assert.ok(causes.map(guidanceOf).every(({ happening }) => happening !== ""));
        },
      ),
    );
  });
});

describe("the service behind a host name", () => {
  const cases: [target: string, service: string | null][] = [
    [AMPLIFY, "Amplify Hosting"],
    ["d-abc123.execute-api.eu-west-1.amazonaws.com", "API Gateway"],
    ["a1b2c3.appsync-api.us-east-1.amazonaws.com", "AppSync"],
    ["brand.auth.eu-central-1.amazoncognito.com", "Cognito"],
    ["brand.auth-fips.us-east-1.amazoncognito.com", "Cognito"],
    ["Main.D1.AmplifyApp.com.", "Amplify Hosting"],
    [TARGET, null],
    ["amplifyapp.com.example.net", null],
    ["notamplifyapp.com", null],
    ["x.awsapprunner.com", null],
    ["", null],
  ];
  for (const [target, service] of cases) {
    it(`of "${target}" is ${service ?? "not told"}`, () => assert.equal(serviceOf(target), service));
  }
});

describe("a name may be taken", () => {
  const cases: [rule: string, from: Owner, moveFrom: string[], allowed: boolean][] = [
    ["from the distribution that is named", mine, ["E0", MINE], true],
    ["from one that is named as CloudFront shows it", mine, [masked(MINE)], true],
    ["from no other of the account, however alike", mine, [`E9${MINE.slice(2)}`], false],
    ["from a stranger's that is named in full", owner(), [THEIRS], true],
    ["from a stranger's that is named as CloudFront shows it", owner(), [masked(THEIRS)], true],
    ["from nobody when nobody is named", owner(), [], false],
    ["from nobody by stars alone", mine, ["*".repeat(MINE.length)], false],
    ["from nobody who has only a wildcard over it", owner({ class: "wildcard", name: WILDCARD }), [THEIRS], false],
  ];
  for (const [rule, from, moveFrom, allowed] of cases) {
    it(`${rule}: ${allowed}`, () => assert.equal(isMoveAllowed(from, moveFrom), allowed));
  }
});

describe("the record that proves a move", () => {
  const cases: [domain: string, at: string][] = [
    ["www.example.com", "_www.example.com"],
    ["a.b.example.co.uk", "_a.b.example.co.uk"],
    ["example.com", "_.example.com"],
    ["example.co.uk", "_.example.co.uk"],
    ["*.example.com", "_*.example.com"],
  ];
  for (const [domain, at] of cases) {
    it(`of ${domain} stands at ${at}`, () => {
      assert.equal(proofName(name(domain)), at);
      assert.equal(proofKey(name(domain)), `ALIAS_PROOF:${domain}`);
    });
  }
});

describe("what stands in the way", () => {
  const tenant = owner({ class: "unlisted", kind: "tenant", id: masked(TENANT), account: masked(ACCOUNT) });
  const service = owner({ class: "service", service: "Cognito" });
  const overlap = owner({ class: "wildcard", name: WILDCARD });
  const shop = name("shop.example.com");
  const cases: [rule: string, owners: Owner[], moveFrom: string[], codes: string[]][] = [
    ["a distribution of the account", [mine], [], ["ALIAS_TAKEN_HERE"]],
    ["nothing, where that may be taken from", [mine], [MINE], []],
    ["a tenant of the account", [tenant], [MINE], ["ALIAS_TAKEN_BY_TENANT"]],
    ["nothing, where a new one of the account may be taken from", [owner({ class: "unlisted" })], [THEIRS], []],
    ["a stranger", [owner()], [MINE], ["ALIAS_TAKEN_ELSEWHERE"]],
    ["the missing proof, where a stranger may be taken from", [owner()], [THEIRS], ["ALIAS_MOVE_NEEDS_PROOF"]],
    ["a service", [service], [], ["ALIAS_TAKEN_BY_SERVICE"]],
    ["the missing proof, where that is named", [service], [THEIRS], ["ALIAS_MOVE_NEEDS_PROOF"]],
    ["nothing but a remark, for a wildcard over it", [overlap], [THEIRS], ["WILDCARD_OVERLAP"]],
    [
      "each holder, in order",
      [mine, owner(), overlap],
      [],
      ["ALIAS_TAKEN_HERE", "ALIAS_TAKEN_ELSEWHERE", "WILDCARD_OVERLAP"],
    ],
  ];
  for (const [rule, owners, moveFrom, codes] of cases) {
    it(`is ${rule}; its sentences and commands lack nothing`, () => {
      const causes = causesOfOwners(owners, { moveFrom, targetDomainName: TARGET });
      assert.deepEqual(
        causes.map(({ code }) => code),
        codes,
      );
      for (const { happening, todo, next, commands } of causes.map(guidanceOf)) {
        assert.doesNotMatch([happening, todo, next, ...commands].join(" "), /\?|undefined/);
        assert.match(happening, /www\.example\.com/);
      }
    });
  }

  const saidOf = (...owners: Owner[]) => {
    const causes = causesOfOwners(owners, { moveFrom: [], targetDomainName: TARGET });
    assert.equal(causes.length, 1);
    return causes.map((each) => ({ ...each, ...guidanceOf(each) }))[0] as Cause & Guidance;
  };

  it("is one thing for all names that one holder has", () => {
    const { domains, params } = saidOf(owner(), owner({ domain: shop, name: shop }));
    assert.deepEqual([domains, params["proof"]], [[WWW, shop], "_www.example.com, _shop.example.com"]);
    const narrower = owner({ domain: WILDCARD, class: "wildcard" });
    const overlaps = saidOf(narrower, { ...narrower, name: shop });
    assert.deepEqual([overlaps.domains, overlaps.params["names"]], [[WILDCARD], "www.example.com, shop.example.com"]);
  });

  it("names a stranger by what CloudFront shows, and one's own in full", () => {
    const { happening, todo } = saidOf(owner());
    assert.match(happening, / \*{6}999999, .* on \*{7}FGHIJKL;/);
    assert.match(todo, /moveFrom: \["\*{7}FGHIJKL"\].*d111111abcdef8\.cloudfront\.net at _www\.example\.com/);
    assert.match(saidOf(mine).todo, /moveFrom: \["E2QWRUHAPOMQZL"\]/);
  });

  it("has the record to publish, where a proof is missing", () => {
    const [only] = causesOfOwners([owner()], { moveFrom: [THEIRS], targetDomainName: TARGET });
    assert.deepEqual(only?.records, ["ALIAS_PROOF:www.example.com"]);
  });

  it("has commands for each name, in quotes, as DNS spells it", () => {
    const asked = name("*.bücher.example");
    const { commands } = saidOf(tenant, { ...tenant, domain: asked, name: asked });
    assert.deepEqual(commands, [
      'aws cloudfront get-distribution-tenant-by-domain --domain "www.example.com"',
      'aws cloudfront get-distribution-tenant-by-domain --domain "*.xn--bcher-kva.example"',
    ]);
    assert.deepEqual(saidOf(service).commands, [
      'aws cognito-idp describe-user-pool-domain --domain "www.example.com"',
    ]);
  });
});
