import assert from "node:assert/strict";
import { bindDns } from "./bench";
import { EXAM_CASES, USUAL, VALIDATION } from "./exam-cases";

describe("what is around a missing record, as BIND serves it", () => {
  const dns = bindDns();
  const validation = { type: "CNAME", value: VALIDATION } as const;

  for (const { rule, name, record = validation, exam } of EXAM_CASES) {
    it(`${rule}: ${name}`, async () => assert.deepEqual(await dns.examine({ name, ...record }), { ...USUAL, ...exam }));
  }

  it("no way to authoritative servers", async () => {
    // The port of tcpmux, where nobody listens.
    const exam = await bindDns(1).examine({ name: "_a.www.nothing.com", ...validation });
    assert.deepEqual(exam, { ...USUAL, negativeTtl: null, blocked: true });
  });
});
