import assert from "node:assert/strict";
import { OTHER_KEY, onStage, ROUTE53_PROGRAM, STACK_TRACE, writes } from "./world";

const IN_COMPONENT = `
const pulumi = require("@pulumi/pulumi");
const { DomainGroup } = require("pulumi-domain-group");
const env = process.env;
class Site extends pulumi.ComponentResource {
  constructor(name) {
    super("shop:index:Site", name);
    new DomainGroup("brand", { primaryDomain: "example.com", alternativeDomains: ["www.example.com"], dns: "route53",
      distribution: { id: env.DISTRIBUTION }, resolvers: [env.RESOLVER], ports: { dns: Number(env.DNS_PORT) } }, { parent: this });
    this.registerOutputs();
  }
}
new Site("site");
`;

describe("a group that lives", function () {
  this.timeout(180_000);
  const stage = onStage(ROUTE53_PROGRAM);

  /** By the configuration at every edge. */
  const isServed = (): boolean =>
    ["example.com", "www.example.com"].every((name) =>
      Array.from({ length: stage.world.simulator.cloudfront.edgeCount }, (_, edge) =>
        stage.world.simulator.cloudfront.answer(edge, name),
      ).every(({ kind }) => kind === "certificate"),
    );
  const arns = (): string[] => stage.world.simulator.acm.snapshot().map(({ arn }) => arn);

  before(async () => {
    const { code, output } = await stage.stack.up();
    assert.equal(code, 0, output);
    assert.ok(isServed(), output);
  });

  it("makes no AWS call when nothing is to do, and is not changed by a refresh", async () => {
    stage.world.calls();
    const { code, output } = await stage.stack.up();
    assert.equal(code, 0, output);
    assert.deepEqual(stage.world.calls(), []);
    const before = await stage.stack.resource("DomainGroup");
    const refreshed = await stage.stack.run("refresh", "--yes", "--non-interactive", "--skip-preview");
    assert.match(refreshed.output, /2 unchanged/);
    assert.deepEqual((await stage.stack.resource("DomainGroup"))?.outputs, before?.outputs);
  });

  it("is left alone, with a reason, by a refresh and a destroy with another account's key", async () => {
    const foreigner = stage.stack.withEnvironment({ AWS_ACCESS_KEY_ID: OTHER_KEY });
    const before = await stage.stack.resource("DomainGroup");
    for (const command of ["refresh", "destroy"]) {
      stage.world.calls();
      const { code, output } = await foreigner.run(command, "--yes", "--non-interactive", "--skip-preview");
      assert.notEqual(code, 0, command);
      assert.match(output, /111111111111.*222222222222/s);
      assert.doesNotMatch(output, STACK_TRACE);
      assert.deepEqual(writes(stage.world.calls()), []);
      assert.deepEqual((await stage.stack.resource("DomainGroup"))?.outputs, before?.outputs);
    }
    assert.ok(isServed());
  });

  it("keeps serving with the same certificate when it is replaced", async () => {
    const [arn] = arns();
    const { urn } = (await stage.stack.resource("DomainGroup")) ?? { urn: "" };
    const { code, output } = await stage.stack.up("--replace", urn);
    assert.equal(code, 0, output);
    assert.match(output, /1 replaced|replaced/);
    assert.ok(isServed(), output);
    assert.deepEqual(arns(), [arn]);
    assert.doesNotMatch(output, STACK_TRACE);
  });

  it("keeps serving with the same certificate when it moves into a component without an alias", async () => {
    const [arn] = arns();
    stage.stack.program(IN_COMPONENT);
    const { code, output } = await stage.stack.up();
    assert.equal(code, 0, output);
    assert.match(output, /created/);
    assert.match(output, /deleted/);
    assert.ok(isServed(), output);
    assert.deepEqual(arns(), [arn]);
    assert.doesNotMatch(output, STACK_TRACE);
  });

  it("can be destroyed after that, and made again within the hour", async () => {
    const destroyed = await stage.stack.run("destroy", "--yes", "--non-interactive", "--skip-preview");
    assert.equal(destroyed.code, 0, destroyed.output);
    assert.deepEqual(arns(), []);
    const { code, output } = await stage.stack.up("--skip-preview");
    assert.equal(code, 0, output);
    assert.ok(isServed(), output);
    assert.equal(arns().length, 1);
  });
});
