import assert from "node:assert/strict";
import { SHOWN_KEYS } from "../pulumi/shown-keys";
import { onStage, STACK_TRACE } from "./world";

/** Zone and distribution as resources of the same program, in place of the AWS provider's. */
const PROGRAM = `
const pulumi = require("@pulumi/pulumi");
const { DomainGroup } = require("pulumi-domain-group");
const env = process.env;

const zoneProvider = {
  async create({ name }) {
    const { Route53Client, CreateHostedZoneCommand } = require("@aws-sdk/client-route-53");
    const answer = await new Route53Client({}).send(new CreateHostedZoneCommand({ Name: name, CallerReference: String(Date.now()) }));
    const id = answer.HostedZone.Id.replace("/hostedzone/", "");
    // What a registrar does.
    await fetch(process.env.CONTROL + "/zones", { method: "POST", body: JSON.stringify({ name, nameServers: answer.DelegationSet.NameServers }) });
    return { id, outs: { name, zoneId: id } };
  },
  async delete(id) {
    const { Route53Client, DeleteHostedZoneCommand } = require("@aws-sdk/client-route-53");
    await new Route53Client({}).send(new DeleteHostedZoneCommand({ Id: id }));
  },
};
const distributionProvider = {
  async create() {
    const { CloudFrontClient, CreateDistributionCommand } = require("@aws-sdk/client-cloudfront");
    const origin = { Id: "o", DomainName: "origin.example.net", CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "https-only" } };
    const { Distribution, ETag } = await new CloudFrontClient({}).send(new CreateDistributionCommand({ DistributionConfig: {
      CallerReference: String(Date.now()), Comment: "", Enabled: true, Origins: { Quantity: 1, Items: [origin] },
      DefaultCacheBehavior: { TargetOriginId: "o", ViewerProtocolPolicy: "redirect-to-https", CachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad" },
    } }));
    return { id: Distribution.Id, outs: { domainName: Distribution.DomainName, etag: ETag } };
  },
  async delete(id) {
    const { CloudFrontClient, GetDistributionConfigCommand, UpdateDistributionCommand, DeleteDistributionCommand } = require("@aws-sdk/client-cloudfront");
    const client = new CloudFrontClient({});
    const { DistributionConfig, ETag } = await client.send(new GetDistributionConfigCommand({ Id: id }));
    let etag = (await client.send(new UpdateDistributionCommand({ Id: id, IfMatch: ETag, DistributionConfig: { ...DistributionConfig, Enabled: false } }))).ETag;
    for (;;) {
      try {
        return void (await client.send(new DeleteDistributionCommand({ Id: id, IfMatch: etag })));
      } catch (error) {
        if (error.name !== "DistributionNotDisabled" && error.name !== "PreconditionFailed") throw error;
        await new Promise((resolve) => setTimeout(resolve, 500));
        etag = (await client.send(new GetDistributionConfigCommand({ Id: id }))).ETag;
      }
    }
  },
};
class Zone extends pulumi.dynamic.Resource {
  constructor(name, args) { super(zoneProvider, name, { zoneId: undefined, ...args }); }
}
class Distribution extends pulumi.dynamic.Resource {
  constructor(name) { super(distributionProvider, name, { domainName: undefined, etag: undefined }); }
}
const zone = new Zone("zone", { name: "example.org" });
const cdn = new Distribution("cdn");
const brand = new DomainGroup("brand", {
  primaryDomain: pulumi.interpolate\`\${zone.name}\`,
  alternativeDomains: ["www.example.org"],
  distribution: cdn,
  dns: { route53: { zoneIds: [zone.zoneId] } },
  resolvers: [env.RESOLVER],
  ports: { dns: Number(env.DNS_PORT) },
});
module.exports = { brand };
`;

describe("a stack with zone, distribution and group", function () {
  this.timeout(180_000);
  const stage = onStage(PROGRAM);

  const distributions = () =>
    stage.world.simulator.cloudfront
      .snapshot()
      .filter(({ id, status }) => id !== stage.world.distributionId && status !== "Deleted");
  const zones = () => stage.world.simulator.route53.snapshot().filter(({ name }) => name === "example.org");

  it("is previewed while names, zone and distribution are unknown", async () => {
    const { code, output } = await stage.stack.run("preview", "--non-interactive");
    assert.equal(code, 0, output);
    assert.match(output, /4 to create/);
    assert.doesNotMatch(output, STACK_TRACE);
  });

  it("comes to life in one `up`", async () => {
    const { code, output } = await stage.stack.up("--skip-preview");
    assert.equal(code, 0, output);
    assert.equal((await stage.stack.resource("DomainGroup"))?.outputs.status, "CERTIFICATE_ATTACHED");
    assert.deepEqual(distributions()[0]?.aliases.toSorted(), ["example.org", "www.example.org"]);
    assert.equal(zones()[0]?.records.length, 2 + 2 + 2 * 2, "NS, SOA, two validation records, A and HTTPS for each");
  });

  it("shows a group as a stack output with each record once and nothing internal", async () => {
    const brand = await stage.stack.output<{ [key: string]: unknown }>("brand");
    assert.deepEqual(Object.keys(brand).toSorted(), SHOWN_KEYS);
  });

  it("leaves nothing behind after a destroy", async () => {
    const { code, output } = await stage.stack.run("destroy", "--yes", "--non-interactive", "--skip-preview");
    assert.equal(code, 0, output);
    assert.doesNotMatch(output, STACK_TRACE);
    assert.deepEqual([stage.world.simulator.acm.snapshot(), distributions(), zones()], [[], [], []]);
  });
});
