import assert from "node:assert/strict";
import type { EdgeLook } from "../../provider/core/looks";
import type { DnsRecord } from "../../provider/core/outputs";
import type { Bag } from "../../provider/pulumi/reading";
import { rehearse } from "../../provider/rehearse";
import { createLaptop, createPlace, groupInputs } from "../pulumi/laptop";
import { beginQuickly, written } from "./drift-story";
import { edgesOf } from "./edges";
import { codes, HOUR, MINUTE, type Story } from "./story";
import { continued, ROUTE53, runOf } from "./world";

const NAMES = ["example.com", "www.example.com"];
const SERVING = { waitFor: "serving" } as const;
const EXTERNAL = { dns: { kind: "external" } } as const;

/** A certificate for these names, from an authority that everybody trusts. */
const certificateFor = (...names: string[]): EdgeLook => ({
  kind: "certificate",
  names,
  issuer: "Example Ltd",
  notBefore: 0,
  notAfter: Date.UTC(2099, 0),
  trusted: true,
});

const traffic = ({ report }: Awaited<ReturnType<Story["up"]>>): string[] =>
  report.domains.map((domain) => domain.traffic);

/** Every look at an edge from now on. */
function watchEdges({ ports }: Pick<Story, "ports">): { name: string; at: number }[] {
  const { present } = ports.edges;
  const looks: { name: string; at: number }[] = [];
  ports.edges = {
    ...ports.edges,
    present: (name) => {
      looks.push({ name, at: ports.clock.now() });
      return present(name);
    },
  };
  return looks;
}

function publish({ simulator, zoneId }: Pick<Story, "simulator" | "zoneId">, records: DnsRecord[]): void {
  for (const { name, value } of records)
    simulator.route53.putRecord(zoneId, { name, type: "CNAME", ttl: 60, values: [value] });
}

describe("a group whose program waits for traffic", function () {
  this.timeout(60_000);

  it("in Route 53: its run ends when DNS has followed and every domain is served", async () => {
    const story = beginQuickly("in Route 53", NAMES, { wish: SERVING });
    const looks = watchEdges(story);
    const result = await story.up();
    assert.deepEqual(
      [result.end, result.report.reached, traffic(result)],
      ["settled", "serving", ["SERVING", "SERVING"]],
    );
    assert.deepEqual(codes(result), ["ATTACHED", "SERVING"]);
    const waited = (looks.at(-1)?.at ?? 0) - (looks[0]?.at ?? 0);
    assert.ok(waited > 0 && waited <= MINUTE, `${waited} ms`);
  });

  it("at other people's DNS: it waits for them, too, without asking AWS", async () => {
    const story = beginQuickly("ten minutes later", ["www.example.com"], { wish: { ...SERVING, ...EXTERNAL } });
    const { clock } = story.simulator.world;
    const waits = new Set<string>();
    let published = 0;
    const calls = () => story.simulator.history.entries().length;
    let callsWhenAttached = 0;
    const result = await story.up({
      onProgress: ({ guidance, dnsRecords, reached }) => {
        waits.add(guidance[0]?.code ?? "");
        const due = dnsRecords.filter(({ action }) => action === "PUBLISH");
        if (reached === "records" && published === 0) {
          published = 1;
          clock.at(clock.now() + MINUTE, () => publish(story, due));
        }
        if (reached === "attached" && published === 1 && due.length > 0) {
          published = clock.now();
          callsWhenAttached = calls();
          clock.at(clock.now() + 10 * MINUTE, () => publish(story, due));
        }
      },
    });
    assert.deepEqual([result.end, result.report.reached, traffic(result)], ["settled", "serving", ["SERVING"]]);
    assert.ok(waits.has("WAITING_FOR_RECORDS") && waits.has("WAITING_FOR_TRAFFIC"), [...waits].join());
    const waited = clock.now() - published;
    assert.ok(waited >= 10 * MINUTE && waited <= 12 * MINUTE, `${waited / MINUTE} minutes`);
    assert.equal(calls(), callsWhenAttached);
  });

  it("where nobody leads it here: its run fails in time, the next preview shows a change, and none when all is served", async () => {
    const place = createPlace("nobody");
    const laptop = createLaptop(place);
    const given = groupInputs(place, { ...SERVING, dns: "external", alternativeDomains: [] });
    const { clock } = place.simulator.world;
    const due = () => (laptop.state?.outs["dnsRecords"] ?? []) as DnsRecord[];
    assert.equal(await laptop.up({ ...given, waitFor: "records" }), undefined);
    publish(
      place,
      due().filter(({ purpose }) => purpose === "VALIDATION"),
    );
    const failed = (await laptop.up(given)) ?? "";
    assert.match(failed, /brand did not reach "serving" in time\./);
    assert.match(failed, /WAITING_FOR_TRAFFIC: DNS does not lead example\.com here yet/);
    assert.doesNotMatch(failed, /ROUTING_TO_PUBLISH/);
    assert.deepEqual([laptop.state?.outs["settled"], laptop.state?.outs["reached"]], [true, "attached"]);
    assert.equal(await laptop.changes(given), 1);
    publish(
      place,
      due().filter(({ purpose }) => purpose === "ROUTING"),
    );
    await clock.sleep(HOUR);
    assert.equal(await laptop.up(given), undefined);
    assert.equal(laptop.state?.outs["reached"], "serving");
    place.simulator.history.clear();
    assert.equal(await laptop.changes(given), 0);
    assert.equal(place.simulator.history.count(), 0);
  });

  it("is told what answers instead of an edge, after the time that edges need", async () => {
    const story = beginQuickly("another certificate", ["www.example.com"], { wish: SERVING });
    story.ports.edges.present = async () => certificateFor("old.example.net");
    const result = await story.up();
    assert.deepEqual([result.end, codes(result)], ["timeout", ["EDGE_OTHER_CERTIFICATE", "EDGE_SETTLING"]]);
    assert.match(result.report.guidance[0]?.happening ?? "", /that one is for old\.example\.net\./);
    assert.equal(result.report.settled, true);
  });
});

