import assert from "node:assert/strict";
import type { Desired } from "../../provider/core/model";
import { TAG } from "../../provider/core/ownership";
import { beginQuickly, MEND, repaired, restOf, seenAfter, sentencesOf, settle, THEIRS } from "./drift-story";
import { arns, codes, ownCertificate, type Story } from "./story";
import { distribution } from "./watch";
import { ROUTE53 } from "./world";

const NAMES = ["example.com", "www.example.com"];
const UP = "Run `pulumi up`: it ";

interface Accident {
  rule: string;
  wish?: Partial<Desired>;
  happens(story: Story): unknown;
  /** Each code that the refresh says, with what has happened and what the next `up` does. */
  says: { [code: string]: [happening: RegExp, todo: string] };
  /** What the next `up` writes. */
  writes: string[];
}

const edit = (story: Story, change: Parameters<Story["simulator"]["cloudfront"]["editDirect"]>[1]) =>
  story.simulator.cloudfront.editDirect(story.distribution.id, change);

const recordsOf = ({ simulator, zoneId }: Story, type: string) =>
  simulator.route53
    .snapshot()
    .filter(({ id }) => id === zoneId)
    .flatMap(({ records }) => records)
    .filter((record) => record.type === type);

function leadElsewhere({ simulator, zoneId }: Story): void {
  for (const type of ["A", "AAAA", "HTTPS"]) simulator.route53.removeRecord(zoneId, "www.example.com", type);
  simulator.route53.putRecord(zoneId, {
    name: "www.example.com",
    type: "CNAME",
    ttl: 60,
    values: ["elsewhere.example.net"],
  });
}

const onTheDistribution: Accident[] = [
  {
    rule: "one alias is gone",
    happens: (story) => edit(story, { aliases: ["www.example.com"] }),
    says: { ALIASES_REMOVED: [/has lost aliases of the group: example\.com\.$/, `${UP}puts them back.`] },
    writes: ["UpdateDistribution"],
  },
  {
    rule: "aliases and certificate are gone",
    happens: (story) => edit(story, { aliases: [], certificateArn: null }),
    says: {
      ALIASES_REMOVED: [/: example\.com, www\.example\.com\.$/, `${UP}puts them back.`],
      DEFAULT_CERTIFICATE: [
        /CloudFront's default certificate in place of the group's\.$/,
        `${UP}puts the group's back.`,
      ],
    },
    writes: ["UpdateDistribution"],
  },
  {
    rule: "somebody has put another certificate there",
    happens: async (story) => edit(story, { certificateArn: await ownCertificate(story, ...NAMES) }),
    says: {
      OTHER_CERTIFICATE: [
        /another certificate in place of the group's: arn:aws:acm:us-east-1:111111111111:certificate\//,
        `${UP}puts the group's back, and leaves the other one as it is.`,
      ],
    },
    writes: ["UpdateDistribution"],
  },
  {
    rule: "the security policy is not the program's any more",
    wish: { minimumProtocolVersion: "TLSv1.2_2021" },
    happens: (story) => edit(story, { minimumProtocolVersion: "TLSv1.2_2019" }),
    says: {
      SECURITY_POLICY_CHANGED: [
        /has the security policy TLSv1\.2_2019; the program says TLSv1\.2_2021\.$/,
        `${UP}sets what the program says.`,
      ],
    },
    writes: ["UpdateDistribution"],
  },
];

