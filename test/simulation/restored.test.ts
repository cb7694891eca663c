/** A group that goes leaves a distribution as it came to it: also with names that its certificate covers by a wildcard alone. */
import assert from "node:assert/strict";
import type { Desired } from "../../provider/core/model";
import { aliasesOf, found, HALF_AN_HOUR, lead, WWW } from "./holding";
import { begin, HOUR, ownCertificate, type Story } from "./story";
import { ACCOUNT, domainNames } from "./world";

const APEX = "example.com";
const ALL = "*.example.com";

interface Site {
  id: string;
  domainName: string;
  certificateArn: string;
}

/** A site that people have made and lead `www` to, and the first wish of a group for it. */
async function site(seed: string, names: string[]): Promise<{ story: Story; there: Site }> {
  const story = begin(seed, names);
  const certificateArn = await ownCertificate(story, WWW);
  const made = story.simulator.cloudfront.createDirect({ account: ACCOUNT, aliases: [WWW], certificateArn });
  lead(story, WWW, made.domainName);
  Object.assign(story.desired, { distribution: { kind: "existing", id: made.id, domainName: null } });
  await story.ports.clock.sleep(HALF_AN_HOUR);
  return { story, there: { id: made.id, domainName: made.domainName, certificateArn } };
}

/** As people made it. */
async function assertRestored(
  { simulator, ports, zoneId }: Story,
  { id, domainName, certificateArn }: Site,
): Promise<void> {
  const records = await ports.zones.recordSets(zoneId, [WWW]);
  const www = records.kind === "ok" ? records.value.filter(({ name }) => name === WWW) : [];
  assert.deepEqual(aliasesOf({ simulator }, { id }), [WWW]);
  assert.equal(found({ simulator }, { id })?.certificateArn, certificateArn);
  assert.deepEqual(
    www.map(({ type, values }) => [type, ...values]),
    [["CNAME", domainName]],
  );
}

const CASES: [rule: string, first: string[], changes: Partial<Desired>[]][] = [
  ["that it lists", [APEX, WWW], []],
  ["that a wildcard of it covers", [APEX, ALL, WWW], []],
  ["that a wildcard covers which comes later", [APEX, WWW], [{ domains: domainNames(APEX, WWW, ALL) }]],
  ["that comes later, under a wildcard", [APEX, ALL], [{ domains: domainNames(APEX, ALL, WWW) }]],
  [
    "that comes later, with a certificate of its own",
    [APEX, ALL],
    [{ domains: domainNames(APEX, ALL, WWW), keyAlgorithm: "EC_prime256v1" }],
  ],
  ["after a rotation", [APEX, ALL, WWW], [{ keyAlgorithm: "EC_prime256v1" }]],
  ["after a wildcard has gone", [APEX, ALL, WWW], [{ domains: domainNames(APEX, WWW) }]],
];

describe("a distribution had a name before the group came, and has it again when the group goes", function () {
  this.timeout(60_000);
  for (const [rule, first, changes] of CASES) {
    it(`one ${rule}`, async () => {
      const { story, there } = await site(`restored, ${rule}`, first);
      assert.equal((await story.up()).end, "settled");
      for (const change of changes) {
        await story.ports.clock.sleep(HOUR);
        Object.assign(story.desired, change);
        assert.equal((await story.up()).end, "settled");
      }
      await story.ports.clock.sleep(HOUR);
      assert.equal((await story.destroy()).end, "settled");
      await assertRestored(story, there);
    });
  }
});
