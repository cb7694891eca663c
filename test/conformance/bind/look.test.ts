import assert from "node:assert/strict";
import type { DnsLook } from "../../../provider/core/looks";
import type { Reply } from "../../../provider/ports";
import { bindDns } from "./bench";
import { LOOK_CASES, type LookCase } from "./look-cases";

describe("records, as BIND serves them", () => {
  const dns = bindDns();
  for (const { rule, name, type, found } of LOOK_CASES) {
    it(`${rule}: ${name}`, async () => assert.deepEqual(inShort(await dns.look(name, type)), found));
  }
});

function inShort(reply: Reply<DnsLook>): LookCase["found"] {
  if (reply.kind === "absent") return "absent";
  if (reply.kind === "failed") return reply.trouble.code;
  const servers = Object.entries(reply.value.servers).map(([server, answer]) => {
    if (answer.kind === "values") return [server, answer.values];
    return [server, answer.kind === "none" ? "none" : answer.code];
  });
  return { zone: reply.value.zone, servers: Object.fromEntries(servers) };
}
