import assert from "node:assert/strict";
import { aliasesOf, certificatesOf, leapOverLongWaits, programOf, upAnHourLater, visit } from "./groups";
import { ACCOUNT, onStage, STACK_TRACE } from "./world";

describe("groups that change places", function () {
  this.timeout(180_000);
  leapOverLongWaits();
  const stage = onStage("");
  const ids: string[] = [];

  const group = (place: number, primaryDomain: string, ...alternativeDomains: string[]) => ({
    primaryDomain,
    alternativeDomains,
    dns: "route53",
    distribution: { id: ids[place] },
  });
  const aliases = (): (readonly string[])[] => ids.map((id) => [...aliasesOf(stage.world, id)].sort());

  /** Until the engine has nothing more to do; gives what was printed. */
  async function settle(): Promise<string> {
    const { code, output } = await stage.stack.up("--skip-preview");
    assert.equal(code, 0, output);
    assert.doesNotMatch(output, STACK_TRACE);
    return output;
  }

  before(async () => {
    for (let count = 0; count < 3; count++)
      ids.push(stage.world.simulator.cloudfront.createDirect({ account: ACCOUNT }).id);
    stage.stack.program(
      programOf({ brand: group(0, "example.com", "www.example.com"), shop: group(1, "shop.example.com") }),
    );
    await settle();
    assert.deepEqual(aliases(), [["example.com", "www.example.com"], ["shop.example.com"], []]);
  });

  it("to another distribution: an update in the preview, no replacement, and no visitor notices", async () => {
    stage.stack.program(
      programOf({ brand: group(2, "example.com", "www.example.com"), shop: group(1, "shop.example.com") }),
    );
    const { output } = await stage.stack.run("preview", "--diff", "--non-interactive");
    assert.match(output, new RegExp(`~ id: "${ids[0]}" => "${ids[2]}"`));
    assert.doesNotMatch(output, /__|replace|\+-/);
    const visitors = visit(stage.world, "example.com", "www.example.com", "shop.example.com");
    const printed = await settle();
    visitors.leave();
    assert.deepEqual(aliases(), [[], ["shop.example.com"], ["example.com", "www.example.com"]], printed);
    assert.deepEqual(visitors.failures, []);
  });

  it("a name goes from one group to another: two updates in the preview, and no visitor notices", async () => {
    stage.stack.program(
      programOf({ brand: group(2, "example.com"), shop: group(1, "shop.example.com", "www.example.com") }),
    );
    const { output } = await stage.stack.run("preview", "--diff", "--non-interactive");
    assert.match(output, /- \[0\]: "www\.example\.com"/);
    assert.match(output, /\+ \[0\]: "www\.example\.com"/);
    assert.match(output, /2 to update/);
    assert.doesNotMatch(output, /__|replace/);
    const visitors = visit(stage.world, "example.com", "www.example.com", "shop.example.com");
    await settle();
    await settle();
    await upAnHourLater(stage.stack);
    visitors.leave();
    assert.deepEqual(aliases(), [[], ["shop.example.com", "www.example.com"], ["example.com"]]);
    assert.deepEqual(visitors.failures, []);
    const covered = stage.world.simulator.acm.snapshot().map(({ names }) => [...names].sort().join(" "));
    assert.deepEqual(covered.sort(), ["example.com", "shop.example.com www.example.com"]);
  });

  it("two groups become one: the other one goes, and no visitor notices", async () => {
    stage.stack.program(programOf({ shop: group(1, "shop.example.com", "www.example.com", "example.com") }));
    const { output } = await stage.stack.run("preview", "--non-interactive");
    assert.match(output, /1 to update/);
    assert.match(output, /1 to delete/);
    const visitors = visit(stage.world, "example.com", "www.example.com", "shop.example.com");
    await settle();
    visitors.leave();
    assert.deepEqual(aliases(), [[], ["example.com", "shop.example.com", "www.example.com"], []]);
    assert.deepEqual(visitors.failures, []);
  });

  it("and nothing is left after `destroy`", async () => {
    assert.equal((await stage.stack.run("destroy", "--yes", "--non-interactive")).code, 0);
    assert.deepEqual([certificatesOf(stage.world), aliases()], [[], [[], [], []]]);
  });
});
