import assert from "node:assert/strict";
import { onStage, program, STACK_TRACE } from "./world";

const withNames = (...names: string[]): string =>
  program(`primaryDomain: "example.com", alternativeDomains: ${JSON.stringify(names)}, dns: "route53"`);

describe("a group whose domains change", function () {
  this.timeout(240_000);
  const stage = onStage(withNames("www.example.com"));

  const aliases = (): readonly string[] | undefined =>
    stage.world.simulator.cloudfront.snapshot().find(({ id }) => id === stage.world.distributionId)?.aliases;
  const isServed = (host: string): boolean => {
    const { cloudfront } = stage.world.simulator;
    return Array.from({ length: cloudfront.edgeCount }, (_, edge) => cloudfront.answer(edge, host)).every(
      ({ kind }) => kind === "certificate",
    );
  };
  const certificates = (): number => stage.world.simulator.acm.snapshot().length;

  it("says in the preview which name comes and which goes", async () => {
    assert.equal((await stage.stack.up()).code, 0);
    stage.stack.program(withNames("shop.example.com"));
    const { code, output } = await stage.stack.run("preview", "--diff");
    assert.equal(code, 0, output);
    assert.match(output, /~ pulumi-nodejs:dynamic\/domain-group:DomainGroup: \(update\)/);
    assert.match(output, /~ \[0\]: "www\.example\.com" => "shop\.example\.com"/);
    assert.doesNotMatch(output, /__domainGroup|__state|replace/);
  });

  it("goes on serving what stays while one comes and one goes, in one `up`", async () => {
    const failures: string[] = [];
    const look = setInterval(() => {
      if (!isServed("example.com")) failures.push(new Date().toISOString());
    }, 20);
    const { code, output } = await stage.stack.up();
    clearInterval(look);
    assert.equal(code, 0, output);
    assert.doesNotMatch(output, STACK_TRACE);
    assert.deepEqual([aliases(), failures], [["example.com", "shop.example.com"], []]);
    assert.ok(isServed("shop.example.com"));
    assert.equal(await stage.stack.output("settled"), true);
  });

  it("has one certificate when AWS has let go of the old one", async () => {
    const { code, output } = await stage.stack.up("--refresh");
    assert.equal(code, 0, output);
    assert.ok(certificates() <= 2);
    assert.equal((await stage.stack.run("destroy", "--yes", "--non-interactive")).code, 0);
    assert.equal(certificates(), 0);
  });
});
