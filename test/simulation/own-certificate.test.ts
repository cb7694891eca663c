import assert from "node:assert/strict";
import type { CertificateArn } from "../../provider/core/model";
import { arns, begin, codes, HOUR, ownCertificate, type Story } from "./story";
import { ACCOUNT, continued, domainNames, ROUTE53, run, wish } from "./world";

/** The user's certificate is issued, and the group gets it. */
async function beginWith(
  seed: string,
  names: string[],
  ...certified: string[]
): Promise<Story & { arn: CertificateArn }> {
  const story = begin(seed, names);
  const arn = await ownCertificate(story, ...certified);
  story.desired.certificate = arn;
  return { ...story, arn };
}
const distribution = ({ simulator, distribution: { id } }: Story) =>
  simulator.cloudfront.snapshot().find((each) => each.id === id);
const writes = ({ simulator }: Story): string[] =>
  simulator.history
    .entries()
    .map(({ operation }) => operation)
    .filter((operation) => /Certificate$/.test(operation) && !/^(Describe|Get|List)/.test(operation));

describe("a group with a certificate of the program", function () {
  this.timeout(60_000);

  it("attaches it, publishes routing, and neither requests, tags nor deletes a certificate", async () => {
    const story = await beginWith("own", ["example.com", "www.example.com"], "example.com", "*.example.com");
    story.simulator.history.clear();
    const { end, report } = await story.up();
    assert.deepEqual([end, report.status], ["settled", "CERTIFICATE_ATTACHED"]);
    assert.deepEqual([report.certificateArn, report.viewerCertificate.acmCertificateArn], [story.arn, story.arn]);
    assert.deepEqual([...new Set(report.dnsRecords.map(({ purpose }) => purpose))], ["ROUTING"]);
    assert.deepEqual(distribution(story)?.aliases, ["example.com", "www.example.com"]);
    assert.equal((await story.destroy()).end, "settled");
    assert.deepEqual([distribution(story)?.aliases, distribution(story)?.certificateArn], [[], null]);
    assert.deepEqual([arns(story), writes(story)], [[story.arn], []]);
  });

  it("gives the distribution back what it had before", async () => {
    const story = await beginWith("own before", ["www.example.com"], "*.example.com");
    const other = await ownCertificate(story, "example.com", "www.example.com");
    const there = story.simulator.cloudfront.createDirect({
      account: ACCOUNT,
      aliases: ["www.example.com"],
      certificateArn: other,
    });
    story.desired.distribution = { kind: "existing", id: there.id, domainName: null };
    await story.up();
    await story.destroy();
    const now = story.simulator.cloudfront.snapshot().find(({ id }) => id === there.id);
    assert.deepEqual([now?.aliases, now?.certificateArn], [["www.example.com"], other]);
  });

  it("takes another one in a single write, without deleting the first", async () => {
    const story = await beginWith("own swap", ["www.example.com"], "*.example.com");
    await story.up();
    const second = await ownCertificate(story, "www.example.com");
    story.desired.certificate = second;
    story.simulator.history.clear();
    assert.equal((await story.up()).end, "settled");
    assert.equal(distribution(story)?.certificateArn, second);
    assert.equal(
      story.simulator.history.entries().filter(({ operation }) => operation === "UpdateDistribution").length,
      1,
    );
    assert.deepEqual(arns(story).sort(), [story.arn, second].sort());
  });

  type Given = Story & { arn: CertificateArn };
  const refused: [string, string, (story: Given) => CertificateArn | Promise<CertificateArn>][] = [
    ["covers not all names", "OWN_CERTIFICATE_LACKS", (story) => ownCertificate(story, "other.example.com")],
    [
      "is in another account",
      "OWN_CERTIFICATE_ELSEWHERE",
      ({ arn }) => arn.replace(ACCOUNT, "222222222222") as CertificateArn,
    ],
    [
      "does not exist",
      "OWN_CERTIFICATE_NOT_FOUND",
      ({ arn }) => arn.replace(/.{12}$/, "000000000000") as CertificateArn,
    ],
    [
      "is revoked",
      "OWN_CERTIFICATE_NOT_ISSUED",
      ({ arn, simulator }) => {
        simulator.acm.revoke(arn);
        return arn;
      },
    ],
  ];
  for (const [what, code, prepare] of refused) {
    it(`stops before it changes anything when that certificate ${what}`, async () => {
      const story = await beginWith(`own ${what}`, ["example.com"], "example.com");
      story.desired.certificate = await prepare(story);
      const result = await story.up();
      assert.deepEqual([result.end, codes(result)[0]], ["blocked", code]);
      assert.deepEqual(distribution(story)?.aliases, []);
    });
  }

  it("may be that of another group, which keeps it", async () => {
    // Else the wildcard in DNS leads the other group's name here, which CloudFront refuses.
    const story = begin("shared on purpose", ["example.com", "*.example.com"], {
      wish: { dns: { ...ROUTE53, routing: "none" } },
    });
    const { report } = await story.up();
    const there = story.simulator.cloudfront.createDirect({ account: ACCOUNT });
    await story.ports.clock.sleep(HOUR);
    const other = wish(there.id, domainNames("shop.example.com"), {
      groupId: "org/project/stack/other",
      name: "other",
      certificate: report.certificateArn as CertificateArn,
    });
    const theirs = await run(story, other, { incarnation: "other" });
    assert.equal(theirs.end, "settled");
    await run(story, other, { ...continued(theirs), incarnation: "other", goal: "absent" });
    assert.deepEqual([arns(story), (await story.refresh()).report.settled], [[report.certificateArn], true]);
  });
});
