import assert from "node:assert/strict";
import type { DistributionSummary as ListedDistribution } from "@aws-sdk/client-cloudfront";
import { distributionSummary } from "../../provider/aws/distribution-facts";
import { OTHER_ACCOUNT } from "../simulator/cloudfront/bench";
import { known, prompt } from "./created-world";
import { awsWorld } from "./world";

const WWW = "www.example.com";
const ACCOUNT = "111111111111";

/** A source with the alias, and a target with a certificate for it. */
async function movable() {
  const world = awsWorld({ latencies: prompt });
  const { certificates, simulator } = world;
  const { acm, cloudfront, dns } = simulator;
  const now = simulator.world.clock.now;
  const nameServers = ["ns1.provider.net"];
  dns.addZone({ id: "Z", name: "example.com", nameServers, private: false, soaMinimum: 60 });
  dns.delegate("example.com", nameServers);
  const certificateArn = known(await certificates.request([WWW], "RSA_2048", "t", {}));
  for (const { name, value } of acm.snapshot().flatMap(({ records }) => records)) {
    dns.setRecord("Z", name, "CNAME", { name, type: "CNAME", ttl: 300, values: [value] }, now());
  }
  await simulator.world.clock.sleep(3_600_000);
  const source = cloudfront.createDirect({ account: ACCOUNT, aliases: [WWW], certificateArn });
  const target = cloudfront.createDirect({ account: ACCOUNT, certificateArn });
  return { ...world, source, target };
}

describe("an alias that moves, by the adapter", () => {
  it("is with the target, in one call", async () => {
    const { distributions, simulator, source, target } = await movable();
    assert.deepEqual(await distributions.move(WWW, target.id), { kind: "ok", value: null });
    const after = [known(await distributions.get(source.id)), known(await distributions.get(target.id))];
    assert.deepEqual(
      after.map(({ aliases, deployed }) => [aliases, deployed]),
      [
        [[], false],
        [[WWW], false],
      ],
    );
    const writes = simulator.history.entries().filter(({ operation }) => operation === "AssociateAlias");
    assert.deepEqual(
      writes.map(({ status }) => status),
      [200],
    );
  });

  it("shows in the list from then on", async () => {
    const { distributions, target } = await movable();
    const holders = async () => known(await distributions.list()).filter(({ aliases }) => aliases.includes(WWW));
    assert.notEqual((await holders())[0]?.id, target.id);
    known(await distributions.move(WWW, target.id));
    assert.deepEqual(
      (await holders()).map(({ id }) => id),
      [target.id],
    );
  });

  it("shows in the list too when the answer is lost", async () => {
    const { distributions, simulator, target } = await movable();
    known(await distributions.list());
    simulator.faults.inject({ kind: "lost", operation: "AssociateAlias" });
    const reply = await distributions.move(WWW, target.id);
    assert.deepEqual(reply.kind === "failed" && [reply.trouble.reason, reply.trouble.passing], ["UNAVAILABLE", true]);
    const [holder] = known(await distributions.list()).filter(({ aliases }) => aliases.includes(WWW));
    assert.equal(holder?.id, target.id);
  });

  it("tells what was refused by AWS's code", async () => {
    const { distributions, simulator, target } = await movable();
    const bare = simulator.cloudfront.createDirect({ account: ACCOUNT });
    const foreign = simulator.cloudfront.createDirect({ account: OTHER_ACCOUNT.account });
    const refusal = async (alias: string, to: string) => {
      const reply = await distributions.move(alias, to);
      return reply.kind === "failed" ? [reply.trouble.reason, reply.trouble.code, reply.trouble.passing] : reply.kind;
    };
    assert.deepEqual(await refusal(WWW, bare.id), ["REFUSED", "InvalidArgument", false]);
    known(await distributions.move(WWW, target.id));
    assert.deepEqual(await refusal(WWW, target.id), ["REFUSED", "IllegalUpdate", false]);
    assert.deepEqual(await refusal(WWW, foreign.id), ["FORBIDDEN", "AccessDenied", false]);
    assert.equal(await refusal(WWW, "E0000000000000"), "absent");
  });
});

describe("a line of the list of distributions", () => {
  const line: Partial<ListedDistribution> = {
    Id: "E1",
    ARN: "arn:aws:cloudfront::111111111111:distribution/E1",
    DomainName: "D1.cloudfront.net",
    Status: "InProgress",
    Enabled: true,
  };
  const read = (more: object) => distributionSummary({ ...line, ...more } as ListedDistribution);

  for (const [spelt, meant] of [
    ["HTTP2", "http2"],
    ["http2and3", "http2and3"],
    ["HTTP1.1", "http1.1"],
    [undefined, "http2"],
  ]) {
    it(`has the HTTP version as configurations have it: ${spelt} is ${meant}`, () => {
      assert.equal(read({ HttpVersion: spelt }).httpVersion, meant);
    });
  }

  for (const member of Object.keys(line)) {
    it(`without its ${member} means nothing`, () => {
      assert.throws(() => read({ [member]: undefined }), {
        message: `the answer has no DistributionSummary.${member}`,
      });
    });
  }
});
