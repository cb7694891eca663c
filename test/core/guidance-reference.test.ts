import assert from "node:assert/strict";
import { CATALOGUE } from "../../provider/core/catalogue";
import type { Report } from "../../provider/core/report";
import {
  AREAS,
  ATTACHMENT,
  type Axis,
  COMMAND,
  GROUP,
  REFERENCE,
  reference,
  TRAFFIC_AXIS,
} from "../setup/guidance-reference";
import { begin, HOUR, type Story } from "../simulation/story";
import { change } from "../simulation/watch";
import { filesBelow, textOf } from "../tidy/sources";

describe("the reference of the guidance", () => {
  it("is what the catalogue says now", () => {
    assert.ok(textOf(REFERENCE) === reference(), `${REFERENCE} is out of date. Refresh it: ${COMMAND}`);
  });

  it("has each code of the catalogue once, and no other", () => {
    const codes = [...textOf(REFERENCE).matchAll(/^### `([A-Z][A-Z0-9_]+)`$/gm)].map(([, code]) => code);
    assert.deepEqual(codes.sort(), Object.keys(CATALOGUE).sort());
  });

  it("has a part for every file of the catalogue", () => {
    const files = filesBelow("provider/core", [".ts"]).filter((file) => file.startsWith("provider/core/catalogue-"));
    const areas = Object.keys(AREAS).map((area) => `provider/core/catalogue-${area}.ts`);
    // The lines of a preview's plan are not guidance.
    assert.deepEqual([...areas, "provider/core/catalogue-plan.ts"].sort(), files);
  });

  it("shows no parameter as missing", () => {
    assert.doesNotMatch(reference(), /\?[`.,:)]|undefined/);
  });
});

describe("the order of the statuses", () => {
  for (const axis of [GROUP, ATTACHMENT, TRAFFIC_AXIS] as Axis<string>[]) {
    it(`${axis.title}: each can be reached from the first, and each is explained`, () => {
      const statuses = Object.keys(axis.statuses);
      const [first = ""] = statuses;
      assert.deepEqual([...new Set([first, ...after(axis, first)])].sort(), [...statuses].sort());
      for (const [status, { meaning }] of Object.entries(axis.statuses)) assert.match(meaning, /^[A-Z].*\.$/, status);
      for (const status of axis.always) assert.ok(axis.intro.includes(`\`${status}\``), status);
    });
  }

  it("is that of whole lives of groups", async function () {
    this.timeout(60_000);
    const seen = [await withRoute53(), await withPeople(), await forbidden()].flat();
    assert.deepEqual(
      seen.filter(({ axis, from, to }) => !isToldOf(axis, from, to)).map(({ from, to }) => `${from} -> ${to}`),
      [],
    );
    for (const status of Object.keys(ATTACHMENT.statuses).filter((each) => !each.startsWith("ERROR")))
      assert.ok(
        seen.some(({ from, to }) => from === status || to === status),
        `${status} was not seen`,
      );
  });
});

/** All that can come later. */
function after(axis: Axis<string>, status: string): string[] {
  const found = new Set<string>(axis.always);
  const queue = [status, ...axis.always];
  for (let one = queue.pop(); one !== undefined; one = queue.pop()) {
    const { next, otherwise } = axis.statuses[one] ?? { next: null, otherwise: [] };
    for (const each of [...(next === null ? [] : [next]), ...otherwise]) {
      if (!found.has(each)) queue.push(each);
      found.add(each);
    }
  }
  return [...found];
}

/** What is told of as the next, or comes later on the same way: a look may find several steps done. */
function isToldOf(axis: Axis<string>, from: string, to: string): boolean {
  const { next, otherwise } = axis.statuses[from] ?? { next: null, otherwise: [] };
  return (
    axis.always.includes(to) || [next, ...otherwise].some((each) => each !== null && onTheWay(axis, each).includes(to))
  );
}

function onTheWay(axis: Axis<string>, from: string): string[] {
  const way = [from];
  for (let next = axis.statuses[from]?.next; next != null; next = axis.statuses[next]?.next) way.push(next);
  return way;
}

interface Passage {
  axis: Axis<string>;
  from: string;
  to: string;
}

/** Notes each change of a status from one report to the next. */
function watch(): { passages: Passage[]; see(report: Report): void } {
  const passages: Passage[] = [];
  let last: Report | undefined;
  const note = (axis: Axis<string>, from: string | undefined, to: string): void => {
    if (from !== undefined && from !== to) passages.push({ axis, from, to });
  };
  const see = (report: Report): void => {
    note(GROUP, last?.status, report.status);
    for (const { name, attachment, traffic } of report.domains) {
      const before = last?.domains.find((domain) => domain.name === name);
      note(ATTACHMENT, before?.attachment, attachment);
      note(TRAFFIC_AXIS, before?.traffic, traffic);
    }
    last = report;
  };
  return { passages, see };
}

/** Runs of one resource, with each passage noted. A group that goes is at the statuses of its domains alone. */
function watched(story: Story) {
  const { passages, see } = watch();
  // An old answer would show the status before once more.
  Object.assign(story.simulator.world.latencies, { distributionReadLag: 0, inUseByLag: 0 });
  const up = async (more: Parameters<Story["up"]>[0] = {}): Promise<Report> => {
    const { report } = await story.up({ onProgress: see, ...more });
    see(report);
    return report;
  };
  const refresh = async (): Promise<void> => see((await story.refresh()).report);
  const destroy = async (): Promise<void> => {
    const seeDomains = (report: Report): void => see({ ...report, status: "CERTIFICATE_ATTACHED" });
    seeDomains((await story.up({ goal: "absent", letGoFor: HOUR, onProgress: seeDomains })).report);
  };
  const publish = ({ dnsRecords }: Report, most = dnsRecords.length): void => {
    for (const { name, value } of dnsRecords.filter(({ purpose }) => purpose === "VALIDATION").slice(0, most))
      story.simulator.route53.putRecord(story.zoneId, { name, type: "CNAME", ttl: 300, values: [value] });
  };
  return { passages, up, refresh, destroy, publish };
}

async function withRoute53(): Promise<Passage[]> {
  const story = begin("statuses, Route 53", ["example.com", "www.example.com"]);
  const { passages, up, refresh, destroy } = watched(story);
  await up();
  change(story, "example.com", "www.example.com", "shop.example.com");
  await up();
  story.simulator.cloudfront.editDirect(story.distribution.id, { aliases: ["example.com"] });
  await refresh();
  await up();
  change(story, "example.com", "www.example.com");
  await up();
  await destroy();
  return passages;
}

async function withPeople(): Promise<Passage[]> {
  const story = begin("statuses, people", ["www.example.com", "shop.example.com"], {
    wish: { dns: { kind: "external" } },
  });
  const { passages, up, refresh, destroy, publish } = watched(story);
  publish(await up(), 1);
  await story.ports.clock.sleep(HOUR);
  await up();
  // ACM gives up after three days.
  await story.ports.clock.sleep(100 * HOUR);
  publish(await up());
  await up({ cancelled: () => true });
  await story.ports.clock.sleep(HOUR);
  await up();
  await refresh();
  await destroy();
  return passages;
}

async function forbidden(): Promise<Passage[]> {
  const story = begin("statuses, CAA", ["example.com"]);
  const { passages, up } = watched(story);
  const caa = (authority: string): void =>
    story.simulator.route53.putRecord(story.zoneId, {
      name: "example.com",
      type: "CAA",
      ttl: 60,
      values: [`0 issue "${authority}"`],
    });
  caa("letsencrypt.org");
  await up();
  caa("amazon.com");
  await story.ports.clock.sleep(HOUR);
  await up();
  return passages;
}
