import assert from "node:assert/strict";
import type { DnsRecord } from "../../provider/core/outputs";
import { control, EXTERNAL_PROGRAM, onStage, STACK_TRACE, writes } from "./world";

describe("a group whose records somebody else publishes", function () {
  this.timeout(180_000);
  const stage = onStage(EXTERNAL_PROGRAM);

  it("is previewed before anything exists without a writing AWS call", async () => {
    const { code, output } = await stage.stack.run("preview", "--non-interactive");
    assert.equal(code, 0, output);
    assert.deepEqual(writes(stage.world.calls()), []);
  });

  it("has its records as stack outputs after a first `up` of seconds", async () => {
    const { code, output } = await stage.stack.up();
    assert.equal(code, 0, output);
    assert.doesNotMatch(output, STACK_TRACE);
    const records = await stage.stack.output<DnsRecord[]>("dnsRecords");
    assert.deepEqual(
      records.map(({ purpose, type, state, action }) => [purpose, type, state, action]),
      [
        ["VALIDATION", "CNAME", "MISSING", "PUBLISH"],
        ["ROUTING", "CNAME", "MISSING", "PUBLISH_WHEN_ATTACHED"],
      ],
    );
    assert.match(output, new RegExp(records[0]?.name ?? "?"));
    stage.world.calls();
  });

  it("is unchanged while nobody has published, with no AWS call", async () => {
    const { code, output } = await stage.stack.up();
    assert.equal(code, 0, output);
    assert.match(output, /unchanged/);
    assert.doesNotMatch(output, /updated/);
    assert.deepEqual(stage.world.calls(), []);
  });

  it("is settled by the `up` after the records are published", async () => {
    for (const { name, type, value, ttl } of await stage.stack.output<DnsRecord[]>("dnsRecords")) {
      await control(stage.world, "/records", { name, type, ttl, values: [value] });
    }
    const { code, output } = await stage.stack.up();
    assert.equal(code, 0, output);
    const group = await stage.stack.resource("DomainGroup");
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
    stage.world.calls();
  });

  it("makes no AWS call when nothing is to do", async () => {
    const { code, output } = await stage.stack.up();
    assert.equal(code, 0, output);
    assert.match(output, /unchanged/);
    assert.deepEqual(stage.world.calls(), []);
  });

  it("is not changed by a refresh", async () => {
    const before = await stage.stack.resource("DomainGroup");
    const { code, output } = await stage.stack.run("refresh", "--yes", "--non-interactive");
    assert.equal(code, 0, output);
    assert.match(output, /2 unchanged/);
    assert.deepEqual((await stage.stack.resource("DomainGroup"))?.outputs, before?.outputs);
  });

  it("is gone after a destroy", async () => {
    const { code, output } = await stage.stack.run("destroy", "--yes", "--non-interactive");
    assert.equal(code, 0, output);
    assert.deepEqual(stage.world.simulator.acm.snapshot(), []);
    assert.deepEqual(stage.world.simulator.cloudfront.snapshot()[0]?.aliases, []);
  });
});
