import assert from "node:assert/strict";
import { matchesMasked } from "../../provider/core/conflicts";
import type { Conflict } from "../../provider/core/looks";
import type { Reply } from "../../provider/ports";
import { OTHER_ACCOUNT } from "../simulator/cloudfront/bench";
import { masked } from "../simulator/cloudfront/conflicts";
import type { SimulatorOptions } from "../simulator/simulator";
import { known, prompt } from "./created-world";
import { awsAnswering, awsWorld } from "./world";

const WWW = "www.example.com";
const WILDCARD = "*.example.com";
const ACCOUNT = "111111111111";
const STRANGER = OTHER_ACCOUNT.account;
const ACTIONS = ["cloudfront:ListDomainConflicts", "cloudfront:ListConflictingAliases"] as const;

/** A distribution of ours without aliases, whose certificate covers `example.com` and every name one level below it. */
async function asking(options: Partial<SimulatorOptions> = {}) {
  const world = awsWorld({ latencies: prompt, ...options });
  const { certificates, simulator } = world;
  const { acm, cloudfront, dns } = simulator;
  const now = simulator.world.clock.now;
  const nameServers = ["ns1.provider.net"];
  dns.addZone({ id: "Z", name: "example.com", nameServers, private: false, soaMinimum: 60 });
  dns.delegate("example.com", nameServers);
  const certificateArn = known(await certificates.request(["example.com", WILDCARD], "RSA_2048", "t", {}));
  for (const { name, value } of acm.snapshot().flatMap(({ records }) => records)) {
    dns.setRecord("Z", name, "CNAME", { name, type: "CNAME", ttl: 300, values: [value] }, now());
  }
  await simulator.world.clock.sleep(3_600_000);
  const { id, domainName } = cloudfront.createDirect({ account: ACCOUNT, certificateArn });
  return {
    ...world,
    id,
    domainName,
    certificateArn,
    /** A distribution of a stranger's. */
    theirs: (enabled: boolean, ...aliases: string[]) =>
      cloudfront.createDirect({ account: STRANGER, aliases, enabled }),
    asked: () =>
      simulator.history
        .entries()
        .map(({ operation }) => operation)
        .filter((operation) => /^List(Domain|Conflicting)/.test(operation)),
    prove: () => {
      const name = `_${WWW}`;
      dns.setRecord("Z", name, "TXT", { name, type: "TXT", ttl: 60, values: [`"${domainName}"`] }, now());
    },
  };
}

const troubleOf = (reply: Reply<unknown>) => {
  assert.equal(reply.kind, "failed", JSON.stringify(reply));
  const { reason, operation, code, passing } = (reply as Extract<typeof reply, { kind: "failed" }>).trouble;
  return [reason, operation, code, passing];
};

