/** A CAA set in a zone of ours that keeps Amazon out, where the program lets the group extend it. */
import assert from "node:assert/strict";
import { begin, codes, HOUR, type Story } from "./story";
import { ROUTE53 } from "./world";

const MANAGED = { wish: { dns: { ...ROUTE53, manageCaa: true } } };
const OTHERS = '0 issue "letsencrypt.org"';
const OTHERS_WILD = '0 issuewild "letsencrypt.org"';
const AMAZON = '0 issue "amazon.com"';

async function put({ simulator, zoneId, ports }: Story, ...values: string[]): Promise<void> {
  simulator.route53.putRecord(zoneId, { name: "example.com", type: "CAA", ttl: 300, values });
  await ports.clock.sleep(HOUR);
}

const caaOf = ({ simulator }: Story) =>
  simulator.route53
    .snapshot()
    .flatMap(({ records }) => records)
    .find(({ type }) => type === "CAA")?.values;

describe("a CAA set that may be extended", function () {
  this.timeout(60_000);

  it("that keeps Amazon from names and from wildcards gets both, each in a write of its own: a batch may name a set once", async () => {
    const story = begin("both", ["example.com", "*.example.com"], MANAGED);
    await put(story, OTHERS, OTHERS_WILD);
    const { end, report } = await story.up();
    assert.equal(end, "settled", JSON.stringify(report.guidance));
    assert.deepEqual(caaOf(story), [OTHERS, OTHERS_WILD, AMAZON, '0 issuewild "amazon.com"']);
    const refused = story.simulator.history.entries().filter(({ code }) => code === "InvalidChangeBatch");
    assert.deepEqual(refused, []);
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
});
