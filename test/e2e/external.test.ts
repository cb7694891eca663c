import assert from "node:assert/strict";
import type { DnsRecord } from "../../provider/core/outputs";
import { createStack, type Stack } from "./stack";
import { control, EXTERNAL_PROGRAM, STACK_TRACE, startWorld, type World, writes } from "./world";

describe("a group whose records somebody else publishes", function () {
  this.timeout(180_000);
  let world: World;
  let stack: Stack;

  before(async () => {
    world = await startWorld();
    stack = await createStack(EXTERNAL_PROGRAM, world.environment);
  });
  after(async () => {
    stack?.remove();
    await world?.close();
  });

  it("is previewed before anything exists without a writing AWS call", async () => {
    const { code, output } = await stack.run("preview", "--non-interactive");
    assert.equal(code, 0, output);
    assert.deepEqual(writes(world.calls()), []);
  });

  it("has its records as stack outputs after a first `up` of seconds", async () => {
    const { code, output, seconds } = await stack.up();
    assert.equal(code, 0, output);
    assert.doesNotMatch(output, STACK_TRACE);
    console.log(output, seconds);
    const records = await stack.output<DnsRecord[]>("dnsRecords");
    assert.deepEqual(
      records.map(({ purpose, type, state, action }) => [purpose, type, state, action]),
      [
        ["VALIDATION", "CNAME", "MISSING", "PUBLISH"],
        ["ROUTING", "CNAME", "MISSING", "PUBLISH_WHEN_ATTACHED"],
      ],
    );
    assert.match(output, new RegExp(records[0]?.name ?? "?"));
    world.calls();
  });

  it("is unchanged while nobody has published, with no AWS call", async () => {
    const { code, output } = await stack.up();
    assert.equal(code, 0, output);
    assert.match(output, /unchanged/);
    assert.doesNotMatch(output, /updated/);
    assert.deepEqual(world.calls(), []);
  });

  it("is settled by the `up` after the records are published", async () => {
    for (const { name, type, value, ttl } of await stack.output<DnsRecord[]>("dnsRecords")) {
      await control(world, "/records", { name, type, ttl, values: [value] });
    }
    const { code, output } = await stack.up();
    assert.equal(code, 0, output);
    const group = await stack.resource("DomainGroup");
    assert.deepEqual(
      [
        group?.outputs.status,
        group?.outputs.settled,
        group?.outputs.domains[0]?.attachment,
        group?.outputs.domains[0]?.traffic,
      ],
      ["CERTIFICATE_ATTACHED", true, "ATTACHED", "POINTING"],
      output,
    );
    world.calls();
  });

  it("makes no AWS call when nothing is to do", async () => {
    const { code, output } = await stack.up();
    assert.equal(code, 0, output);
    assert.match(output, /unchanged/);
    assert.deepEqual(world.calls(), []);
  });

  it("is not changed by a refresh", async () => {
    const before = await stack.resource("DomainGroup");
    const { code, output } = await stack.run("refresh", "--yes", "--non-interactive");
    assert.equal(code, 0, output);
    assert.match(output, /2 unchanged/);
    assert.deepEqual((await stack.resource("DomainGroup"))?.outputs, before?.outputs);
  });

  it("is gone after a destroy", async () => {
    const { code, output } = await stack.run("destroy", "--yes", "--non-interactive");
    assert.equal(code, 0, output);
    assert.deepEqual(world.simulator.acm.snapshot(), []);
    assert.deepEqual(world.simulator.cloudfront.snapshot()[0]?.aliases, []);
  });
});