describe("the plan of a group whose program waits for traffic", function () {
  this.timeout(60_000);

  it("asks people for the records that lead it here, and no edge for anything", async () => {
    const story = beginQuickly("plan", ["www.example.com"], { wish: EXTERNAL });
    publish(
      story,
      (await story.up()).report.dnsRecords.filter(({ action }) => action === "PUBLISH"),
    );
    await story.ports.clock.sleep(HOUR);
    const attached = await story.up();
    assert.equal(attached.report.reached, "attached");
    story.ports.edges.present = () => assert.fail("a handshake");
    const { items, end } = await rehearse(runOf(story, { ...story.desired, ...SERVING }, continued(attached)));
    const waits = items.map((item) => item.kind === "wait" && [item.on, item.cause.code]);
    assert.deepEqual([waits, end], [[["you", "WAITING_FOR_TRAFFIC"]], "reached"]);
  });

  it("comes to its end where a domain is taken over", async () => {
    const dns = { ...ROUTE53, routing: "takeOver" as const };
    const story = beginQuickly("plan to take over", ["www.example.com"], { wish: { ...SERVING, dns } });
    const record = { name: "www.example.com", type: "CNAME" as const, ttl: 60, values: ["old.example.net"] };
    story.simulator.route53.putRecord(story.zoneId, record);
    const { items, end } = await rehearse(runOf(story, story.desired));
    const last = items.at(-1);
    assert.deepEqual([last?.kind === "wait" && last.cause.code, end], ["EDGE_SETTLING", "reached"]);
  });
});

