import assert from "node:assert/strict";
import { killAll, signalGroup } from "./stack";
import { control, onStage, program, STACK_TRACE, type Stage } from "./world";

/** Waits for people, so that there is time to interrupt it. */
const waiting = (more = ""): string => program(`primaryDomain: "www.customer.net", waitFor: "attached"${more}`);

async function publishAll({ world, stack }: Stage): Promise<void> {
  const group = await stack.resource("DomainGroup");
  for (const { name, type, value, ttl } of group?.outputs.dnsRecords ?? []) {
    await control(world, "/records", { name, type, ttl, values: [value] });
  }
}

const certificates = ({ world }: Stage): string[] => world.simulator.acm.snapshot().map(({ arn }) => arn);

describe("an `up` that does not come to its end", function () {
  this.timeout(180_000);
  const stage = onStage(waiting(), "each");

  it("ends within 2 s of a Ctrl-C, keeps records and ARN, and is finished by the next one with the same certificate", async () => {
    const up = stage.stack.start("up", "--yes", "--non-interactive", "--skip-preview");
    await up.prints(/ACM waits to see/);
    const pressed = performance.now();
    signalGroup(up.process, "SIGINT");
    const { code, output } = await up.ended;
    const seconds = (performance.now() - pressed) / 1000;
    assert.notEqual(code, 0);
    assert.ok(seconds < 2, `${seconds} s`);
    assert.doesNotMatch(output, STACK_TRACE);
    const group = await stage.stack.resource("DomainGroup");
    assert.equal(group?.outputs.status, "CANCELLED", output);
    assert.equal(group?.outputs.guidance[0]?.code, "CANCELLED");
    assert.equal(group?.outputs.certificateArn, certificates(stage)[0]);
    assert.equal(group?.outputs.dnsRecords.length, 2);
    await publishAll(stage);
    const finished = await stage.stack.up();
    assert.equal(finished.code, 0, finished.output);
    assert.equal((await stage.stack.resource("DomainGroup"))?.outputs.status, "CERTIFICATE_ATTACHED");
    assert.deepEqual(certificates(stage), [group?.outputs.certificateArn]);
  });

  it("is continued after a kill -9 of CLI and plugin, with the same certificate and no second request", async () => {
    const up = stage.stack.start("up", "--yes", "--non-interactive", "--skip-preview");
    await up.prints(/ACM waits to see/);
    killAll(up.process);
    await up.ended;
    const [arn] = certificates(stage);
    assert.ok(arn !== undefined);
    assert.equal((await stage.stack.run("cancel", "--yes")).code, 0);
    stage.stack.program(program('primaryDomain: "www.customer.net"'));
    const again = await stage.stack.up();
    assert.equal(again.code, 0, again.output);
    await publishAll(stage);
    const finished = await stage.stack.up();
    assert.equal(finished.code, 0, finished.output);
    assert.doesNotMatch(again.output + finished.output, STACK_TRACE);
    assert.equal((await stage.stack.resource("DomainGroup"))?.outputs.status, "CERTIFICATE_ATTACHED");
    assert.deepEqual(certificates(stage), [arn]);
    assert.equal(stage.world.simulator.history.count("RequestCertificate"), 1);
  });

  it("keeps everything when its time is over", async () => {
    stage.stack.program(waiting(', timeout: "6s"'));
    const { code, output } = await stage.stack.up("--skip-preview");
    assert.notEqual(code, 0);
    assert.match(output, /did not reach "attached" in time/);
    assert.doesNotMatch(output, STACK_TRACE);
    const group = await stage.stack.resource("DomainGroup");
    assert.deepEqual(
      [group?.outputs.status, group?.outputs.certificateArn, group?.outputs.dnsRecords.length],
      ["AWAITING_CERTIFICATE_ISSUE", certificates(stage)[0], 2],
    );
    await publishAll(stage);
    stage.stack.program(waiting());
    const finished = await stage.stack.up();
    assert.equal(finished.code, 0, finished.output);
    assert.equal(stage.world.simulator.history.count("RequestCertificate"), 1);
  });

  it('succeeds with its status in the outputs when the program says `ifNotReached: "report"`', async () => {
    stage.stack.program(waiting(', timeout: "6s", ifNotReached: "report"'));
    const { code, output } = await stage.stack.up("--skip-preview");
    assert.equal(code, 0, output);
    assert.equal(await stage.stack.output("status"), "AWAITING_CERTIFICATE_ISSUE");
  });
});