const inTheZone: Accident[] = [
  {
    rule: "validation records are gone",
    happens: (story) => {
      for (const { name } of recordsOf(story, "CNAME"))
        story.simulator.route53.removeRecord(story.zoneId, name, "CNAME");
    },
    says: {
      VALIDATION_RECORDS_REMOVED: [
        /^Route 53 no longer has validation records of the group: those of example\.com, www\.example\.com\.$/,
        `${UP}writes them again.`,
      ],
      RENEWAL_AT_RISK: [/for example\.com, www\.example\.com: a validation record is not in DNS\.$/, MEND],
    },
    writes: ["ChangeResourceRecordSets"],
  },
  {
    rule: "a validation record has another value",
    happens: (story) => {
      const [first] = recordsOf(story, "CNAME");
      const name = first?.name ?? "";
      story.simulator.route53.putRecord(story.zoneId, { name, type: "CNAME", ttl: 60, values: ["wrong.example.net"] });
    },
    says: {
      VALIDATION_RECORD_CHANGED: [
        /^The validation record of example\.com in Route 53 has another value: _\w+\.example\.com is wrong\.example\.net\.$/,
        `${UP}writes it again.`,
      ],
      RENEWAL_AT_RISK: [/for example\.com: a validation record has another value\.$/, MEND],
    },
    writes: ["ChangeResourceRecordSets"],
  },
  {
    rule: "a routing record is gone",
    happens: ({ simulator, zoneId }) => simulator.route53.removeRecord(zoneId, "example.com", "A"),
    says: {
      ROUTING_RECORDS_REMOVED: [/^Route 53 lacks routing records of example\.com: A\.$/, `${UP}writes them again.`],
    },
    writes: ["ChangeResourceRecordSets"],
  },
  {
    rule: "a routing record leads elsewhere, and the program takes over",
    wish: { dns: { ...ROUTE53, routing: "takeOver" } },
    happens: leadElsewhere,
    says: {
      ROUTING_RECORDS_CHANGED: [
        /^Route 53 leads www\.example\.com somewhere else: elsewhere\.example\.net\.$/,
        `${UP}replaces that, as \`routing: "takeOver"\` says.`,
      ],
    },
    writes: ["ChangeResourceRecordSets"],
  },
];

const onTheCertificate: Accident[] = [
  {
    rule: "a clean-up bot has stripped the tags",
    wish: { tags: { team: "web" } },
    happens: (story) =>
      story.simulator.acm.untagDirect(arns(story)[0] ?? "", [TAG.id, TAG.owner, TAG.incarnation, "team"]),
    says: {
      CERTIFICATE_TAGS_CHANGED: [
        /^Tags of the certificate are missing or changed: team, domain-group:id, domain-group:owner, domain-group:incarnation\.$/,
        `${UP}writes them again.`,
      ],
    },
    writes: ["AddTagsToCertificate"],
  },
  {
    rule: "a tag of the program has another value",
    wish: { tags: { team: "web" } },
    happens: (story) => story.simulator.acm.tagDirect(arns(story)[0] ?? "", { team: "theirs", more: "theirs" }),
    says: { CERTIFICATE_TAGS_CHANGED: [/missing or changed: team\.$/, `${UP}writes them again.`] },
    writes: ["AddTagsToCertificate"],
  },
];

describe("what somebody else has done to a group", function () {
  this.timeout(60_000);

  for (const accident of [...onTheDistribution, ...inTheZone, ...onTheCertificate]) {
    it(`${accident.rule}: a refresh says so, and the next run repairs that and nothing else`, async () => {
      const { wish = {}, happens, says, writes } = accident;
      const story = beginQuickly(accident.rule, NAMES, { direct: THEIRS, wish });
      const before = await settle(story);
      const rest = await restOf(story, story.distribution.id);
      const seen = await seenAfter(story, () => happens(story));
      assert.deepEqual([seen.settled, seen.actionRequired], [false, true]);
      assert.deepEqual(seen.guidance.map(({ code }) => code).sort(), Object.keys(says).sort());
      for (const [code, [happening, todo]] of Object.entries(says)) {
        const sentences = sentencesOf(seen, code);
        assert.match(sentences.happening, happening);
        assert.equal(sentences.todo, todo);
      }
      assert.deepEqual(await repaired(story, before), writes);
      assert.equal(await restOf(story, story.distribution.id), rest);
    });
  }

  it("several at once are named each by itself, and repaired in one run", async () => {
    const story = beginQuickly("several", NAMES, { direct: THEIRS });
    const before = await settle(story);
    const seen = await seenAfter(story, () => {
      edit(story, { aliases: ["example.com"] });
      story.simulator.route53.removeRecord(story.zoneId, "example.com", "AAAA");
      story.simulator.acm.untagDirect(arns(story)[0] ?? "", [TAG.owner]);
    });
    assert.deepEqual(
      seen.guidance.map(({ code, domains }) => [code, domains]),
      [
        ["CERTIFICATE_TAGS_CHANGED", NAMES],
        ["ALIASES_REMOVED", ["www.example.com"]],
        ["ROUTING_RECORDS_REMOVED", ["example.com"]],
      ],
    );
    const writes = ["AddTagsToCertificate", "ChangeResourceRecordSets", "UpdateDistribution"];
    assert.deepEqual((await repaired(story, before)).sort(), writes);
  });

  it("is forgotten when somebody puts it right before the next run", async () => {
    const story = beginQuickly("put right", NAMES);
    const before = await settle(story);
    const { viewerCertificate } = await seenAfter(story, () => edit(story, { aliases: ["example.com"] }));
    const after = await seenAfter(story, () => edit(story, { aliases: NAMES }));
    assert.deepEqual([after, viewerCertificate], [before, before.viewerCertificate]);
  });
});

