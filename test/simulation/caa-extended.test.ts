/** A CAA set in a zone of ours that keeps Amazon out, where the program lets the group extend it. */
import assert from "node:assert/strict";
import { planText } from "../../provider/core/plan-text";
import type { RunResult } from "../../provider/reconcile";
import { rehearse } from "../../provider/rehearse";
import { createStack, existing } from "./stack";
import { begin, codes, HOUR, type Story } from "./story";
import { type GroupWorld, ROUTE53, runOf } from "./world";

const MANAGED = { wish: { dns: { ...ROUTE53, manageCaa: true } } };
const OTHERS = '0 issue "letsencrypt.org"';
const OTHERS_WILD = '0 issuewild "letsencrypt.org"';
const AMAZON = '0 issue "amazon.com"';
const AMAZON_WILD = '0 issuewild "amazon.com"';

type Zoned = GroupWorld & { zoneId: string };

const putNow = ({ simulator, zoneId }: Zoned, ...values: string[]): void =>
  simulator.route53.putRecord(zoneId, { name: "example.com", type: "CAA", ttl: 300, values });

async function put(world: Zoned, ...values: string[]): Promise<void> {
  putNow(world, ...values);
  await world.ports.clock.sleep(HOUR);
}

/** The ports of a run with whose first change of the CAA set somebody else's coincides. */
function beside({ ports }: Story, when: "before" | "after", act: () => void): Story["ports"] {
  let isOver = false;
  const change: Story["ports"]["zones"]["change"] = async (zoneId, changes) => {
    const isIt = !isOver && changes.some(({ record }) => record.type === "CAA");
    if (isIt) isOver = true;
    if (isIt && when === "before") act();
    const reply = await ports.zones.change(zoneId, changes);
    if (isIt && when === "after") act();
    return reply;
  };
  return { ...ports, zones: { ...ports.zones, change } };
}

const added = ({ memory }: RunResult): string[] => memory.madeCaa.map(({ value }) => value);

const caaOf = ({ simulator }: Zoned) =>
  simulator.route53
    .snapshot()
    .flatMap(({ records }) => records)
    .find(({ type }) => type === "CAA")?.values;

describe("a CAA set that may be extended", function () {
  this.timeout(60_000);

  it("that keeps Amazon from names and from wildcards gets both, each in a write of its own: a batch may change a set once", async () => {
    const story = begin("both", ["example.com", "*.example.com"], MANAGED);
    await put(story, OTHERS, OTHERS_WILD);
    const plan = planText(await rehearse(runOf(story, story.desired)), []);
    assert.match(
      plan,
      /1\. Add example\.com CAA 0 issue "amazon\.com" to Route 53\..* Request a certificate .* Then: Every edge/s,
    );
    assert.doesNotMatch(plan, /CAA_FORBIDS/);
    const { end, report } = await story.up();
    assert.equal(end, "settled", JSON.stringify(report.guidance));
    assert.deepEqual(caaOf(story), [OTHERS, OTHERS_WILD, AMAZON, AMAZON_WILD]);
    const refused = story.simulator.history.entries().filter(({ code }) => code === "InvalidChangeBatch");
    assert.deepEqual(refused, []);
  });

  it("of a wildcard is extended there: the names that it answers keep what else it answers", async () => {
    const story = begin("wildcard", ["www.example.com"], MANAGED);
    const { simulator, zoneId } = story;
    simulator.route53.putRecord(zoneId, { name: "*.example.com", type: "CAA", ttl: 300, values: [OTHERS] });
    await story.ports.clock.sleep(HOUR);
    const result = await story.up();
    assert.equal(result.end, "settled", codes(result).join());
    const [{ records } = { records: [] }] = simulator.route53.snapshot();
    const sets = records.filter(({ type }) => type === "CAA").map(({ name, values }) => [name, values]);
    assert.deepEqual(sets, [["*.example.com", [OTHERS, AMAZON]]]);
    assert.deepEqual(
      result.report.dnsRecords.filter(({ purpose }) => purpose === "CAA").map(({ key, host }) => [key, host]),
      [["CAA:**.example.com", "*"]],
    );
  });

  it("is extended again when somebody has put the old set back, and is one record of the group all the same", async () => {
    const story = begin("again", ["example.com"], MANAGED);
    await put(story, OTHERS);
    await story.up();
    await put(story, OTHERS);
    story.desired.keyAlgorithm = "EC_prime256v1";
    const result = await story.up();
    assert.deepEqual([result.end, caaOf(story)], ["settled", [OTHERS, AMAZON]], codes(result).join());
    const keys = result.report.dnsRecords.filter(({ purpose }) => purpose === "CAA").map(({ key }) => key);
    assert.deepEqual(keys, ["CAA:example.com"]);
  });

  it("keeps what somebody adds between the group's look and its write", async () => {
    const story = begin("between", ["example.com"], MANAGED);
    await put(story, OTHERS);
    const theirs = '0 issue "digicert.com"';
    const ports = beside(story, "before", () => putNow(story, OTHERS, theirs));
    const result = await story.up({ ports });
    assert.deepEqual([result.end, caaOf(story)], ["settled", [OTHERS, theirs, AMAZON]], codes(result).join());
    assert.deepEqual(added(result), [AMAZON]);
  });

  it("is extended again by the same run when somebody writes it back before every name server has it", async () => {
    const story = begin("written back", ["example.com"], MANAGED);
    await put(story, OTHERS);
    const result = await story.up({ ports: beside(story, "after", () => putNow(story, OTHERS)) });
    assert.deepEqual([result.end, caaOf(story)], ["settled", [OTHERS, AMAZON]], codes(result).join());
    assert.deepEqual(added(result), [AMAZON]);
  });

  it("gets what each of two groups lacks when both write at once, and each remembers its own addition", async () => {
    const stack = createStack("two groups");
    await put(stack, OTHERS, OTHERS_WILD);
    const names = stack.group("names", existing(stack.place()), "www.example.com");
    const wildcards = stack.group("wildcards", existing(stack.place()), "*.shop.example.com");
    for (const each of [names, wildcards]) each.desired = { ...each.desired, ...MANAGED.wish };
    const results = await Promise.all([names.up(), wildcards.up()]);
    for (const result of results) assert.equal(result.end, "settled", codes(result).join());
    assert.deepEqual([...(caaOf(stack) ?? [])].sort(), [AMAZON, OTHERS, AMAZON_WILD, OTHERS_WILD].sort());
    assert.deepEqual(results.map(added), [[AMAZON], [AMAZON_WILD]]);
  });
});