describe("a group whose program does not wait for traffic", function () {
  this.timeout(60_000);

  it("has one look at its edges when all else is done", async () => {
    const story = beginQuickly("one look", NAMES);
    const looks = watchEdges(story);
    const result = await story.up();
    assert.deepEqual([result.end, result.report.reached, codes(result)], ["settled", "attached", ["ATTACHED"]]);
    assert.deepEqual(
      looks.map(({ name }) => name),
      NAMES,
    );
    await story.ports.clock.sleep(HOUR);
    story.simulator.history.clear();
    const seen = await story.refresh();
    assert.deepEqual(
      [traffic(seen), seen.report.reached, codes(seen)],
      [["SERVING", "SERVING"], "serving", ["ATTACHED"]],
    );
    assert.deepEqual(written(story), []);
  });

  it("is held up by five seconds at most when nothing answers", async () => {
    const took = async (seed: string, ms: number): Promise<number> => {
      const story = beginQuickly(seed, NAMES);
      story.ports.edges.present = async () => {
        await story.ports.clock.sleep(ms);
        return { kind: "none", code: "ETIMEDOUT", port: 443 };
      };
      const started = story.ports.clock.now();
      assert.equal((await story.up()).end, "settled");
      return story.ports.clock.now() - started;
    };
    assert.equal((await took("hangs", 5_000)) - (await took("hangs", 0)), 5_000);
  });

  it("is settled whatever answers, and a refresh says what is wrong", async () => {
    const place = createPlace("something else");
    const laptop = createLaptop(place);
    const given = groupInputs(place);
    place.ports.edges.present = async () => certificateFor("old.example.net");
    assert.equal(await laptop.up(given), undefined);
    const said = (): string[] => ((laptop.state?.outs["guidance"] ?? []) as Bag[]).map(({ code }) => String(code));
    assert.deepEqual(said(), ["ATTACHED"], "edges may still be settling");
    await place.ports.clock.sleep(HOUR);
    assert.equal(await laptop.refresh(), undefined);
    assert.deepEqual(said(), ["EDGE_OTHER_CERTIFICATE", "ATTACHED"]);
    const { settled, reached, domains } = laptop.state?.outs ?? {};
    assert.deepEqual([settled, reached, (domains as Bag[])[0]?.["traffic"]], [true, "attached", "POINTING"]);
    place.simulator.history.clear();
    assert.equal(await laptop.changes(given), 0);
    assert.equal(place.simulator.history.count(), 0);
  });

  it("has a look at them in a refresh, too, when there is something to do", async () => {
    const story = beginQuickly("unsettled", NAMES);
    await story.up();
    await story.ports.clock.sleep(HOUR);
    story.desired.tags = { team: "web" };
    const seen = await story.refresh();
    assert.deepEqual([seen.report.settled, traffic(seen)], [false, ["SERVING", "SERVING"]]);
  });

  it("keeps what it knew of an edge that could not be asked", async () => {
    const story = beginQuickly("could not ask", NAMES);
    await story.up();
    await story.ports.clock.sleep(HOUR);
    const { report } = await story.refresh();
    story.ports.edges.present = async () => ({ kind: "unknown", code: "SERVFAIL" });
    assert.deepEqual((await story.refresh()).report, report);
    assert.equal(report.reached, "serving");
  });

  it("is not called served while the server that it is taken over from may still answer", async () => {
    const story = beginQuickly("taken over", ["www.example.com"]);
    const { simulator, zoneId } = story;
    simulator.route53.putRecord(zoneId, {
      name: "www.example.com",
      type: "CNAME",
      ttl: 60,
      values: ["old.example.net"],
    });
    const old = { id: "old", name: "example.net", nameServers: ["ns1.old.net"], private: false, soaMinimum: 60 };
    simulator.dns.addZone(old);
    simulator.dns.delegate("example.net", old.nameServers);
    story.ports.edges = edgesOf(simulator, certificateFor("www.example.com"));
    await story.up();
    await story.ports.clock.sleep(HOUR);
    const looks = watchEdges(story);
    const desired = { ...story.desired, dns: { ...ROUTE53, routing: "takeOver" as const } };
    const taken = await story.up({ desired });
    assert.deepEqual([taken.end, traffic(taken), looks.length], ["settled", ["POINTING"], 1]);
    await story.ports.clock.sleep(2 * MINUTE);
    assert.deepEqual(traffic(await story.refresh()), ["SERVING"]);
  });
});