describe("who has a name", () => {
  it("is told of the name and of the wildcard over it, with what CloudFront shows of ids", async () => {
    const { distributions, id, theirs } = await asking();
    const [exact, wildcard] = [theirs(true, WWW), theirs(true, WILDCARD)];
    theirs(true, "shop.example.com");
    const line = (domain: string, holder: { id: string }): Conflict => ({
      domain,
      kind: "distribution",
      id: masked(holder.id),
      account: masked(STRANGER),
    });
    const expected = [line(WILDCARD, wildcard), line(WWW, exact)];
    assert.deepEqual(known(await distributions.conflicts(WWW, id)), expected);
  });

  it("is nobody, where nobody has it", async () => {
    const { distributions, id } = await asking();
    assert.deepEqual(known(await distributions.conflicts(WWW, id)), []);
  });

  it("is told without the distribution that asks, and with the others of the account", async () => {
    const { distributions, simulator, certificateArn } = await asking();
    const having = (alias: string) =>
      simulator.cloudfront.createDirect({ account: ACCOUNT, aliases: [alias], certificateArn });
    const [own, other] = [having(WWW), having(WILDCARD)];
    const [only, ...more] = known(await distributions.conflicts(WWW, own.id));
    assert.ok(only !== undefined && more.length === 0);
    assert.deepEqual([only.domain, matchesMasked(only.id, other.id)], [WILDCARD, true]);
  });

  it("is told from all pages", async () => {
    const { distributions, id, theirs, asked } = await asking();
    const many = Array.from({ length: 101 }, (_, index) => `n${index}.example.com`);
    for (const alias of many) theirs(true, alias);
    const found = known(await distributions.conflicts(WILDCARD, id)).map(({ domain }) => domain);
    assert.deepEqual(found, [...many].sort());
    assert.deepEqual(asked(), ["ListDomainConflicts", "ListDomainConflicts"]);
  });

  it("is told by the older operation where the newer one is denied, from all pages too", async () => {
    const { distributions, simulator, id, theirs, asked } = await asking();
    simulator.accounts.deny(ACCOUNT, ACTIONS[0]);
    const exact = theirs(true, WWW);
    const [only] = known(await distributions.conflicts(WWW, id));
    const account = masked(STRANGER);
    assert.deepEqual(only, { domain: WWW, kind: "distribution", id: masked(exact.id), account });
    assert.deepEqual(asked(), ["ListDomainConflicts", "ListConflictingAliases"]);
    for (let index = 0; index < 100; index += 1) theirs(true, `n${index}.example.com`);
    assert.equal(known(await distributions.conflicts(WILDCARD, id)).length, 101);
  });

  it("is not known where both are denied, and the newer one is what to allow", async () => {
    const { distributions, simulator, id } = await asking();
    for (const action of ACTIONS) simulator.accounts.deny(ACCOUNT, action);
    const denied = ["FORBIDDEN", "cloudfront:ListDomainConflicts", "AccessDenied", false];
    assert.deepEqual(troubleOf(await distributions.conflicts(WWW, id)), denied);
  });

  it("is not known where the older one, asked in place of a denied one, fails for a while", async () => {
    const { distributions, simulator, id } = await asking();
    simulator.accounts.deny(ACCOUNT, ACTIONS[0]);
    simulator.faults.inject({ kind: "error503", operation: "ListConflictingAliases" });
    const [reason, operation, , passing] = troubleOf(await distributions.conflicts(WWW, id));
    assert.deepEqual([reason, operation, passing], ["UNAVAILABLE", "cloudfront:ListConflictingAliases", true]);
  });

  it("is not known for a while when AWS throttles, and no other way is tried", async () => {
    const { distributions, simulator, id, asked } = await asking();
    simulator.faults.inject({ kind: "throttle", operation: "ListDomainConflicts" });
    const throttled = ["UNAVAILABLE", "cloudfront:ListDomainConflicts", "Throttling", true];
    assert.deepEqual(troubleOf(await distributions.conflicts(WWW, id)), throttled);
    assert.deepEqual(asked(), ["ListDomainConflicts"]);
    assert.deepEqual(known(await distributions.conflicts(WWW, id)), []);
  });

  it("is refused to a distribution whose certificate does not cover the name", async () => {
    const { distributions, id } = await asking();
    const refused = ["REFUSED", "cloudfront:ListDomainConflicts", "InvalidArgument", false];
    assert.deepEqual(troubleOf(await distributions.conflicts("a.b.example.com", id)), refused);
  });
});

/** CloudFront as one answer for each path. */
function answering(answers: { [path: string]: [status: number, body: string] }) {
  return awsAnswering((path) => {
    const [statusCode, body] = answers[path] ?? [404, ""];
    return { statusCode, body };
  }).distributions;
}

const NEWER = "/2020-05-31/domain-conflicts";
const OLDER = "/2020-05-31/conflicting-alias";
const element = (name: string, ...inner: string[]) => `<${name}>${inner.join("")}</${name}>`;
const listed = (...lines: string[][]): [number, string] => [
  200,
  element(
    "R",
    element("DomainConflicts", ...lines.map((line) => element("DomainConflicts", ...line))),
    "<NextMarker/>",
  ),
];
const line = (domain: string, type: string, id: string, account: string) => [
  element("Domain", domain),
  element("ResourceType", type),
  element("ResourceId", id),
  element("AccountId", account),
];
const refusal = (status: number, code: string): [number, string] => [
  status,
  element("ErrorResponse", element("Error", element("Code", code), element("Message", "why"))),
];

