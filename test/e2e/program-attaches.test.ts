import assert from "node:assert/strict";
import type { PreviewResult, UpResult } from "@pulumi/pulumi/automation";
import { DomainGroup } from "../../provider/pulumi/domain-group";
import { createInlineStack, type InlineStack } from "./inline-stack";
import { StandIn } from "./stand-in";
import { startWorld, type World } from "./world";

describe("a program that attaches by itself", function () {
  this.timeout(180_000);
  let world: World;
  let stack: InlineStack;

  before(async () => {
    world = await startWorld();
    stack = await createInlineStack({
      ...world.environment,
      STAND_IN: require.resolve("./stand-in"),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    });
  });
  after(async () => {
    stack?.remove();
    await world?.close();
  });

  const without = () => stack.with(async () => void new StandIn("cdn", "shop", {}));
  const withGroup = () =>
    stack.with(async () => {
      const brand = new DomainGroup("brand", {
        primaryDomain: "example.com",
        alternativeDomains: ["www.example.com"],
        dns: "route53",
        resolvers: [world.dns],
        ports: { dns: world.dnsPort },
      });
      new StandIn("cdn", "shop", {}, brand);
      return { status: brand.status, attachment: brand.domain("example.com").attachment, aliases: brand.aliases };
    });

  /** By CloudFront's latest configuration. */
  const cdn = () => world.simulator.cloudfront.snapshot().find(({ id }) => id !== world.distributionId);
  const updates = (): number => world.calls().filter((operation) => operation === "UpdateDistribution").length;
  const changes = ({ changeSummary }: PreviewResult): string[] => Object.keys(changeSummary);
  const output = ({ outputs }: UpResult, name: string): unknown => outputs[name]?.value;

  it("gives its live distribution certificate and aliases in one update, and is that distribution's only writer", async () => {
    await without().up();
    assert.deepEqual(cdn()?.aliases, []);
    world.calls();
    const result = await withGroup().up();
    assert.equal(updates(), 1);
    assert.deepEqual(cdn()?.aliases, ["example.com", "www.example.com"]);
    assert.match(cdn()?.certificateArn ?? "", /^arn:aws:acm:us-east-1:/);
    assert.deepEqual(output(result, "aliases"), ["example.com", "www.example.com"]);
    assert.deepEqual([output(result, "status"), output(result, "attachment")], ["APPLYING_CERTIFICATE", "ATTACHING"]);
  });

  it("has nothing to change then", async () => {
    assert.deepEqual(changes(await withGroup().preview()), ["same"]);
    world.calls();
    await withGroup().up();
    assert.equal(updates(), 0);
  });

  it("sees CERTIFICATE_ATTACHED by a refresh, which changes nothing", async () => {
    const result = await withGroup().up({ refresh: true });
    assert.deepEqual([output(result, "status"), output(result, "attachment")], ["CERTIFICATE_ATTACHED", "ATTACHED"]);
    assert.equal(updates(), 0);
    assert.deepEqual(changes(await withGroup().preview()), ["same"]);
  });

  it("is destroyed in the reverse order, with nothing left", async () => {
    await withGroup().destroy();
    assert.deepEqual(world.simulator.acm.snapshot(), []);
    assert.equal(cdn()?.status, "Deleted");
  });
});
