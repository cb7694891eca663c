import assert from "node:assert/strict";
import type { Bag } from "../../provider/pulumi/reading";
import { checked, inputs, internal, reasons, stage, UNKNOWN } from "./fixtures";

describe("check puts names into normal form", () => {
  it("lower case, A-labels, no trailing dot, the user's order, each once", async () => {
    const { primaryDomain, alternativeDomains } = await checked({
      primaryDomain: "Example.COM.",
      alternativeDomains: [
        "bücher.example",
        "WWW.example.com",
        "example.com",
        "xn--bcher-kva.example",
        UNKNOWN,
        UNKNOWN,
      ],
    });
    assert.equal(primaryDomain, "example.com");
    assert.deepEqual(alternativeDomains, ["xn--bcher-kva.example", "www.example.com", UNKNOWN, UNKNOWN]);
  });

  it("and leaves all else as it was written", async () => {
    const given = { dns: { route53: { routing: "none" } }, timeout: "90s", tags: { team: "web" } };
    const { dns, timeout, tags, __provider } = await checked(given);
    assert.deepEqual({ dns, timeout, tags }, given);
    assert.equal(__provider, "text of the provider");
  });
});

describe("the group id", () => {
  it("is made of organization, project, stack and name", async () => {
    assert.equal((await checked())["groupId"], "acme/shop/dev/brand");
  });

  it("is kept when the stack or the resource is renamed", async () => {
    const olds = await checked();
    assert.equal(
      (await checked({ __domainGroup: internal({ stack: "prod" }) }, olds))["groupId"],
      "acme/shop/dev/brand",
    );
  });

  it("is the program's when it gives one", async () => {
    assert.equal((await checked({ groupId: "brand" }))["groupId"], "brand");
  });

  it("must be given when the name of the resource can't stand in a tag", async () => {
    assert.match(
      (await reasons({ __domainGroup: internal({ name: "a|b" }) })).join(),
      /^groupId: got "acme\/shop\/dev\/a\|b"/,
    );
  });
});

describe("an existing group keeps what makes it that group", () => {
  const table: [string, Bag, RegExp][] = [
    ["another way of publishing", { dns: "route53" }, /^dns: got "route53", before "external"/],
    ["another id", { groupId: "other" }, /^groupId: got "other", before "acme\/shop\/dev\/brand"/],
  ];
  for (const [what, overrides, expected] of table) {
    it(`${what} is refused with both values`, async () => {
      const [first, ...others] = await reasons(overrides, await checked());
      assert.match(first ?? "none", expected);
      assert.deepEqual(others, []);
    });
  }

  const same: [string, Bag][] = [
    ["the other order", { primaryDomain: "www.example.com", alternativeDomains: ["example.com"] }],
    ["another spelling", { primaryDomain: "EXAMPLE.com.", dns: "external", keyAlgorithm: "RSA_2048" }],
    [
      "what only steers",
      { waitFor: "issued", timeout: "5m", ifNotReached: "report", resolvers: ["1.1.1.1"], tags: { team: "web" } },
    ],
    ["a name more", { alternativeDomains: ["www.example.com", "b.example.com"] }],
    [
      "another kind of key, and another security policy",
      { keyAlgorithm: "EC_prime256v1", minimumProtocolVersion: "TLSv1.2_2025" },
    ],
    ["a distribution that only the update knows", { distribution: { id: UNKNOWN } }],
  ];
  for (const [what, overrides] of same) {
    it(`${what} is no such change`, async () => assert.deepEqual(await reasons(overrides, await checked()), []));
  }
});

describe("two groups of one program", () => {
  const other = (overrides: Bag) => inputs({ __domainGroup: internal({ name: "other" }), ...overrides });

  async function second(overrides: Bag): Promise<string[]> {
    const { hooks } = stage();
    await hooks.check({}, inputs());
    return (await hooks.check({}, other(overrides))).failures.map(({ reason }) => reason);
  }

  it("can't have one distribution", async () => {
    const found = await second({ primaryDomain: "other.net", alternativeDomains: [] });
    assert.match(found.join(), /^distribution.id: got "E2QWRUHAPOMQZL": the group "brand" has this distribution/);
  });

  it("can't have one name", async () => {
    const found = await second({ primaryDomain: "other.net", distribution: { id: "EOTHER" } });
    assert.match(
      found.join(),
      /^alternativeDomains: got "www.example.com": the group "brand" of this program has this name too/,
    );
  });

  it("can't have one identity: two of one name in components of different kinds, or a copied groupId", async () => {
    const { hooks } = stage();
    const [kind, ...rest] = ["urn:pulumi:dev::shop::my:Site$", "pulumi-nodejs:dynamic/domain-group:DomainGroup::brand"];
    await hooks.check({}, inputs());
    const twin = { primaryDomain: "other.net", alternativeDomains: [], distribution: { id: "EOTHER" } };
    const inComponent = inputs({ ...twin, __domainGroup: internal({ resource: [kind, ...rest].join("") }) });
    const { failures } = await hooks.check({}, inComponent);
    assert.deepEqual(failures.length, 1);
    assert.match(
      failures[0]?.reason ?? "",
      /^groupId: got ".*brand": another group of this program has this identity, .* give one of the two a name, or a `groupId`, of its own$/,
    );
  });

  it("may have distributions that only the update knows", async () => {
    const { hooks } = stage();
    await hooks.check({}, inputs({ distribution: { id: UNKNOWN } }));
    const { failures } = await hooks.check(
      {},
      other({ primaryDomain: "other.net", alternativeDomains: [], distribution: { id: UNKNOWN } }),
    );
    assert.deepEqual(failures, []);
  });

  it("are one when the same is checked twice", async () => {
    const { hooks } = stage();
    await hooks.check({}, inputs());
    assert.deepEqual((await hooks.check({}, inputs())).failures, []);
  });
});
