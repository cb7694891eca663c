import assert from "node:assert/strict";
import type { RunResult } from "../../provider/reconcile";
import { created, createStack, existing, type Member, places, type Stack } from "./stack";
import { codes, HOUR } from "./story";
import { validations, watch } from "./watch";
import { domainNames } from "./world";

const settled = (result: RunResult): void =>
  assert.equal(result.end, "settled", JSON.stringify([result.end, result.report.guidance]));
const wants = (group: Member, ...names: string[]): void => {
  group.desired = { ...group.desired, domains: domainNames(...names) };
};

/** Two groups, served; from now on every domain is asked for at every edge. */
async function pair(seed: string, first: string[], second: string[]) {
  const stack = createStack(seed);
  const [one, two] = [stack.place(), stack.place()];
  const brand = stack.group("brand", existing(one), ...first);
  const shop = stack.group("shop", existing(two), ...second);
  settled(await brand.up());
  settled(await shop.up());
  await stack.ports.clock.sleep(HOUR);
  const { failures } = watch(stack, ...first, ...second);
  return { stack, one, two, brand, shop, failures };
}

async function upAll(stack: Stack, ...groups: Member[]): Promise<RunResult[]> {
  const results: RunResult[] = [];
  for (const group of groups) results.push(await group.up());
  await stack.ports.clock.sleep(HOUR);
  return results;
}

const together = (...groups: Member[]): Promise<RunResult[]> => Promise.all(groups.map((group) => group.up()));

const aliases = (stack: Stack): { [id: string]: string[] } =>
  Object.fromEntries(Object.entries(places(stack)).map(([id, place]) => [id, place.aliases]));

const names = (stack: Stack): string[][] =>
  stack.simulator.acm
    .snapshot()
    .map((certificate) => [...certificate.names].sort())
    .sort();

describe("a domain that goes from one group of a program to another", function () {
  this.timeout(60_000);

  for (const order of ["the giver first", "the taker first", "both at once"] as const) {
    it(`is served all the time, ${order}, and no run fails for it`, async () => {
      const { stack, one, two, brand, shop, failures } = await pair(
        `give, ${order}`,
        ["example.com", "www.example.com"],
        ["shop.example.com"],
      );
      wants(brand, "example.com");
      wants(shop, "shop.example.com", "www.example.com");
      const groups = order === "the taker first" ? [shop, brand] : [brand, shop];
      const results = order === "both at once" ? await together(...groups) : await upAll(stack, ...groups);
      for (const { end } of results) assert.match(end, /^(settled|reached)$/);
      await stack.ports.clock.sleep(HOUR);
      await upAll(stack, brand, shop);
      for (const result of await upAll(stack, brand, shop)) settled(result);
      assert.deepEqual(failures, []);
      assert.deepEqual(aliases(stack), { [one]: ["example.com"], [two]: ["shop.example.com", "www.example.com"] });
      assert.deepEqual(names(stack), [["example.com"], ["shop.example.com", "www.example.com"]]);
    });
  }

  it("is let go at once where the program attaches what the other group wants: that group takes nothing over", async () => {
    const { stack, one, brand, shop } = await pair(
      "attaches",
      ["example.com", "www.example.com"],
      ["shop.example.com"],
    );
    settled(await shop.destroy());
    const site = stack.group("site", { kind: "program" }, "www.example.com");
    wants(brand, "example.com");
    settled(await brand.up());
    assert.deepEqual(aliases(stack)[one], ["example.com"]);
    settled(await site.up());
  });

  it("stays with the giver until it is taken, and the giver says so", async () => {
    const { stack, one, brand, shop, failures } = await pair(
      "said",
      ["example.com", "www.example.com"],
      ["shop.example.com"],
    );
    wants(brand, "example.com");
    wants(shop, "shop.example.com", "www.example.com");
    const result = await brand.up();
    assert.equal(result.end, "reached");
    assert.ok(codes(result).includes("LEFT_TO_SIBLING"));
    assert.deepEqual(aliases(stack)[one], ["example.com", "www.example.com"]);
    assert.deepEqual(failures, []);
  });

  it("two of them may swap places", async () => {
    const { stack, one, two, brand, shop, failures } = await pair(
      "swap",
      ["example.com", "a.example.com"],
      ["shop.example.com", "b.example.com"],
    );
    wants(brand, "example.com", "b.example.com");
    wants(shop, "shop.example.com", "a.example.com");
    await together(brand, shop);
    await stack.ports.clock.sleep(HOUR);
    await upAll(stack, brand, shop);
    for (const result of await upAll(stack, brand, shop)) settled(result);
    assert.deepEqual(failures, []);
    assert.deepEqual(aliases(stack), {
      [one]: ["b.example.com", "example.com"],
      [two]: ["a.example.com", "shop.example.com"],
    });
    assert.equal(names(stack).length, 2);
  });

  it("swapped whole, distribution for distribution, all stay served", async () => {
    const { stack, one, two, brand, shop, failures } = await pair("swap places", ["example.com"], ["shop.example.com"]);
    brand.desired = { ...brand.desired, distribution: existing(two) };
    shop.desired = { ...shop.desired, distribution: existing(one) };
    const results = await together(brand, shop);
    for (const { end, report } of results) assert.equal(end, "blocked", JSON.stringify(report.guidance));
    assert.deepEqual(failures, []);
    assert.deepEqual(aliases(stack), { [one]: ["example.com"], [two]: ["shop.example.com"] });
  });

  it("all of them: the group that gives the last one goes, and leaves nothing", async () => {
    const { stack, one, two, brand, shop, failures } = await pair(
      "merge",
      ["example.com", "www.example.com"],
      ["shop.example.com"],
    );
    wants(brand, "example.com", "www.example.com", "shop.example.com");
    shop.isGone = true;
    settled(await brand.up());
    settled(await shop.destroy());
    assert.deepEqual(failures, []);
    assert.deepEqual(aliases(stack), { [one]: ["example.com", "shop.example.com", "www.example.com"], [two]: [] });
    await stack.ports.clock.sleep(HOUR);
    settled(await brand.up());
    assert.equal(names(stack).length, 1);
    // What one group made and the other went on using goes with the last one.
    const { hosts } = watch(stack);
    hosts.clear();
    settled(await brand.destroy());
    assert.deepEqual(validations(stack), []);
  });

  it("a group that splits gives half of its domains to a new one", async () => {
    const stack = createStack("split");
    const [one, two] = [stack.place(), stack.place()];
    const brand = stack.group("brand", existing(one), "example.com", "shop.example.com");
    settled(await brand.up());
    await stack.ports.clock.sleep(HOUR);
    const { failures } = watch(stack, "example.com", "shop.example.com");
    const shop = stack.group("shop", existing(two), "shop.example.com");
    wants(brand, "example.com");
    await together(brand, shop);
    await stack.ports.clock.sleep(HOUR);
    await upAll(stack, brand, shop);
    for (const result of await upAll(stack, brand, shop)) settled(result);
    assert.deepEqual(failures, []);
    assert.deepEqual(aliases(stack), { [one]: ["example.com"], [two]: ["shop.example.com"] });
  });

  it("wanted by two groups stays where it is, and the second one says who has it", async () => {
    const { stack, two, brand, shop, failures } = await pair("wanted twice", ["example.com"], ["shop.example.com"]);
    wants(shop, "shop.example.com", "example.com");
    const result = await shop.up();
    assert.equal(result.end, "blocked");
    assert.ok(codes(result).includes("ALIAS_TAKEN_HERE"), codes(result).join());
    assert.deepEqual(aliases(stack)[two], ["shop.example.com"]);
    settled(await brand.up());
    assert.deepEqual(failures, []);
  });

  it("of distributions with another HttpVersion goes over by a certificate of the taker", async () => {
    const stack = createStack("http versions");
    const [one, two] = [stack.place({ httpVersion: "http2" }), stack.place({ httpVersion: "http2and3" })];
    const brand = stack.group("brand", existing(one), "example.com", "www.example.com");
    const shop = stack.group("shop", existing(two), "shop.example.com");
    settled(await brand.up());
    settled(await shop.up());
    await stack.ports.clock.sleep(HOUR);
    const { failures } = watch(stack, "example.com", "www.example.com", "shop.example.com");
    wants(brand, "example.com");
    wants(shop, "shop.example.com", "www.example.com");
    await together(brand, shop);
    await stack.ports.clock.sleep(HOUR);
    await upAll(stack, brand, shop);
    for (const result of await upAll(stack, brand, shop)) settled(result);
    assert.deepEqual(failures, []);
    assert.deepEqual(aliases(stack)[two], ["shop.example.com", "www.example.com"]);
  });
});