describe("what is not the group's on an existing distribution, or in its zone", function () {
  this.timeout(60_000);

  const theirs: [string, (story: Story) => unknown][] = [
    ["the comment", (story) => edit(story, { comment: "other words" })],
    ["the HttpVersion", (story) => edit(story, { httpVersion: "http2and3" })],
    ["IPv6", (story) => edit(story, { ipv6: false })],
    ["an origin", (story) => edit(story, { originDomainName: "other.example.net" })],
    [
      "the security policy where the program says none",
      (story) => edit(story, { minimumProtocolVersion: "TLSv1.2_2019" }),
    ],
    [
      "another alias that the certificate covers",
      (story) => edit(story, { aliases: ["example.com", "*.example.com", "img.example.com"] }),
    ],
  ];
  for (const [what, change] of theirs) {
    it(`${what}: nothing is said of it, and no run touches it`, async () => {
      const story = beginQuickly(what, ["example.com", "*.example.com"], { direct: THEIRS });
      const before = await settle(story);
      const after = await seenAfter(story, () => change(story));
      assert.deepEqual({ ...after, viewerCertificate: before.viewerCertificate }, before);
      const there = await story.ports.distributions.get(story.distribution.id);
      assert.deepEqual(await repaired(story, after), []);
      assert.deepEqual(await story.ports.distributions.get(story.distribution.id), there);
    });
  }

  it("a repair beside it leaves it as it is", async () => {
    const story = beginQuickly("repair beside", ["example.com", "*.example.com"], { direct: THEIRS });
    const before = await settle(story);
    const aliases = ["*.example.com", "img.example.com"];
    await seenAfter(story, () =>
      edit(story, { comment: "other words", aliases, originDomainName: "other.example.net" }),
    );
    const rest = await restOf(story, story.distribution.id);
    assert.deepEqual(await repaired(story, before), ["UpdateDistribution"]);
    assert.equal(await restOf(story, story.distribution.id), rest);
    assert.deepEqual(distribution(story)?.aliases, [...aliases, "example.com"]);
  });

  it("an existing distribution that somebody has disabled: said, and never enabled", async () => {
    const story = beginQuickly("disabled", NAMES, { direct: THEIRS });
    await settle(story);
    const seen = await seenAfter(story, () => edit(story, { enabled: false }));
    assert.equal(seen.settled, true);
    const { happening, todo } = sentencesOf(seen, "DISTRIBUTION_DISABLED");
    assert.match(
      happening,
      /^The distribution \w+ is disabled, so example\.com, www\.example\.com are attached but not served\.$/,
    );
    assert.equal(todo, "Enable the distribution.");
    assert.deepEqual(await repaired(story, seen), []);
    assert.equal(distribution(story)?.enabled, false);
  });

  it('a routing record that somebody leads elsewhere under routing "create": said, and never replaced', async () => {
    const story = beginQuickly("led elsewhere", NAMES);
    await settle(story);
    const seen = await seenAfter(story, () => leadElsewhere(story));
    assert.equal(seen.settled, true);
    assert.match(sentencesOf(seen, "ROUTING_LEADS_ELSEWHERE").happening, /www\.example\.com somewhere else/);
    assert.deepEqual(await repaired(story, seen), []);
    assert.deepEqual(
      recordsOf(story, "CNAME")
        .filter(({ name }) => name === "www.example.com")
        .map(({ values }) => values),
      [["elsewhere.example.net"]],
    );
  });

  it("an existing distribution that is gone: every run ends there, and requests nothing", async () => {
    const story = beginQuickly("gone", NAMES);
    await settle(story);
    edit(story, { aliases: [], certificateArn: null, enabled: false });
    await story.ports.clock.sleep(60 * 60_000);
    const { distributions } = story.ports;
    const there = await distributions.get(story.distribution.id);
    assert.ok(there.kind === "ok" && (await distributions.delete(there.value.id, there.value.etag)).kind === "ok");
    const seen = await seenAfter(story, () => undefined);
    assert.deepEqual([seen.settled, seen.guidance[0]?.code], [false, "DISTRIBUTION_NOT_FOUND"]);
    const next = await story.up();
    assert.deepEqual([next.end, codes(next), arns(story).length], ["blocked", ["DISTRIBUTION_NOT_FOUND"], 1]);
  });
});
