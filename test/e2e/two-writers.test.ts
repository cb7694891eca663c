import assert from "node:assert/strict";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { Deployment } from "@pulumi/pulumi/automation";
import { DomainGroup } from "../../provider/pulumi/domain-group";
import { keepAttachedDomains } from "../../provider/pulumi/guard";
import { onInlineStage } from "./inline-stack";
import { StandIn } from "./stand-in";
import { STACK_TRACE, writes } from "./world";

const CDN = "urn:pulumi:dev::shop::pulumi-nodejs:dynamic:Resource::cdn";

describe("a distribution of the program to which a group attaches", function () {
  this.timeout(180_000);
  const stage = onInlineStage({ STAND_IN: require.resolve("./stand-in") });
  let first: Deployment;

  /** `comment` is the unrelated edit. */
  const program = (comment: string, options: () => CustomResourceOptions) => async () => {
    const cdn = new StandIn("cdn", comment, options());
    new DomainGroup("brand", {
      primaryDomain: "example.com",
      distribution: cdn,
      dns: "route53",
      resolvers: [stage.world.dns],
      ports: { dns: stage.world.dnsPort },
    });
  };
  const unguarded = (comment: string) =>
    stage.stack.with(program(comment, () => ({ ignoreChanges: ["aliases", "viewerCertificate"] })));
  const guarded = (comment: string) => stage.stack.with(program(comment, () => keepAttachedDomains()));

  /** By CloudFront's latest configuration. */
  const cdn = () => stage.world.simulator.cloudfront.snapshot().find(({ id }) => id !== stage.world.distributionId);
  const isAttached = (): boolean => cdn()?.aliases.join() === "example.com" && cdn()?.certificateArn !== null;

  it("has the domains after the first `up`", async () => {
    await unguarded("one").up();
    assert.ok(isAttached());
    first = await unguarded("one").exportStack();
  });

  it("loses them to an unrelated edit when nothing guards it, although they are under `ignoreChanges`", async () => {
    await unguarded("two").up({ target: [CDN] });
    assert.deepEqual([cdn()?.comment, cdn()?.aliases, cdn()?.certificateArn], ["two", [], null]);
  });

  it("has them back after the next `up`: its ETag tells the group of the other writer", async () => {
    await unguarded("two").up();
    assert.ok(isAttached());
  });

  const REFUSAL = [
    /cdn: this update would write the aliases and the viewer certificate of the Pulumi state/,
    /In the state: {2}no aliases; CloudFront's default certificate/,
    /At CloudFront: aliases example\.com; certificate arn:aws:acm:us-east-1:111111111111:certificate/,
    /pulumi up --refresh/,
  ];
  for (const command of ["preview", "up"] as const) {
    it(`is not written by a guarded edit while the state is older: \`${command}\` names the command that helps`, async () => {
      stage.world.calls();
      const message = await guarded("three")
        [command]()
        .then(
          () => "",
          (error: Error) => error.message,
        );
      for (const part of REFUSAL) assert.match(message, part);
      assert.doesNotMatch(message, STACK_TRACE);
      assert.deepEqual(writes(stage.world.calls()), []);
    });
  }

  it("takes the guarded edit with `--refresh`, and keeps the domains in that very write", async () => {
    stage.world.calls();
    await guarded("three").up({ refresh: true });
    assert.equal(cdn()?.comment, "three");
    assert.ok(isAttached());
    const updates = stage.world.calls().filter((operation) => operation === "UpdateDistribution");
    assert.equal(updates.length, 1, "that of the program: the group has nothing to repair");
  });

  it("takes the next guarded edit without a refresh", async () => {
    await guarded("four").up({ target: [CDN] });
    assert.equal(cdn()?.comment, "four");
    assert.ok(isAttached());
  });

  it("keeps them without guard and flag where Pulumi.yaml says `options: refresh: always`: no state is old then", async () => {
    const edit = unguarded("five");
    await edit.importStack(first);
    // `options` is not in the SDK's type of Pulumi.yaml.
    const settings = { ...(await edit.workspace.projectSettings()), options: { refresh: "always" } };
    await edit.workspace.saveProjectSettings(settings);
    await edit.up({ target: [CDN] });
    assert.equal(cdn()?.comment, "five");
    assert.ok(isAttached());
  });
});
