/** What somebody reads who has published a validation record, and not as it should be. */
import assert from "node:assert/strict";
import type { RecordExam } from "../../provider/core/looks";
import type { Desired } from "../../provider/core/model";
import type { DnsRecord } from "../../provider/core/outputs";
import { planText } from "../../provider/core/plan-text";
import { NOTHING_FOUND } from "../../provider/core/record-exam";
import { rehearse } from "../../provider/rehearse";
import { beginQuickly } from "./drift-story";
import { codes, HOUR, MINUTE, type Story } from "./story";
import { continued, runOf } from "./world";

const EXTERNAL: Partial<Desired> = { dns: { kind: "external" } };
const NAME = "www.example.com";

function put({ simulator, zoneId }: Story, name: string, type: "CNAME" | "A", value: string): void {
  simulator.route53.putRecord(zoneId, { name, type, ttl: 300, values: [value] });
}

/** Whatever stands in the record's place. */
function takeOff({ simulator, zoneId }: Story, { name }: DnsRecord): void {
  const { records = [] } = simulator.route53.snapshot().find(({ id }) => id === zoneId) ?? {};
  for (const record of records) {
    if (record.name === name) simulator.route53.removeRecord(zoneId, name, record.type);
  }
}

async function asked(story: Story): Promise<DnsRecord> {
  const { end, report } = await story.up();
  assert.equal(end, "waitingForYou", JSON.stringify(report.guidance));
  const [record] = report.dnsRecords;
  assert.ok(record !== undefined);
  return record;
}

/** Exams that were taken from now on. */
function countExams({ ports }: Story, found: Partial<RecordExam> = {}): { count: number } {
  const taken = { count: 0 };
  const examine = async (): Promise<RecordExam> => {
    taken.count += 1;
    return { ...NOTHING_FOUND, ...found };
  };
  Object.assign(ports, { dns: { ...ports.dns, examine } });
  return taken;
}

interface Mistake {
  rule: string;
  publishes(story: Story, record: DnsRecord): void;
  code: string;
  /** That its sentences name. */
  names(record: DnsRecord): string[];
}

const mistakes: Mistake[] = [
  {
    rule: "the zone's name is in the record's twice",
    publishes: (story, { name, value }) => put(story, `${name}.example.com`, "CNAME", value),
    code: "RECORD_NAME_DOUBLED",
    names: ({ name }) => [name, `${name}.example.com`],
  },
  {
    rule: "the name lacks its underscore",
    publishes: (story, { name, value }) => put(story, name.slice(1), "CNAME", value),
    code: "RECORD_NAME_BARE",
    names: ({ name }) => [name],
  },
  {
    rule: "the DNS host proxies it",
    publishes: (story, { name }) => put(story, name, "A", "192.0.2.1"),
    code: "RECORD_PROXIED",
    names: ({ name, value }) => [name, value, "DNS only"],
  },
  {
    rule: "its value has quotes",
    publishes: (story, { name, value }) => put(story, name, "CNAME", `"${value}"`),
    code: "RECORD_VALUE_QUOTED",
    names: ({ name, value }) => [`${name} has "${value}"`],
  },
  {
    rule: "the zone's name is behind its value",
    publishes: (story, { name, value }) => put(story, name, "CNAME", `${value}.example.com`),
    code: "RECORD_VALUE_CONTINUED",
    names: ({ name, value }) => [`${name} has ${value}.example.com`],
  },
  {
    rule: "the zone is on other servers than those that the registrar names",
    publishes: ({ simulator }) => simulator.dns.delegate("example.com", ["ns-1.awsdns-01.com"]),
    code: "RECORD_ZONE_LAME",
    names: () => ["ns-1.awsdns-01.com"],
  },
];

describe("a validation record that was missing", () => {
  it("may be repeated to be missing after it is there: the log has until when, for as long as ACM has not issued", async () => {
    const story = beginQuickly("cached", [NAME], { wish: EXTERNAL });
    const { name, value } = await asked(story);
    await story.ports.clock.sleep(3 * HOUR);
    put(story, name, "CNAME", value);
    await story.ports.clock.sleep(2 * MINUTE);
    const from = story.ports.clock.now();
    const [told, lines]: [string[], string[]] = [[], []];
    Object.assign(story.ports, { progress: { live: () => {}, say: (_: string, line: string) => lines.push(line) } });
    const settled = await story.up({
      onProgress: ({ guidance }) => {
        told.push(...guidance.map(({ code }) => code));
      },
    });
    assert.deepEqual([settled.report.status, told.includes("RECORD_NOT_YET_KNOWN")], ["CERTIFICATE_ATTACHED", true]);
    const said = lines.filter((line) => line.includes("may repeat"));
    const until = Date.parse(/\((.*)\)$/.exec(said[0] ?? "")?.[1] ?? "");
    assert.equal(said.length, 1, said.join());
    assert.ok(until >= from + 15 * MINUTE && until < from + 20 * MINUTE, said[0]);
    await story.ports.clock.sleep(HOUR);
    assert.deepEqual((await story.up()).memory.absences, {});
  });
});

