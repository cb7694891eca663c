import assert from "node:assert/strict";
import type { RunResult } from "../../provider/reconcile";
import { arns, settled } from "./moving";
import { createStack, existing, type Member, places, type Stack } from "./stack";
import { codes, HOUR, MINUTE, ownCertificate } from "./story";
import { routed, watch } from "./watch";

/** `*.example.com` is on a distribution of the account, which serves shop.example.com by it: DNS leads it there, and clients ask all the time. */
async function underWildcard(seed: string) {
  const stack = createStack(seed);
  const theirs = await ownCertificate(stack, "*.example.com");
  const holder = stack.place({ aliases: ["*.example.com"], certificateArn: theirs });
  lead(stack, "shop.example.com", nameOf(stack, holder));
  await stack.ports.clock.sleep(HOUR);
  const { failures } = watch(stack, "shop.example.com");
  return { stack, holder, place: stack.place(), failures };
}

const nameOf = ({ simulator }: Stack, id: string): string =>
  simulator.cloudfront.snapshot().find((each) => each.id === id)?.domainName ?? "";

const typesAt = ({ simulator }: Stack, name: string): string[] =>
  simulator.route53
    .snapshot()
    .flatMap(({ records }) => records)
    .filter((record) => record.name === name)
    .map(({ type, values }) => `${type} ${values.join()}`);

const lead = ({ simulator, zoneId }: Stack, name: string, target: string): void =>
  simulator.route53.putRecord(zoneId, { name, type: "CNAME", ttl: 60, values: [target] });

describe("a domain whose DNS leads to another distribution, which has no such alias", function () {
  this.timeout(60_000);

  it("is led here first, then attached, without a gap, and has alias records in the end", async () => {
    const { stack, holder, place, failures } = await underWildcard("take over");
    const group = stack.group("brand", existing(place), "example.com", "shop.example.com");
    takeOver(group);
    settled(await group.up());
    assert.deepEqual(failures, []);
    assert.deepEqual(places(stack)[place]?.aliases, ["example.com", "shop.example.com"]);
    assert.deepEqual(places(stack)[holder]?.aliases, ["*.example.com"]);
    assert.deepEqual(
      typesAt(stack, "shop.example.com").map((record) => record.split(" ")[0]),
      ["A", "AAAA", "HTTPS"],
    );
    assert.ok(typesAt(stack, "shop.example.com").every((record) => record.includes(nameOf(stack, place))));
    const refused = stack.simulator.history.entries().filter(({ code }) => code === "CNAMEAlreadyExists");
    assert.ok(refused.length > 0);
    assert.equal(group.last?.memory.replacedRecords.length, 1);
  });

  it("leaves no record behind when the run ends between the record and the alias, and the group goes", async () => {
    const { stack, place } = await underWildcard("cut between");
    const group = stack.group("brand", existing(place), "example.com", "shop.example.com");
    takeOver(group);
    const cut: RunResult = await group.up({
      cancelled: () => typesAt(stack, "shop.example.com").includes(`CNAME ${nameOf(stack, place)}`),
    });
    assert.equal(cut.end, "cancelled");
    settled(await group.destroy());
    assert.deepEqual(typesAt(stack, "shop.example.com"), []);
    assert.deepEqual(routed(stack), []);
    assert.equal(arns(stack).length, 1);
  });

  it("goes on after a run that ended between the record and the alias", async () => {
    const { stack, place, failures } = await underWildcard("goes on");
    const group = stack.group("brand", existing(place), "example.com", "shop.example.com");
    takeOver(group);
    await group.up({
      cancelled: () => typesAt(stack, "shop.example.com").includes(`CNAME ${nameOf(stack, place)}`),
    });
    settled(await group.up());
    assert.deepEqual(failures, []);
    assert.ok(typesAt(stack, "shop.example.com").every((record) => record.includes("ALIAS")));
  });

  it("by a record of somebody else is not led away, and is named while the others are served", async () => {
    const { stack, holder, place } = await underWildcard("a record of its own");
    const group = stack.group("brand", existing(place), "example.com", "shop.example.com");
    const result = await group.up();
    assert.equal(result.end, "blocked");
    const said = result.report.guidance.filter(({ code }) => code === "ALIAS_DNS_LEADS_ELSEWHERE");
    assert.deepEqual(
      said.map(({ domains }) => domains),
      [["shop.example.com"]],
    );
    assert.deepEqual(places(stack)[place]?.aliases, ["example.com"]);
    assert.deepEqual(typesAt(stack, "shop.example.com"), [`CNAME ${nameOf(stack, holder)}`]);
  });

  it("at other people's DNS: they are told to publish first, and then it is attached", async () => {
    const { stack, place, failures } = await underWildcard("external");
    const group = stack.group("brand", existing(place), "shop.example.com");
    group.desired = { ...group.desired, dns: { kind: "external" } };
    await group.up();
    for (const { name, value, purpose } of group.last?.report.dnsRecords ?? []) {
      if (purpose === "VALIDATION") lead(stack, name, value);
    }
    await stack.ports.clock.sleep(HOUR);
    const told = await group.up();
    assert.equal(told.end, "waitingForYou");
    assert.ok(codes(told).includes("ALIAS_DNS_LEADS_ELSEWHERE"), codes(told).join());
    const record = told.report.dnsRecords.find(({ purpose }) => purpose === "ROUTING");
    assert.equal(record?.action, "PUBLISH");
    lead(stack, record?.name ?? "", record?.value ?? "");
    await stack.ports.clock.sleep(10 * MINUTE);
    settled(await group.up());
    assert.deepEqual(failures, []);
    assert.deepEqual(places(stack)[place]?.aliases, ["shop.example.com"]);
  });

  it("comes along with a wildcard that a sibling gives, whose records lead it there", async () => {
    const stack = createStack("with the wildcard");
    const [one, two] = [stack.place(), stack.place()];
    const brand = stack.group("brand", existing(one), "example.com", "*.example.com");
    settled(await brand.up());
    await stack.ports.clock.sleep(HOUR);
    const { failures } = watch(stack, "example.com", "any.example.com", "api.example.com");
    const shop = stack.group("shop", existing(two), "*.example.com", "api.example.com");
    brand.desired.domains = brand.desired.domains.slice(0, 1);
    settled(await shop.up());
    assert.deepEqual(places(stack)[two]?.aliases, ["*.example.com", "api.example.com"]);
    await stack.ports.clock.sleep(HOUR);
    settled(await brand.up());
    assert.deepEqual(failures, []);
  });
});

function takeOver(group: Member): void {
  const { dns } = group.desired;
  if (dns.kind === "route53") group.desired = { ...group.desired, dns: { ...dns, routing: "takeOver" } };
}
