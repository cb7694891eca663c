import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import type { DomainGroupState } from "../../provider/index";
import { onStageWithExample } from "./example-stack";
import { control } from "./world";

describe("the example external-dns-in-ci", function () {
  this.timeout(180_000);
  const stage = onStageWithExample("external-dns-in-ci", async ({ distributionId }) => ({
    domain: "customer.net",
    distributionId,
  }));

  /** What a chat's webhook got. */
  const posts: string[] = [];
  const chat = createServer(async (request, response) => {
    posts.push(JSON.parse(await text(request)).text);
    response.end();
  });
  before(async () => {
    chat.listen(0, "127.0.0.1");
    await once(chat, "listening");
  });
  after(() => chat.close());

  /** A job in CI: `up`, and then the script. */
  async function job(...flags: string[]): Promise<{ code: number; printed: string; group: DomainGroupState }> {
    const { code: failed, output } = await stage.stack.up("--skip-preview", ...flags);
    assert.equal(failed, 0, output);
    const group = await stage.stack.output<DomainGroupState>("brand");
    const { port } = chat.address() as AddressInfo;
    const script = spawn(process.execPath, ["--require", require.resolve("tsx/cjs"), "to-do.ts"], {
      cwd: `${stage.stack.folder}/example`,
      env: { ...process.env, CHAT_WEBHOOK: `http://127.0.0.1:${port}/` },
      stdio: ["pipe", "pipe", "inherit"],
    });
    script.stdin.end(JSON.stringify(group));
    const [printed, [code]] = await Promise.all([text(script.stdout), once(script, "close")]);
    return { code, printed, group };
  }

  async function publish({ dnsRecords }: DomainGroupState, purpose: string): Promise<void> {
    for (const { name, type, value, ttl } of dnsRecords.filter((record) => record.purpose === purpose)) {
      await control(stage.world, "/records", { name, type, ttl, values: [value] });
    }
  }

  it("asks for the validation records, in the log and in the chat", async () => {
    const { code, printed, group } = await job();
    assert.equal(code, 4);
    const [first, second] = group.dnsRecords.filter(({ purpose }) => purpose === "VALIDATION");
    for (const record of [first, second]) assert.match(printed, new RegExp(`${record?.name}.*${record?.value}`));
    assert.doesNotMatch(printed, /cloudfront\.net/, "routing records come later");
    assert.equal(posts.at(-1), printed.trimEnd());
  });

  it("asks for the routing records when every edge can serve", async () => {
    await publish(await stage.stack.output<DomainGroupState>("brand"), "VALIDATION");
    const { code, printed, group } = await job();
    assert.equal(group.status, "CERTIFICATE_ATTACHED");
    assert.equal(code, 4);
    assert.match(printed, /customer\.net.*cloudfront\.net/);
    assert.doesNotMatch(printed, /acm-validations/);
  });

  it("asks for nothing more when they are there", async () => {
    await publish(await stage.stack.output<DomainGroupState>("brand"), "ROUTING");
    const asked = posts.length;
    const { code, printed } = await job("--refresh");
    assert.deepEqual([code, printed.trim(), posts.length], [0, "", asked]);
  });
});
