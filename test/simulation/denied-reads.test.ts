/** Credentials that lack one permission to look: what can't be seen is not taken for gone, the action is named, and nothing is lost by it. */
import assert from "node:assert/strict";
import type { Desired } from "../../provider/core/model";
import type { RunResult } from "../../provider/reconcile";
import { attachments, taken } from "./holding";
import { settled } from "./moving";
import { created } from "./stack";
import { arns, begin, codes, HOUR, type Story } from "./story";
import { ACCOUNT } from "./world";

const NAMES = ["example.com", "www.example.com"];

const bucket: Desired["distribution"] = {
  kind: "created",
  service: { type: "static", bucket: "site.s3.us-east-1.amazonaws.com", defaultRootObject: "index.html", settings: {} },
  domainName: null,
};

type Phase = "up" | "refresh" | "destroy";

interface Life {
  wish: Partial<Desired>;
  reads: { [phase in Phase]: string[] };
}

const ALWAYS = [
  "acm:DescribeCertificate",
  "acm:ListCertificates",
  "cloudfront:GetDistribution",
  "route53:GetHostedZone",
  "route53:ListHostedZones",
  "route53:ListResourceRecordSets",
];
const TAGS = "acm:ListTagsForCertificate";
const MADE = "cloudfront:ListTagsForResource";
const LIST = "cloudfront:ListDistributions";
const SIGNED = ["cloudfront:GetOriginAccessControl", "cloudfront:ListOriginAccessControls"];

/** All that a life looks at; AWS grants `sts:GetCallerIdentity` to everybody. */
const LIVES: { [distribution: string]: Life } = {
  "on a distribution that is there": {
    wish: {},
    reads: { up: ALWAYS, refresh: [...ALWAYS, TAGS], destroy: [...ALWAYS, TAGS] },
  },
  "on one that the group makes": {
    wish: { distribution: created() },
    reads: { up: [...ALWAYS, LIST, MADE], refresh: [...ALWAYS, TAGS, MADE], destroy: [...ALWAYS, TAGS, MADE] },
  },
  "on one for a bucket": {
    wish: { distribution: bucket },
    reads: {
      up: [...ALWAYS, LIST, MADE, ...SIGNED],
      refresh: [...ALWAYS, TAGS, MADE, ...SIGNED],
      destroy: [...ALWAYS, TAGS, MADE, ...SIGNED],
    },
  },
};

const readsOf = ({ simulator }: Story): string[] => {
  const calls = simulator.history.entries().map(({ service, operation }) => `${service}:${operation}`);
  return [...new Set(calls.filter((call) => /:(Get|List|Describe)/.test(call) && !call.startsWith("sts:")))].sort();
};

/** What comes before the phase is as it should be. */
async function upTo(seed: string, wish: Partial<Desired>, phase: Phase): Promise<Story> {
  const story = begin(seed, NAMES, { wish });
  if (phase !== "up") {
    settled(await story.up());
    await story.ports.clock.sleep(HOUR);
  }
  story.simulator.history.clear();
  return story;
}

const says = ({ report }: RunResult, action: string): boolean =>
  report.guidance.some(({ happening, todo }) => `${happening} ${todo}`.includes(action));

const attached = { "example.com": "ATTACHED", "www.example.com": "ATTACHED" };

for (const [where, { wish, reads }] of Object.entries(LIVES)) {
  describe(`one permission to look that is missing, ${where}`, function () {
    this.timeout(60_000);

    for (const phase of ["up", "refresh", "destroy"] as const) {
      it(`is one of these: ${phase}`, async () => {
        const story = await upTo("reads", wish, phase);
        await story[phase]();
        assert.deepEqual(readsOf(story), [...reads[phase]].sort());
      });

      for (const action of reads[phase]) {
        it(`is named, loses nothing, and is all that it takes to go on: ${phase} without ${action}`, async () => {
          const story = await upTo(`${phase} without ${action}`, wish, phase);
          story.simulator.accounts.deny(ACCOUNT, action);
          const denied = await story[phase]();
          assert.deepEqual([codes(denied), denied.report.status, says(denied, action)], [["FORBIDDEN"], "ERROR", true]);
          if (phase === "refresh") {
            assert.deepEqual([attachments(denied), taken(story), denied.report.settled], [attached, [], false]);
          } else assert.equal(denied.end, "blocked");
          story.simulator.accounts.allow(ACCOUNT, action);
          const allowed = await story[phase]();
          if (phase === "refresh") assert.deepEqual([attachments(allowed), allowed.report.settled], [attached, true]);
          else settled(allowed);
          assert.equal(arns(story).length, phase === "destroy" ? 0 : 1);
        });
      }
    }
  });
}
