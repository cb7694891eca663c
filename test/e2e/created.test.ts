import assert from "node:assert/strict";
import type { Guidance } from "../../provider/core/outputs";
import { onStage, STACK_TRACE } from "./world";

const program = (settings: string): string => `
const pulumi = require("@pulumi/pulumi");
const { DomainGroup } = require("pulumi-domain-group");
const env = process.env;
const bucket = { bucketRegionalDomainName: "pictures.s3.eu-west-1.amazonaws.com" };
const brand = new DomainGroup("brand", {
  primaryDomain: "example.com",
  distribution: { create: { serviceType: "spa", origin: bucket, ${settings} } },
  dns: "route53",
  resolvers: [env.RESOLVER],
  ports: { dns: Number(env.DNS_PORT), https: Number(env.HTTPS_PORT) },
});
module.exports = { status: brand.status, guidance: brand.guidance, arn: brand.distributionArn };
`;

describe("a distribution that the group makes", function () {
  this.timeout(240_000);
  const stage = onStage(program(""));

  const status = (path: string): number =>
    stage.world.simulator.cloudfront.serve(0, { host: "example.com", method: "GET", path, query: "", headers: {} })
      .status;
  const codes = async (): Promise<string[]> =>
    (await stage.stack.output<Guidance[]>("guidance")).map(({ code }) => code);
  const made = () =>
    stage.world.simulator.cloudfront
      .snapshot()
      .filter(({ id, status }) => id !== stage.world.distributionId && status !== "Deleted");

  it("serves the domain after one `up`, as far as the bucket lets it, and says what the bucket needs", async () => {
    stage.world.simulator.cloudfront.putBucket({
      name: "pictures",
      region: "eu-west-1",
      allow: [],
      objects: ["index.html"],
    });
    const { code, output } = await stage.stack.up();
    assert.equal(code, 0, output);
    assert.doesNotMatch(output, STACK_TRACE);
    assert.equal(await stage.stack.output("status"), "CERTIFICATE_ATTACHED");
    assert.deepEqual([made().length, status("/")], [1, 403]);
    assert.deepEqual(await codes(), ["ATTACHED", "BUCKET_POLICY_NEXT"]);
  });

  it("answers with the bucket's objects once the policy names it, and a refresh sees that", async () => {
    const arn = await stage.stack.output<string>("arn");
    stage.world.simulator.cloudfront.putBucket({
      name: "pictures",
      region: "eu-west-1",
      allow: [arn],
      objects: ["index.html"],
    });
    assert.deepEqual([status("/"), status("/a/route/of/the/application")], [200, 200]);
    const { code, output } = await stage.stack.up("--refresh");
    assert.equal(code, 0, output);
    assert.deepEqual(await codes(), ["ATTACHED"]);
  });

  it("needs nothing in the next run", async () => {
    stage.world.calls();
    const { code, output } = await stage.stack.run("preview", "--expect-no-changes");
    assert.equal(code, 0, output);
    assert.deepEqual(stage.world.calls(), []);
  });

  it("takes a change of its settings in place, and keeps a secret among them out of the state", async () => {
    const header = '{ HeaderName: "X-Origin-Verify", HeaderValue: pulumi.secret("open sesame") }';
    const origins = `Origins: { Items: [{ Id: "origin", CustomHeaders: { Items: [${header}] } }] }`;
    stage.stack.program(program(`settings: { PriceClass: "PriceClass_100", ${origins} },`));
    const { code, output } = await stage.stack.up();
    assert.equal(code, 0, output);
    assert.match(output, /~ 1 updated/);
    assert.deepEqual([made().length, made()[0]?.aliases], [1, ["example.com"]]);
    const state = await stage.stack.run("stack", "export");
    assert.match(state.output, /CERTIFICATE_ATTACHED/);
    assert.doesNotMatch(state.output, /open sesame/);
  });

  it("is gone after destroy, with its access control and certificate", async () => {
    const { code, output } = await stage.stack.run("destroy", "--yes", "--non-interactive");
    assert.equal(code, 0, output);
    const { acm, cloudfront } = stage.world.simulator;
    assert.deepEqual(
      [made(), cloudfront.accessControls().filter(({ isDeleted }) => !isDeleted), acm.snapshot()],
      [[], [], []],
    );
  });
});
