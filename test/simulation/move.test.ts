import assert from "node:assert/strict";
import type { Desired } from "../../provider/core/model";
import type { RunResult } from "../../provider/reconcile";
import { created, createStack, existing, type Member, places, type Stack } from "./stack";
import { codes, HOUR, ownCertificate } from "./story";
import { watch } from "./watch";
import { domainNames } from "./world";

const NAMES = ["example.com", "www.example.com"];
const BARE = { aliases: [], enabled: true, certificate: null };

/** A served group; from now on all its domains are asked for at every edge, at every call. */
async function served(stack: Stack, group: Member): Promise<{ failures: string[]; hosts: Set<string> }> {
  settled(await group.up());
  await stack.ports.clock.sleep(HOUR);
  return watch(stack, ...group.desired.domains);
}

const settled = (result: RunResult): void =>
  assert.equal(result.end, "settled", JSON.stringify([result.end, result.report.guidance]));

function toPlace(group: Member, distribution: Desired["distribution"]): Promise<RunResult> {
  group.desired = { ...group.desired, distribution };
  return group.up();
}

/** The distributions that routing records lead to. */
function ledTo({ simulator }: Stack): string[] {
  const records = simulator.route53.snapshot().flatMap((zone) => zone.records);
  const targets = new Set(records.flatMap(({ values }) => values).filter((value) => value.startsWith("ALIAS ")));
  const ids = simulator.cloudfront.snapshot().filter(({ domainName }) => targets.has(`ALIAS ${domainName}`));
  assert.equal(ids.length, targets.size, "a record leads nowhere");
  return ids.map(({ id }) => id);
}

const arns = ({ simulator }: Stack): string[] => simulator.acm.snapshot().map(({ arn }) => arn);
const onlyCertificate = (stack: Stack): string => {
  const [arn, ...others] = arns(stack);
  assert.deepEqual(others, []);
  return arn ?? "none";
};
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
    const group = stack.group("brand", created(), "example.com", "shop.example.com");
    settled(await group.up());
    const made = group.last?.report.distributionId ?? "";
    // Another record of the same kind, written by people.
    const name = simulator.cloudfront.snapshot().find(({ id }) => id === made)?.domainName ?? "";
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
      for (const type of ["A", "AAAA", "HTTPS"] as const) {
        simulator.route53.putRecord(stack.zoneId, { name: domain, type, ttl: 60, values: [], alias: here } as never);
      }
    }
    await ports.clock.sleep(HOUR);
    settled(await group.up());
    assert.deepEqual(Object.keys(places(stack)), [one], name);
    assert.deepEqual(failures, []);
  });

  it("may be called back in the middle", async () => {
    const stack = createStack("called back");
    const [one, two] = [stack.place(), stack.place()];
    const group = stack.group("brand", existing(one), ...NAMES);
    const { failures } = await served(stack, group);
    group.desired = { ...group.desired, distribution: existing(two) };
    // One alias is over, the other is not.
    const cut = await group.up({ cancelled: () => stack.simulator.history.count("AssociateAlias") === 1 });
    assert.equal(cut.end, "cancelled");
    settled(await toPlace(group, existing(one)));
    assert.deepEqual(failures, []);
    assert.deepEqual(places(stack), {
      [one]: { aliases: NAMES, enabled: true, certificate: onlyCertificate(stack) },
      [two]: BARE,
    });
    assert.deepEqual(ledTo(stack), [one]);
  });

  it("may go on to a third one in the middle", async () => {
    const stack = createStack("a third one");
    const [one, two, three] = [stack.place(), stack.place(), stack.place()];
    const group = stack.group("brand", existing(one), ...NAMES);
    const { failures } = await served(stack, group);
    group.desired = { ...group.desired, distribution: existing(two) };
    await group.up({ cancelled: () => stack.simulator.history.count("AssociateAlias") === 1 });
    settled(await toPlace(group, existing(three)));
    assert.deepEqual(failures, []);
    assert.deepEqual(
      Object.values(places(stack)).map(({ aliases }) => aliases),
      [[], [], NAMES],
    );
    assert.deepEqual(ledTo(stack), [three]);
    assert.equal(arns(stack).length, 1);
  });

  it("may drop one domain and get another on the way", async () => {
    const stack = createStack("another wish on the way");
    const [one, two] = [stack.place(), stack.place()];
    const group = stack.group("brand", existing(one), "example.com", "www.example.com");
    const { failures, hosts } = await served(stack, group);
    hosts.delete("www.example.com");
    group.desired.domains = domainNames("example.com", "shop.example.com");
    settled(await toPlace(group, existing(two)));
    await stack.ports.clock.sleep(HOUR);
    settled(await group.up());
    assert.deepEqual(failures, []);
    assert.deepEqual(places(stack), {
      [one]: BARE,
      [two]: { aliases: ["example.com", "shop.example.com"], enabled: true, certificate: onlyCertificate(stack) },
    });
  });

  it("destroyed in the middle leaves both as they were", async () => {
    const stack = createStack("destroyed in the middle");
    const [one, two] = [stack.place(), stack.place()];
    const group = stack.group("brand", existing(one), ...NAMES);
    settled(await group.up());
    group.desired = { ...group.desired, distribution: existing(two) };
    await group.up({ cancelled: () => stack.simulator.history.count("AssociateAlias") === 1 });
    settled(await group.destroy());
    assert.deepEqual(places(stack), { [one]: BARE, [two]: BARE });
    assert.deepEqual(ledTo(stack), []);
    assert.deepEqual(arns(stack), []);
  });

  it("takes its first distribution for left when somebody has deleted it", async () => {
    const stack = createStack("the first one is gone");
    const [one, two] = [stack.place(), stack.place()];
    const group = stack.group("brand", existing(one), ...NAMES);
    settled(await group.up());
    stack.simulator.cloudfront.deleteDirect(one);
    settled(await toPlace(group, existing(two)));
    assert.deepEqual(places(stack)[two]?.aliases, NAMES);
  });

  it("leaves alone what somebody else has put on the first one meanwhile", async () => {
    const stack = createStack("somebody else is there");
    const [one, two] = [stack.place(), stack.place()];
    const group = stack.group("brand", existing(one), ...NAMES);
    settled(await group.up());
    await stack.ports.clock.sleep(HOUR);
    const theirs = await ownCertificate(stack, "*.example.com", "example.com");
    stack.simulator.cloudfront.editDirect(one, {
      certificateArn: theirs,
      aliases: ["new.example.com", ...NAMES],
    } as never);
    const result = await toPlace(group, existing(two));
    settled(result);
    assert.deepEqual(places(stack)[one], { aliases: ["new.example.com"], enabled: true, certificate: theirs });
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

  it("and back again at once is not taken in by reads that lag behind its own writes", async () => {
    const stack = createStack("back at once");
    const [one, two] = [stack.place(), stack.place()];
    const group = stack.group("brand", existing(one), ...NAMES);
    const { failures } = await served(stack, group);
    settled(await toPlace(group, existing(two)));
    settled(await toPlace(group, existing(one)));
    assert.deepEqual(failures, []);
    assert.deepEqual(places(stack), {
      [one]: { aliases: NAMES, enabled: true, certificate: onlyCertificate(stack) },
      [two]: BARE,
    });
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
