import assert from "node:assert/strict";
import { CloudFrontClient, UpdateOriginAccessControlCommand } from "@aws-sdk/client-cloudfront";
import type { Json, Service } from "../../provider/core/model";
import { TAG } from "../../provider/core/ownership";
import { clientConfig } from "../simulator/in-process";
import { repaired, seenAfter, sentencesOf, settle } from "./drift-story";
import { begin, HOUR, type Story } from "./story";
import { ACCOUNT } from "./world";

const BUCKET = { name: "pictures", region: "eu-west-1" };
const STATIC: Service = {
  type: "static",
  bucket: "pictures.s3.eu-west-1.amazonaws.com",
  defaultRootObject: "index.html",
  settings: {},
};
const API: Service = { type: "api", host: "origin.example.net", settings: {} };

/** A settled group that has made its distribution, for a bucket that lets it in. */
async function settled(seed: string, service: Service) {
  const story = begin(seed, ["example.com", "www.example.com"], {
    wish: { distribution: { kind: "created", service, domainName: null } },
  });
  const { cloudfront } = story.simulator;
  cloudfront.putBucket({ ...BUCKET, allow: [] });
  const { distributionArn } = await settle(story);
  cloudfront.putBucket({ ...BUCKET, allow: [distributionArn ?? ""] });
  return { story, before: (await story.refresh()).report };
}

const idOf = ({ simulator, distribution }: Story): string =>
  simulator.cloudfront.snapshot().find(({ id, status }) => id !== distribution.id && status !== "Deleted")?.id ?? "";

const edit = (story: Story, change: Parameters<Story["simulator"]["cloudfront"]["editDirect"]>[1]) =>
  story.simulator.cloudfront.editDirect(idOf(story), change);

async function read(story: Story) {
  const reply = await story.ports.distributions.get(idOf(story));
  assert.ok(reply.kind === "ok");
  return reply.value;
}

/** Somebody writes the whole configuration with some members changed. */
async function rewrite(story: Story, change: (settings: Json) => Json): Promise<void> {
  const { id, etag, settings } = await read(story);
  const written = await story.ports.distributions.configure(id, etag, { ...settings, ...change(settings) });
  assert.equal(written.kind, "ok");
  await story.ports.clock.sleep(HOUR);
}

const accessControl = ({ simulator }: Story) =>
  simulator.cloudfront.accessControls().find(({ isDeleted }) => !isDeleted) ?? assert.fail("there is none");

const withoutAccessControl = ({ Origins }: Json): Json => {
  const text = JSON.stringify(Origins).replace(/"OriginAccessControlId":"\w+"/, '"OriginAccessControlId":""');
  return { Origins: JSON.parse(text) };
};

async function unsign(story: Story): Promise<void> {
  const { id: Id, etag: IfMatch, name: Name } = accessControl(story);
  const config = {
    Name,
    OriginAccessControlOriginType: "s3",
    SigningBehavior: "never",
    SigningProtocol: "sigv4",
  } as const;
  const client = new CloudFrontClient(clientConfig(story.simulator));
  await client.send(new UpdateOriginAccessControlCommand({ Id, IfMatch, OriginAccessControlConfig: config }));
}

interface Accident {
  rule: string;
  service: Service;
  happens(story: Story): unknown;
  says: { [code: string]: [happening: RegExp, todo: RegExp] };
  writes: string[];
}

const WRITES_AGAIN = /^Run `pulumi up`: it writes them again\.$/;
const accidents: Accident[] = [
  {
    rule: "it is disabled",
    service: API,
    happens: (story) => edit(story, { enabled: false }),
    says: {
      CREATED_DISTRIBUTION_DISABLED: [
        /which the group made, is disabled, so example\.com, www\.example\.com are attached but not served\.$/,
        /^Run `pulumi up`: it enables it\.$/,
      ],
    },
    writes: ["UpdateDistribution"],
  },
  {
    rule: "settings of several kinds are changed",
    service: API,
    happens: (story) =>
      rewrite(story, ({ DefaultCacheBehavior }) => ({
        HttpVersion: "http1.1",
        DefaultRootObject: "start.html",
        DefaultCacheBehavior: { ...(DefaultCacheBehavior as Json), ViewerProtocolPolicy: "allow-all" },
      })),
    says: {
      SETTINGS_CHANGED: [
        /not as the group wrote them: HttpVersion \(http1\.1 in place of http2and3\), DefaultRootObject \(start\.html in place of nothing\), DefaultCacheBehavior\.ViewerProtocolPolicy \(allow-all in place of redirect-to-https\)\.$/,
        WRITES_AGAIN,
      ],
    },
    writes: ["UpdateDistribution"],
  },
  {
    rule: "its origin is another one",
    service: API,
    happens: (story) => edit(story, { originDomainName: "other.example.net" }),
    says: {
      SETTINGS_CHANGED: [
        /: Origins\.origin\.DomainName \(other\.example\.net in place of origin\.example\.net\)\.$/,
        WRITES_AGAIN,
      ],
    },
    writes: ["UpdateDistribution"],
  },
  {
    rule: "domains and certificate are off",
    service: API,
    happens: (story) => edit(story, { aliases: [], certificateArn: null }),
    says: {
      ALIASES_REMOVED: [/has lost aliases of the group/, /puts them back\.$/],
      DEFAULT_CERTIFICATE: [/CloudFront's default certificate/, /puts the group's back\.$/],
    },
    writes: ["UpdateDistribution"],
  },
  {
    rule: "its tags are stripped",
    service: API,
    happens: (story) =>
      story.simulator.cloudfront.untagDirect(`arn:aws:cloudfront::${ACCOUNT}:distribution/${idOf(story)}`, [
        TAG.id,
        TAG.owner,
        TAG.incarnation,
      ]),
    says: {
      DISTRIBUTION_TAGS_CHANGED: [
        /missing or changed: domain-group:id, domain-group:owner, domain-group:incarnation\.$/,
        WRITES_AGAIN,
      ],
    },
    writes: ["TagResource"],
  },
  {
    rule: "its origin access control no longer signs",
    service: STATIC,
    happens: unsign,
    says: { ACCESS_CONTROL_CHANGED: [/no longer signs every request to the bucket\.$/, /it mends it\.$/] },
    writes: ["UpdateOriginAccessControl"],
  },
  {
    rule: "its origin has no access control any more",
    service: STATIC,
    happens: (story) => rewrite(story, withoutAccessControl),
    says: {
      SETTINGS_CHANGED: [/: Origins\.origin\.OriginAccessControlId \(nothing in place of E\w+\)\.$/, WRITES_AGAIN],
    },
    writes: ["UpdateDistribution"],
  },
];

