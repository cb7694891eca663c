/** What a preview says beforehand, by the real hooks over a simulated AWS. */
import assert from "node:assert/strict";
import type { Ports } from "../../provider/ports";
import { inputs, internal, UNKNOWN } from "./fixtures";
import { createLaptop, createPlace, HOUR, type Place, writesOf } from "./laptop";

const callsOf = ({ simulator }: Place): number => simulator.history.entries().length;
const plansIn = (said: string[]): string[] => said.filter((line) => line.includes("What this `pulumi up` does:"));

function begin(seed: string, more = {}) {
  const place = createPlace(seed);
  const laptop = createLaptop(place);
  const given = inputs({ distribution: { id: place.distributionId }, dns: "route53", ...more });
  return { place, laptop, given };
}

describe("a preview", function () {
  this.timeout(60_000);

  it("of a new group says step by step what the update does, and changes nothing", async () => {
    const { place, laptop, given } = begin("new");
    await laptop.changes(given);
    const [plan, ...others] = plansIn(laptop.said);
    assert.deepEqual(others, []);
    assert.match(plan ?? "", /^info: What this `pulumi up` does:\n {2}1\. Request a certificate for example\.com, www/);
    assert.match(plan ?? "", /\n {2}Then: Every edge serves example\.com, www\.example\.com with the certificate\.$/);
    assert.deepEqual(writesOf(place), []);
  });

  it("of a change says what the change does; of none it says nothing and asks nobody", async () => {
    const { place, laptop, given } = begin("change");
    await laptop.up(given);
    await place.ports.clock.sleep(HOUR);
    laptop.said.length = 0;
    const calls = callsOf(place);
    assert.equal(await laptop.changes(given), 0);
    assert.deepEqual([laptop.said, callsOf(place)], [[], calls]);
    assert.equal(await laptop.changes({ ...given, alternativeDomains: [] }), 1);
    assert.match(plansIn(laptop.said)[0] ?? "", /Remove the routing records of www\.example\.com from Route 53/);
  });

  it("plans with what is known when the distribution is made by the same update, and says what is not", async () => {
    const { place, laptop, given } = begin("unknown");
    await laptop.changes({ ...given, distribution: { id: UNKNOWN, domainName: UNKNOWN } });
    const [plan = ""] = plansIn(laptop.said);
    assert.match(plan, /Attach the certificate and example\.com, www\.example\.com to the new distribution\./);
    assert.match(plan, /\n {2}Not known before the update: distribution\.$/);
    assert.deepEqual(writesOf(place), []);
  });

  it("plans with the names that are known, and says nothing where the primary domain is not", async () => {
    const { laptop, given } = begin("names");
    await laptop.changes({ ...given, alternativeDomains: [UNKNOWN, "shop.example.com"] });
    assert.match(
      plansIn(laptop.said)[0] ?? "",
      /for example\.com, shop\.example\.com .*Not known before the update: alternativeDomains\.$/s,
    );
  });

  const decisive: [what: string, more: object, named: string][] = [
    ["the primary domain", { primaryDomain: UNKNOWN }, "primaryDomain"],
    ["the certificate", { certificate: { arn: UNKNOWN } }, "certificate"],
    ["the kind of the distribution", { distribution: UNKNOWN }, "distribution"],
    ["who publishes", { dns: UNKNOWN }, "dns"],
    ["the role", { __domainGroup: internal({ aws: { profile: null, assumeRoles: [{ roleArn: UNKNOWN }] } }) }, "aws"],
  ];
  for (const [what, more, named] of decisive) {
    it(`plans nothing where ${what} is not known, which decides everything, and says so`, async () => {
      const { laptop, given } = begin(`decisive: ${what}`);
      await laptop.changes({ ...given, ...more });
      assert.deepEqual(laptop.said, [
        `info: What this \`pulumi up\` does is not known before it: ${named} decides, and comes from another resource.`,
      ]);
    });
  }

  const standIns: [what: string, more: object, lines: RegExp, named: string][] = [
    [
      "a bucket",
      { distribution: { create: { serviceType: "static", origin: { bucketRegionalDomainName: UNKNOWN } } } },
      /Create the distribution\..*Attach the certificate and example\.com, www\.example\.com to the new distribution\./s,
      "distribution",
    ],
    [
      "a load balancer, and a setting",
      {
        distribution: { create: { serviceType: "web", origin: { dnsName: UNKNOWN }, settings: { WebACLId: UNKNOWN } } },
        waitFor: "attached",
      },
      /Create the distribution\./,
      "distribution",
    ],
    [
      "a hosted zone",
      { dns: { route53: { zoneIds: [UNKNOWN] } } },
      /Write the validation records of .* to Route 53\..*Write the routing records of/s,
      "dns",
    ],
    [
      "the ETag of a distribution",
      { distribution: { id: "EWITHETAG", etag: UNKNOWN } },
      /DISTRIBUTION_NOT_FOUND: /,
      "distribution",
    ],
    ["tags", { tags: { team: UNKNOWN, cost: "1" } }, /Attach the certificate/, "tags"],
  ];
  for (const [what, more, lines, named] of standIns) {
    it(`plans as the update will go, with a stand-in for ${what} that the same update makes`, async () => {
      const { place, laptop, given } = begin(`stand-in: ${what}`);
      await laptop.changes({ ...given, ...more });
      const [plan = ""] = plansIn(laptop.said);
      assert.match(plan, lines);
      assert.ok(plan.endsWith(`\n  Not known before the update: ${named}.`), plan);
      assert.deepEqual(writesOf(place), []);
    });
  }

  it("of a living group takes no name for gone that only the update knows", async () => {
    const { place, laptop, given } = begin("names of a living group");
    await laptop.up(given);
    await place.ports.clock.sleep(HOUR);
    laptop.said.length = 0;
    for (const alternativeDomains of [UNKNOWN, [UNKNOWN]]) {
      const again = createLaptop(place);
      again.state = laptop.state;
      await again.changes({ ...given, alternativeDomains });
      assert.doesNotMatch(plansIn(again.said).join(), /Remove|take .* off/);
    }
  });

  it("without credentials plans for an empty account, and says what could not be looked at", async () => {
    const { place, given } = begin("stranger");
    const denied = async () => ({
      kind: "failed" as const,
      trouble: {
        reason: "CREDENTIALS" as const,
        operation: "sts:GetCallerIdentity",
        code: "CredentialsProviderError",
        message: "",
        passing: false,
      },
    });
    const identity: Ports["identity"] = { account: denied };
    const laptop = createLaptop({ ...place, ports: { ...place.ports, identity } });
    await laptop.changes(given);
    const [plan = ""] = plansIn(laptop.said);
    assert.match(plan, /1\. Request a certificate/);
    assert.match(
      plan,
      /Could not be looked at, and taken for empty: sts:GetCallerIdentity \(CredentialsProviderError\)/,
    );
  });

  it("can be told not to look", async () => {
    const { place, laptop, given } = begin("blind", { preflight: false });
    await laptop.changes(given);
    assert.deepEqual([laptop.said, callsOf(place)], [[], 0]);
  });

  it("says so when AWS is too slow, and lets the update go on", async () => {
    const { place, given } = begin("slow");
    const identity: Ports["identity"] = { account: () => new Promise(() => {}) };
    const laptop = createLaptop({ ...place, ports: { ...place.ports, identity } });
    assert.equal(await laptop.changes(given), 1);
    assert.match(laptop.said.join("\n"), /took too long to make/);
  });

  it("gives what there is of the plan when a service does not answer, and says which one", async () => {
    const { place, given } = begin("cut");
    const zones: Ports["zones"] = { ...place.ports.zones, recordSets: () => new Promise(() => {}) };
    const laptop = createLaptop({ ...place, ports: { ...place.ports, zones } });
    assert.equal(await laptop.changes(given), 1);
    assert.match(
      laptop.said.join("\n"),
      /\n {2}1\. Request a certificate .*\n {2}The rest of the plan of this group took too long to make: Route 53 did not answer in time\. `preflight: false` does without\.$/,
    );
  });

  it("that breaks off by a defect says so, and lets the update go on", async () => {
    const { place, given } = begin("broken");
    const identity: Ports["identity"] = { account: () => Promise.reject(new Error("no such thing")) };
    const laptop = createLaptop({ ...place, ports: { ...place.ports, identity } });
    assert.equal(await laptop.changes(given), 1);
    assert.match(laptop.said.join("\n"), /could not be made: no such thing/);
  });

  it("says what stands in the way, without failing: another resource of the same update may clear it", async () => {
    const { place, laptop, given } = begin("obstacle");
    place.simulator.route53.putRecord(place.zoneId, {
      name: "example.com",
      type: "CAA",
      ttl: 60,
      values: ['0 issue "letsencrypt.org"'],
    });
    await place.ports.clock.sleep(HOUR);
    assert.equal(await laptop.changes(given), 1);
    const [plan = ""] = plansIn(laptop.said);
    assert.match(plan, /It stops there:\n {2}CAA_FORBIDS: .* Add `example\.com CAA 0 issue "amazon\.com"`/);
  });
});