describe("a validation record that is not as it should be", function () {
  this.timeout(60_000);

  for (const { rule, publishes, code, names } of mistakes) {
    it(`${code}: ${rule}; a plan and a refresh say so as well, and once it is right the group goes on`, async () => {
      const story = beginQuickly(rule, [NAME], { wish: EXTERNAL });
      const record = await asked(story);
      const { nameServers = [] } = story.simulator.route53.snapshot().find(({ id }) => id === story.zoneId) ?? {};
      publishes(story, record);
      await story.ports.clock.sleep(HOUR);
      const told = await story.up();
      assert.deepEqual([told.end, codes(told)], ["waitingForYou", [code]]);
      const [{ happening, todo, domains } = assert.fail()] = told.report.guidance;
      for (const each of names(record)) assert.ok(`${happening} ${todo}`.includes(each), `${happening} ${todo}`);
      assert.deepEqual(domains, [NAME]);
      const plan = await rehearse(runOf(story, story.desired, continued(told)));
      assert.ok(plan.items.some((item) => item.kind === "wait" && item.cause.code === code));
      assert.deepEqual(codes(await story.refresh()), [code]);
      story.simulator.dns.delegate("example.com", [...nameServers]);
      takeOff(story, record);
      put(story, record.name, "CNAME", record.value);
      await story.ports.clock.sleep(HOUR);
      assert.equal((await story.up()).end, "settled");
    });
  }

  it("RECORD_ZONE_UNDELEGATED: nobody has registered the domain, and the first plan says so", async () => {
    const story = beginQuickly("unregistered", ["www.unregistered.com"], { wish: EXTERNAL });
    const plan = await rehearse(runOf(story, story.desired));
    assert.deepEqual(
      plan.items.flatMap((item) => (item.kind === "wait" ? [item.cause.code] : [])),
      ["RECORD_ZONE_UNDELEGATED", "DEPLOYING"],
    );
    assert.match(
      planText(plan, []),
      /\n {2}RECORD_ZONE_UNDELEGATED: Public DNS delegates www\.unregistered\.com to nobody/,
    );
    const told = await story.up();
    assert.deepEqual([told.end, codes(told)], ["waitingForYou", ["RECORD_ZONE_UNDELEGATED"]]);
    assert.match(told.report.guidance[0]?.todo ?? "", /^Register the domain of www\.unregistered\.com/);
  });

  it("is one mistake of each domain: all of them are said, the worst first", async () => {
    const story = beginQuickly("several", [NAME, "shop.example.com", "help.example.com"], { wish: EXTERNAL });
    const first = await asked(story);
    put(story, first.name, "CNAME", "_typo.acm-validations.aws");
    const { dnsRecords } = (await story.up()).report;
    const shop = dnsRecords.find(({ key }) => key === "VALIDATION:shop.example.com");
    put(story, `${shop?.name}.example.com`, "CNAME", shop?.value ?? "");
    await story.ports.clock.sleep(HOUR);
    const told = await story.up();
    assert.deepEqual(
      told.report.guidance.map(({ code, domains }) => [code, domains]),
      [
        ["RECORD_NAME_DOUBLED", ["shop.example.com"]],
        ["RECORD_WRONG", [NAME]],
        ["WAITING_FOR_RECORDS", ["help.example.com"]],
      ],
    );
  });
});

describe("the exam of a missing record", function () {
  this.timeout(60_000);

  it("is taken every few minutes of a wait, while DNS is asked more often", async () => {
    const story = beginQuickly("seldom", [NAME], { wish: { ...EXTERNAL, waitFor: "attached" } });
    const taken = countExams(story);
    const { look } = story.ports.dns;
    let looks = 0;
    const counted: typeof look = (name, type) => {
      if (type === "CNAME") looks += 1;
      return look(name, type);
    };
    Object.assign(story.ports.dns, { look: counted });
    const { end } = await story.up({ deadline: story.ports.clock.now() + 30 * MINUTE });
    assert.equal(end, "timeout");
    assert.ok(taken.count >= 10 && taken.count <= 16, `${taken.count} exams`);
    assert.ok(looks > 3 * taken.count, `${looks} looks`);
  });

  it("is none where the record is there", async () => {
    const story = beginQuickly("there", [NAME], { wish: EXTERNAL });
    const { name, value } = await asked(story);
    put(story, name, "CNAME", value);
    await story.ports.clock.sleep(HOUR);
    const taken = countExams(story);
    assert.deepEqual([(await story.up()).end, taken.count], ["settled", 0]);
  });

  it("is one of the zone alone in a plan where nobody knows the record yet", async () => {
    const story = beginQuickly("plan", [NAME], { wish: EXTERNAL });
    const taken = countExams(story);
    await rehearse(runOf(story, story.desired));
    assert.equal(taken.count, 1);
  });

  it("says what it will: ACM is asked all the same", async () => {
    const story = beginQuickly("no veto", [NAME], { wish: { ...EXTERNAL, waitFor: "attached" } });
    const { name, value } =
      (await story.up({ deadline: story.ports.clock.now() + MINUTE })).report.dnsRecords[0] ?? assert.fail();
    put(story, name, "CNAME", value);
    countExams(story, { dnssecFails: true });
    const look: typeof story.ports.dns.look = async () => ({
      kind: "ok",
      value: { zone: "", servers: { ns: { kind: "none" } } },
    });
    Object.assign(story.ports.dns, { look });
    const { end, report } = await story.up();
    assert.deepEqual([end, report.reached], ["settled", "attached"], JSON.stringify(report.guidance));
  });

  it("is taken once of records that the group writes, when ACM is late, and keeps nobody waiting", async () => {
    const story = beginQuickly("late", [NAME]);
    Object.assign(story.simulator.world.latencies, { validationFirstCheck: 40 * MINUTE });
    const taken = countExams(story, { dnssecFails: true });
    const said = new Set<string>();
    const { end } = await story.up({
      onProgress: ({ guidance }) => said.add(guidance.map(({ code }) => code).join(" ")),
    });
    assert.deepEqual([end, taken.count], ["settled", 1]);
    assert.ok(said.has("RECORD_DNSSEC_FAILS WAITING_FOR_ISSUE"), [...said].join("\n"));
  });
});