describe("an answer about who has a name", () => {
  it("may show ids of any length, a tenant's too, and the name in capitals", async () => {
    const distributions = answering({
      [NEWER]: listed(
        line("WWW.Example.com", "distribution", "**C", "*1"),
        line(WWW, "distribution-tenant", "***************ohWzv1b9It8JABC", "******111111"),
        line(WILDCARD, "distribution", "********************************", "************"),
        line(WILDCARD, "distribution", "E2QWRUHAPOMQZL", "111111111111"),
      ),
    });
    assert.deepEqual(known(await distributions.conflicts(WWW, "E2QWRUHAPOMQZL")), [
      { domain: WWW, kind: "distribution", id: "**C", account: "*1" },
      { domain: WWW, kind: "tenant", id: "***************ohWzv1b9It8JABC", account: "******111111" },
      { domain: WILDCARD, kind: "distribution", id: "********************************", account: "************" },
    ]);
  });

  it("that lacks an id is no answer", async () => {
    const distributions = answering({ [NEWER]: listed([element("Domain", WWW)]) });
    assert.equal(troubleOf(await distributions.conflicts(WWW, "E1"))[0], "UNREADABLE");
  });

  for (const [rule, answers] of [
    ["newer", { [NEWER]: refusal(404, "EntityNotFound") }],
    ["older", { [NEWER]: refusal(403, "AccessDenied"), [OLDER]: refusal(404, "NoSuchDistribution") }],
  ] as const) {
    it(`is none where CloudFront does not know who asks: the ${rule} operation`, async () => {
      assert.deepEqual(await answering(answers).conflicts(WWW, "E1"), { kind: "absent" });
    });
  }

  it("is not what a configuration is told that names something unknown, in the same word", async () => {
    const distributions = answering({ "/2020-05-31/distribution": refusal(404, "EntityNotFound") });
    const refused = ["REFUSED", "cloudfront:CreateDistribution", "EntityNotFound", false];
    assert.deepEqual(troubleOf(await distributions.create({}, {})), refused);
  });

  for (const [status, code] of [
    [404, "UnknownOperation"],
    [400, "InvalidAction"],
    [501, "NotImplemented"],
  ] as const) {
    it(`comes from the older operation where an endpoint does not know the newer: ${code}`, async () => {
      const nobody = element("ConflictingAliasesList", element("MaxItems", "100"), element("Quantity", "0"));
      const distributions = answering({ [NEWER]: refusal(status, code), [OLDER]: [200, nobody] });
      assert.deepEqual(known(await distributions.conflicts(WWW, "E1")), []);
    });
  }

  it("names the older operation as what to allow where the newer one is not known", async () => {
    const distributions = answering({ [NEWER]: refusal(400, "InvalidAction"), [OLDER]: refusal(403, "AccessDenied") });
    const denied = ["FORBIDDEN", "cloudfront:ListConflictingAliases", "AccessDenied", false];
    assert.deepEqual(troubleOf(await distributions.conflicts(WWW, "E1")), denied);
  });
});

describe("a domain that moves, by the adapter", () => {
  it("comes from a distribution of another account that is disabled, once DNS proves it", async () => {
    const { distributions, simulator, id, theirs, prove } = await asking();
    const source = theirs(false, WWW);
    const move = () => distributions.move(WWW, id);
    const unproven = await move();
    assert.deepEqual(troubleOf(unproven), ["REFUSED", "cloudfront:AssociateAlias", "IllegalUpdate", false]);
    assert.match(JSON.stringify(unproven), /DNS TXT records/);
    prove();
    // The zone's minimum: until then resolvers know that there is no such record.
    await simulator.world.clock.sleep(60_000);
    assert.deepEqual(await move(), { kind: "ok", value: null });
    assert.deepEqual(known(await distributions.get(id)).aliases, [WWW]);
    assert.ok(!known(await distributions.conflicts(WWW, id)).some((each) => matchesMasked(each.id, source.id)));
  });

  it("stays where its distribution is enabled", async () => {
    const { distributions, id, theirs, prove } = await asking();
    theirs(true, WWW);
    prove();
    assert.match(JSON.stringify(await distributions.move(WWW, id)), /source distribution is enabled/);
  });

  it("shows in the list from then on, when the answer is lost too", async () => {
    const { distributions, simulator, id, theirs, prove } = await asking();
    theirs(false, WWW);
    prove();
    const holders = async () => known(await distributions.list()).filter(({ aliases }) => aliases.includes(WWW));
    assert.deepEqual(await holders(), []);
    simulator.faults.inject({ kind: "lost", operation: "AssociateAlias" });
    const [reason, , , passing] = troubleOf(await distributions.move(WWW, id));
    assert.deepEqual([reason, passing], ["UNAVAILABLE", true]);
    assert.deepEqual(
      (await holders()).map((each) => each.id),
      [id],
    );
  });
});
