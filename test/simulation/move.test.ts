import assert from "node:assert/strict";
import { arns, BARE, ledTo, NAMES, onlyCertificate, served, settled, toPlace } from "./moving";
import { created, createStack, existing, places, type Stack } from "./stack";
import { codes, HOUR, ownCertificate } from "./story";
import { watch } from "./watch";
import { domainNames } from "./world";

const operations = ({ simulator }: Stack, ...names: string[]): string[] =>
  simulator.history
    .entries()
    .map(({ operation }) => operation)
    .filter((operation) => names.includes(operation));

describe("a group that moves to another distribution", function () {
  this.timeout(60_000);

  it("serves all the time with the same certificate, and leaves the first one as it was", async () => {
    const stack = createStack("existing to existing");
    const [one, two] = [stack.place(), stack.place()];
    const group = stack.group("brand", existing(one), ...NAMES);
    const { failures } = await served(stack, group);
    settled(await toPlace(group, existing(two)));
    assert.deepEqual(failures, []);
    assert.deepEqual(places(stack), {
      [one]: BARE,
      [two]: { aliases: NAMES, enabled: true, certificate: onlyCertificate(stack) },
    });
    assert.deepEqual(ledTo(stack), [two]);
    assert.equal(stack.simulator.history.count("RequestCertificate"), 1);
  });

  it("leads DNS to the new one only when every edge has it", async () => {
    const stack = createStack("dns last");
    const [one, two] = [stack.place(), stack.place()];
    const group = stack.group("brand", existing(one), ...NAMES);
    await served(stack, group);
    stack.simulator.history.clear();
    settled(await toPlace(group, existing(two)));
    assert.deepEqual(operations(stack, "UpdateDistribution", "AssociateAlias", "ChangeResourceRecordSets"), [
      "UpdateDistribution",
      "AssociateAlias",
      "AssociateAlias",
      "ChangeResourceRecordSets",
      "UpdateDistribution",
    ]);
  });

  it("gives the first one its aliases and certificate from before back", async () => {
    const stack = createStack("restored");
    const { simulator } = stack;
    const theirs = await ownCertificate(stack, "old.example.com", "example.com");
    const one = stack.place({ aliases: ["old.example.com"], certificateArn: theirs });
    const two = stack.place();
    const group = stack.group("brand", existing(one), "example.com", "old.example.com");
    const { failures } = await served(stack, group);
    group.desired.domains = domainNames("example.com");
    settled(await toPlace(group, existing(two)));
    assert.deepEqual(failures, []);
    assert.deepEqual(places(stack)[one], { aliases: ["old.example.com"], enabled: true, certificate: theirs });
    assert.deepEqual(places(stack)[two]?.aliases, ["example.com"]);
    await stack.ports.clock.sleep(HOUR);
    settled(await group.up());
    assert.equal(simulator.acm.snapshot().length, 2);
  });

  it("gets a second certificate where the HttpVersion is another one, and the first goes in the end", async () => {
    const stack = createStack("another HttpVersion");
    const [one, two] = [stack.place({ httpVersion: "http2" }), stack.place({ httpVersion: "http2and3" })];
    const group = stack.group("brand", existing(one), ...NAMES);
    const { failures } = await served(stack, group);
    const first = onlyCertificate(stack);
    settled(await toPlace(group, existing(two)));
    await stack.ports.clock.sleep(HOUR);
    settled(await group.up());
    assert.deepEqual(failures, []);
    assert.notEqual(onlyCertificate(stack), first);
    assert.deepEqual(places(stack)[one], BARE);
  });

  it("to one of its own and back: what it made goes once nothing leads there", async () => {
    const stack = createStack("to created and back");
    const one = stack.place();
    const group = stack.group("brand", existing(one), ...NAMES);
    const { failures } = await served(stack, group);
    settled(await toPlace(group, created()));
    const made = group.last?.report.distributionId ?? "";
    assert.deepEqual(ledTo(stack), [made]);
    assert.deepEqual(places(stack)[one], BARE);
    await stack.ports.clock.sleep(HOUR);
    settled(await toPlace(group, existing(one)));
    await stack.ports.clock.sleep(HOUR);
    settled(await group.up());
    assert.deepEqual(failures, []);
    assert.deepEqual(Object.keys(places(stack)), [one]);
    assert.deepEqual(ledTo(stack), [one]);
    assert.equal(group.last?.memory.formerPlaces.length, 0);
    assert.equal(arns(stack).length, 1);
  });

  it("keeps what it made while the DNS of a customer still leads there, says so, and deletes it later", async () => {
    const stack = createStack("a customer's DNS");
    const { simulator, ports } = stack;
    const one = stack.place();
    const group = stack.group("brand", created(), "www.example.com", "shop.example.com");
    settled(await group.up());
    const made = group.last?.report.distributionId ?? "";
    group.desired = { ...group.desired, dns: { kind: "external" } };
    await ports.clock.sleep(HOUR);
    const { failures } = watch(stack, ...group.desired.domains);
    const moved = await toPlace(group, existing(one));
    settled(moved);
    assert.ok(codes(moved).includes("FORMER_STILL_LED_TO"), codes(moved).join());
    assert.equal(places(stack)[made]?.enabled, false);
    const kept = moved.memory.retiring.filter(({ kind }) => kind === "distribution").map(({ id }) => id);
    assert.deepEqual(kept, [made]);
    const here = simulator.cloudfront.snapshot().find(({ id }) => id === one)?.domainName ?? "";
    for (const domain of group.desired.domains) {
      for (const type of ["A", "AAAA", "HTTPS"]) simulator.route53.removeRecord(stack.zoneId, domain, type);
      simulator.route53.putRecord(stack.zoneId, { name: domain, type: "CNAME", ttl: 60, values: [here] });
    }
    await ports.clock.sleep(HOUR);
    settled(await group.up());
    assert.deepEqual(Object.keys(places(stack)), [one]);
    assert.deepEqual(failures, []);
  });

  it("with a certificate of the program that must not be on both stops before anything moves", async () => {
    const stack = createStack("own certificate");
    const [one, two] = [stack.place({ httpVersion: "http2" }), stack.place({ httpVersion: "http2and3" })];
    const certificate = await ownCertificate(stack, ...NAMES);
    const group = stack.group("brand", existing(one), ...NAMES);
    group.desired = { ...group.desired, certificate };
    const { failures } = await served(stack, group);
    const result = await toPlace(group, existing(two));
    assert.equal(result.end, "blocked");
    assert.deepEqual(codes(result), ["HTTP_VERSIONS_DIFFER"]);
    assert.deepEqual(places(stack)[two], BARE);
    assert.deepEqual(failures, []);
  });

  it("with a certificate of the program that fits is served all the time", async () => {
    const stack = createStack("own certificate that fits");
    const [one, two] = [stack.place(), stack.place()];
    const certificate = await ownCertificate(stack, ...NAMES);
    const group = stack.group("brand", existing(one), ...NAMES);
    group.desired = { ...group.desired, certificate };
    const { failures } = await served(stack, group);
    settled(await toPlace(group, existing(two)));
    assert.deepEqual(failures, []);
    assert.deepEqual(places(stack), { [one]: BARE, [two]: { aliases: NAMES, enabled: true, certificate } });
  });

  it("does nothing twice: the next run makes no call that writes", async () => {
    const stack = createStack("nothing twice");
    const [one, two] = [stack.place(), stack.place()];
    const group = stack.group("brand", existing(one), ...NAMES);
    settled(await group.up());
    settled(await toPlace(group, existing(two)));
    await stack.ports.clock.sleep(HOUR);
    stack.simulator.history.clear();
    settled(await group.up());
    const writes = stack.simulator.history.entries().filter(({ operation }) => !/^(Get|List|Describe)/.test(operation));
    assert.deepEqual(writes, []);
  });
});