describe("what somebody else has done to a distribution that the group made", function () {
  this.timeout(60_000);

  for (const { rule, service, happens, says, writes } of accidents) {
    it(`${rule}: a refresh says so, and the next run repairs it`, async () => {
      const { story, before } = await settled(rule, service);
      const seen = await seenAfter(story, () => happens(story));
      assert.equal(seen.settled, false);
      assert.deepEqual(seen.guidance.map(({ code }) => code).sort(), Object.keys(says).sort());
      for (const [code, [happening, todo]] of Object.entries(says)) {
        const sentences = sentencesOf(seen, code);
        assert.match(sentences.happening, happening);
        assert.match(sentences.todo, todo);
      }
      assert.deepEqual(await repaired(story, before), writes);
    });
  }

  it("its access control is deleted: the next run makes a new one and names it in the distribution", async () => {
    const { story, before } = await settled("no control", STATIC);
    const seen = await seenAfter(story, async () => {
      await rewrite(story, withoutAccessControl);
      const { id, etag } = accessControl(story);
      assert.equal((await story.ports.accessControls.delete(id, etag)).kind, "ok");
      await story.ports.clock.sleep(HOUR);
    });
    assert.equal(sentencesOf(seen, "ACCESS_CONTROL_GONE").happening, "The origin access control of the group is gone.");
    assert.deepEqual(await repaired(story, before), ["CreateOriginAccessControl", "UpdateDistribution"]);
    assert.match(JSON.stringify((await read(story)).settings), new RegExp(accessControl(story).id));
  });

  it("it is deleted: the next run makes a new one, and leads the traffic there", async () => {
    const { story, before } = await settled("gone", API);
    const seen = await seenAfter(story, async () => {
      edit(story, { aliases: [], certificateArn: null, enabled: false });
      await story.ports.clock.sleep(HOUR);
      const { id, etag } = await read(story);
      assert.equal((await story.ports.distributions.delete(id, etag)).kind, "ok");
      await story.ports.clock.sleep(HOUR);
    });
    const { happening, todo } = sentencesOf(seen, "CREATED_DISTRIBUTION_GONE");
    assert.match(
      happening,
      new RegExp(`^The distribution ${before.distributionId}, which the group had made, is gone\\.$`),
    );
    assert.equal(todo, "Run `pulumi up`: it makes a new one.");
    const { end, report } = await story.up();
    assert.deepEqual([end, report.certificateArn], ["settled", before.certificateArn]);
    assert.notEqual(report.distributionId, before.distributionId);
    const leads = story.simulator.route53
      .snapshot()
      .flatMap(({ records }) => records.filter(({ type }) => type === "A"));
    assert.deepEqual(leads.length, 2);
    assert.ok(leads.every((record) => JSON.stringify(record).includes(report.distributionDomainName ?? "?")));
  });

  it("what somebody has set beside the group's settings stays, also when those are repaired", async () => {
    const { story, before } = await settled("beside", API);
    const theirs = { WebACLId: `arn:aws:wafv2:us-east-1:${ACCOUNT}:global/webacl/x/1` };
    const added = await seenAfter(story, () =>
      rewrite(story, ({ Origins }) => {
        const [origin] = (Origins as { Items: Json[] }).Items;
        return { ...theirs, Origins: { Quantity: 2, Items: [origin ?? {}, { ...origin, Id: "theirs" }] } };
      }),
    );
    assert.deepEqual(added, before, "nothing is said of it");
    await seenAfter(story, () => edit(story, { httpVersion: "http1.1" }));
    assert.deepEqual(await repaired(story, before), ["UpdateDistribution"]);
    const { settings } = await read(story);
    assert.deepEqual([settings["WebACLId"], settings["HttpVersion"]], [theirs.WebACLId, "http2and3"]);
    assert.match(JSON.stringify(settings["Origins"]), /"Id":"theirs"/);
  });

  it("a header for the origin, which may be a secret, is named without its value", async () => {
    const headers = (value: string): Json => ({ Items: [{ HeaderName: "X-Key", HeaderValue: value }] });
    const origin = (value: string): Json => ({ Origins: { Items: [{ Id: "origin", CustomHeaders: headers(value) }] } });
    const { story, before } = await settled("secret", { ...API, settings: origin("a-secret") });
    const seen = await seenAfter(story, () =>
      rewrite(story, ({ Origins }) => ({ Origins: JSON.parse(JSON.stringify(Origins).replace("a-secret", "theirs")) })),
    );
    const { happening } = sentencesOf(seen, "SETTINGS_CHANGED");
    assert.match(happening, /: Origins\.origin\.CustomHeaders\.$/);
    assert.doesNotMatch(JSON.stringify(seen), /a-secret/);
    assert.deepEqual(await repaired(story, before), ["UpdateDistribution"]);
  });
});
