import assert from "node:assert/strict";
import { bindDns } from "./bench";
import { WILDCARD_CASES } from "./wildcard-cases";

describe("wildcards, as BIND serves them", () => {
  const dns = bindDns();
  for (const { rule, name, found } of WILDCARD_CASES) {
    it(`${rule}: ${name}`, async () => assert.deepEqual(await dns.wildcard(name), found));
  }
});
