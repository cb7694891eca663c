import assert from "node:assert/strict";
import { onConflict } from "../../provider/pulumi/conflict-reader";
import type { Bag } from "../../provider/pulumi/reading";
import { checked, reasons, UNKNOWN } from "./fixtures";

const ID = "E2QWRUHAPOMQZL";
const WHOLE = `must be "report" or { moveFrom: ["${ID}"] }: the ids of distributions that may lose a name to this group`;
const ONE = `must be the id of a standard distribution, such as "${ID}": what a tenant of a multi-tenant one has is taken off there`;
const ARN = `arn:aws:cloudfront::111111111111:distribution/${ID}`;
const TENANT = "dt_2wjMzsyFxqIZohWzv1b9It8JABC";
const HOST = "d111111abcdef8.cloudfront.net";

describe("onConflict that can't be meant is refused in a preview, with property, value, rule and way out", () => {
  const refused: [what: string, given: unknown, said: string[]][] = [
    ["a word that is none of its", "move", [`onConflict: got "move": ${WHOLE}`]],
    ["a number", 3, [`onConflict: got 3: ${WHOLE}`]],
    ["a list", [ID], [`onConflict: got ["${ID}"]: ${WHOLE}`]],
    ["nobody to take from", {}, [`onConflict.moveFrom: got nothing: ${WHOLE}`]],
    ["one id that is no list", { moveFrom: "E1" }, [`onConflict.moveFrom: got "E1": ${WHOLE}`]],
    ["an empty id", { moveFrom: [""] }, [`onConflict.moveFrom[0]: got "": ${ONE}`]],
    ["an ARN", { moveFrom: [ARN] }, [`onConflict.moveFrom[0]: got "${ARN}": ${ONE}`]],
    ["a domain name", { moveFrom: [HOST] }, [`onConflict.moveFrom[0]: got "${HOST}": ${ONE}`]],
    ["a whole distribution", { moveFrom: [{ id: ID }] }, [`onConflict.moveFrom[0]: got {"id":"${ID}"}: ${ONE}`]],
    ["a tenant", { moveFrom: [TENANT] }, [`onConflict.moveFrom[0]: got "${TENANT}": ${ONE}`]],
    ["stars alone", { moveFrom: ["*******"] }, [`onConflict.moveFrom[0]: got "*******": ${ONE}`]],
    [
      "some of several, each of them",
      { moveFrom: ["E1", ID, ""] },
      [`onConflict.moveFrom[0]: got "E1": ${ONE}`, `onConflict.moveFrom[2]: got "": ${ONE}`],
    ],
    [
      "a property more",
      { moveFrom: [ID], force: true },
      ["onConflict.force: got true: there is no such property here"],
    ],
  ];
  for (const [what, given, said] of refused) {
    it(what, async () => assert.deepEqual(await reasons({ onConflict: given }), said));
  }
});

describe("onConflict", () => {
  const taken: [what: string, given: unknown, moveFrom: string[]][] = [
    ["reports", "report", []],
    ["names distributions", { moveFrom: [ID] }, [ID]],
    ["names one of another account as CloudFront shows it", { moveFrom: ["*******POMQZL"] }, ["*******POMQZL"]],
    ["names nobody", { moveFrom: [] }, []],
  ];
  for (const [what, given, moveFrom] of taken) {
    it(what, () => assert.deepEqual(onConflict(given), { kind: "known", value: { moveFrom } }));
  }

  const later: [what: string, given: Bag["onConflict"]][] = [
    ["as a whole", UNKNOWN],
    ["one of its ids", { moveFrom: [ID, UNKNOWN] }],
  ];
  for (const [what, given] of later) {
    it(`may be known to the update alone: ${what}`, async () => {
      assert.deepEqual(await reasons({ onConflict: given }), []);
      assert.deepEqual((await checked({ onConflict: given }))["onConflict"], given);
    });
  }

  it("need not be given", async () => {
    for (const given of [undefined, null]) assert.deepEqual(await reasons({ onConflict: given }), []);
  });
});