describe("a group whose domains a sibling has taken", function () {
  this.timeout(60_000);

  it("keeps the distribution that it made while DNS leads there: it is not deleted under its visitors", async () => {
    const stack = createStack("led to what goes");
    const brand = stack.group("brand", created(), "www.example.com");
    brand.desired = { ...brand.desired, dns: { kind: "external" } };
    const shop = stack.group("shop", created(), "www.example.com");
    shop.desired = { ...shop.desired, dns: { kind: "external" } };
    shop.isGone = true;
    const { simulator, ports } = stack;
    const publish = (group: Member): void => {
      for (const { name, value } of group.last?.report.dnsRecords ?? []) {
        simulator.route53.putRecord(stack.zoneId, { name, type: "CNAME", ttl: 60, values: [value] });
      }
    };
    await brand.up();
    publish(brand);
    await ports.clock.sleep(HOUR);
    settled(await brand.up());
    await ports.clock.sleep(HOUR);
    const { failures } = watch(stack, "www.example.com");
    // Another name for the resource: the new one comes, then the old one goes.
    shop.isGone = false;
    brand.isGone = true;
    settled(await shop.up());
    const kept = await brand.destroy();
    assert.equal(kept.end, "blocked");
    assert.deepEqual(codes(kept), ["SIBLING_NOT_LED_TO"]);
    publish(shop);
    await ports.clock.sleep(HOUR);
    settled(await brand.destroy());
    assert.deepEqual(failures, []);
    assert.deepEqual(Object.values(aliases(stack)), [["www.example.com"]]);
  });
});

describe("a group that meets another one on its distribution", function () {
  this.timeout(60_000);

  it("of the same stack and not in the program: it was renamed, and the line that says so is given", async () => {
    const stack = createStack("renamed");
    const one = stack.place();
    const brand = stack.group("brand", existing(one), "example.com");
    settled(await brand.up());
    brand.isGone = true;
    const shop = stack.group("shop", existing(one), "example.com");
    const result = await shop.up();
    assert.equal(result.end, "blocked");
    assert.deepEqual(codes(result), ["GROUP_RENAMED"]);
    assert.ok(JSON.stringify(result.report.guidance).includes('aliases: [{ name: \\"brand\\" }]'));
  });

  it("of a stranger with the same id leaves the distribution alone that serves nothing of its own", async () => {
    const stack = createStack("the same id");
    const brand = stack.group("brand", created(), "example.com");
    settled(await brand.up());
    const { failures } = watch(stack, "example.com");
    const stranger = stack.group("brand", created(), "dev.example.com");
    const result = await stranger.up({ incarnation: "that of another stack" });
    assert.equal(result.end, "blocked");
    assert.deepEqual(codes(result), ["GROUP_ID_TAKEN"]);
    assert.deepEqual(failures, []);
  });
});
