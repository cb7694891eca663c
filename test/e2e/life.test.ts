import assert from "node:assert/strict";
import { aliasesOf, certificatesOf, leapOverLongWaits, programOf, upAnHourLater, visit } from "./groups";
import { killAll } from "./stack";
import { onStage, STACK_TRACE, writes } from "./world";

describe("a group over the years", function () {
  this.timeout(180_000);
  leapOverLongWaits();
  const stage = onStage("");

  const programWith = (alternativeDomains: string[], options?: string): string =>
    programOf(
      {
        brand: {
          primaryDomain: "example.com",
          alternativeDomains,
          dns: "route53",
          distribution: { id: stage.world.distributionId },
        },
      },
      options,
    );
  const aliases = (): readonly string[] => aliasesOf(stage.world, stage.world.distributionId);

  before(async () => {
    stage.stack.program(programWith(["www.example.com"]));
    const { code, output } = await stage.stack.up("--skip-preview");
    assert.equal(code, 0, output);
  });

  it("shows in the preview which domain comes and which one goes, and nothing of its own bookkeeping", async () => {
    stage.stack.program(programWith(["shop.example.com"]));
    const { output: short } = await stage.stack.run("preview", "--non-interactive");
    assert.match(
      short,
      /~ +pulumi-nodejs:dynamic\/domain-group:DomainGroup +brand +update +\[diff: ~alternativeDomains\]/,
    );
    const { output: long } = await stage.stack.run("preview", "--diff", "--non-interactive");
    assert.match(long, /~ \[0\]: "www\.example\.com" => "shop\.example\.com"/);
    assert.doesNotMatch(short + long, /__|replace|delete/);
  });

  it("serves what stays while one comes and one goes, and has one certificate in the end", async () => {
    const [before] = certificatesOf(stage.world);
    const visitors = visit(stage.world, "example.com");
    const { code, output } = await stage.stack.up("--skip-preview");
    visitors.leave();
    assert.equal(code, 0, output);
    assert.doesNotMatch(output, STACK_TRACE);
    assert.deepEqual([aliases(), visitors.failures], [["example.com", "shop.example.com"], []]);
    await upAnHourLater(stage.stack);
    const [after, ...others] = certificatesOf(stage.world);
    assert.deepEqual([others, after === before], [[], false]);
  });

  it("killed between attach and retire, retires in the next `up`", async () => {
    const visitors = visit(stage.world, "example.com", "shop.example.com");
    stage.stack.program(programWith(["shop.example.com", "blog.example.com"]));
    const up = stage.stack.start("up", "--yes", "--non-interactive", "--skip-preview");
    const attached = new Promise<void>((resolve) => {
      const stop = stage.world.simulator.onCall({
        after: ({ operation }, { status }) => {
          if (operation !== "UpdateDistribution" || status !== 200) return;
          stop();
          resolve();
        },
      });
    });
    await attached;
    killAll(up.process);
    await up.ended;
    assert.equal((await stage.stack.run("cancel", "--yes")).code, 0);
    assert.equal(certificatesOf(stage.world).length, 2);
    const { code, output } = await stage.stack.up("--skip-preview");
    assert.equal(code, 0, output);
    await upAnHourLater(stage.stack);
    visitors.leave();
    assert.deepEqual([certificatesOf(stage.world).length, visitors.failures], [1, []]);
    assert.deepEqual(aliases(), ["example.com", "shop.example.com", "blog.example.com"]);
  });

  it("protected, is not destroyed", async () => {
    const { urn = "" } = (await stage.stack.resource("DomainGroup")) ?? {};
    assert.equal((await stage.stack.run("state", "protect", urn, "--yes")).code, 0);
    stage.world.calls();
    const { code, output } = await stage.stack.run("destroy", "--yes", "--non-interactive");
    assert.notEqual(code, 0);
    assert.match(output, /protected/);
    assert.deepEqual(stage.world.calls(), []);
    assert.equal((await stage.stack.run("state", "unprotect", urn, "--yes")).code, 0);
  });

  it("retained on delete, goes out of the state alone, and is taken up again by the next `up`", async () => {
    const names = ["shop.example.com", "blog.example.com"];
    const [arn] = certificatesOf(stage.world);
    stage.stack.program(programWith(names, "{ retainOnDelete: true }"));
    await stage.stack.up("--skip-preview");
    const visitors = visit(stage.world, "example.com", ...names);
    stage.world.calls();
    const { code, output } = await stage.stack.run("destroy", "--yes", "--non-interactive");
    assert.equal(code, 0, output);
    assert.deepEqual([await stage.stack.resource("DomainGroup"), stage.world.calls()], [undefined, []]);
    stage.stack.program(programWith(names));
    const again = await stage.stack.up("--skip-preview");
    visitors.leave();
    assert.equal(again.code, 0, again.output);
    assert.deepEqual([certificatesOf(stage.world), visitors.failures], [[arn], []]);
    assert.deepEqual(writes(stage.world.calls()), ["AddTagsToCertificate"]);
  });

  it("does not change when its stack is renamed, and AWS is not asked", async () => {
    assert.equal((await stage.stack.run("stack", "rename", "prod")).code, 0);
    const before = await stage.stack.resource("DomainGroup");
    stage.world.calls();
    for (const command of ["preview", "up"]) {
      const { code, output } = await stage.stack.run(
        command,
        ...(command === "up" ? ["--yes"] : []),
        "--non-interactive",
      );
      assert.equal(code, 0, output);
      assert.match(output, /2 unchanged/);
      assert.doesNotMatch(output, /^ +[~+-] /m);
    }
    const { outputs } = (await stage.stack.resource("DomainGroup")) ?? {};
    assert.deepEqual([stage.world.calls(), outputs], [[], before?.outputs]);
    assert.match(before?.urn ?? "", /^urn:pulumi:prod::/);
  });

  it("is gone after `destroy`, under any name", async () => {
    const { code, output } = await stage.stack.run("destroy", "--yes", "--non-interactive");
    assert.equal(code, 0, output);
    assert.deepEqual([certificatesOf(stage.world), aliases()], [[], []]);
  });
});
