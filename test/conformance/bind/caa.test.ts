import assert from "node:assert/strict";
import { caaVerdict } from "../../../provider/core/caa";
import type { CaaLook } from "../../../provider/core/looks";
import { bindDns } from "./bench";
import { CAA_ALIASES } from "./caa-aliases";
import { CAA_CLIMBS } from "./caa-climbs";
import { CAA_SETS } from "./caa-sets";

describe("CAA, as BIND serves it", () => {
  const dns = bindDns();
  for (const [what, cases] of Object.entries({ sets: CAA_SETS, climbs: CAA_CLIMBS, aliases: CAA_ALIASES })) {
    describe(what, () => {
      for (const { rule, domain, verdict, by } of cases) {
        it(`${rule}: ${domain} ${verdict}`, async () => {
          const look = await dns.caa(domain);
          assert.deepEqual({ verdict: caaVerdict(look, domain).kind, by: sourceOf(look) }, { verdict, by });
        });
      }
    });
  }
});

function sourceOf(look: CaaLook): string {
  switch (look.kind) {
    case "set":
      return look.owner;
    case "unknown":
      return look.code;
    case "none":
      return "none";
  }
}
