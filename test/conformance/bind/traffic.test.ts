import assert from "node:assert/strict";
import { bindDns } from "./bench";
import { OURS, TRAFFIC_CASES } from "./traffic-cases";

describe("traffic, as BIND serves it", () => {
  const dns = bindDns();
  for (const { rule, name, traffic } of TRAFFIC_CASES) {
    it(`${rule}: ${name} ${typeof traffic === "string" ? traffic : traffic.kind}`, async () =>
      assert.deepEqual(await dns.traffic(name, OURS), { kind: "ok", value: traffic }));
  }
});
