import assert from "node:assert/strict";
import { misfitsOf } from "../../provider/aws/settings-check";
import type { Json } from "../../provider/core/model";

const noSuchMember = "CloudFront's API has no such member";

describe("settings that CloudFront's API does not have", () => {
  const cases: [rule: string, settings: Json, expected: string[]][] = [
    [
      "are none among those that it has",
      { DefaultCacheBehavior: { Compress: true }, Aliases: { Items: ["a.example"] } },
      [],
    ],
    ["are none among those that are taken away", { Logging: null, DefaultCacheBehavior: { CachePolicyId: null } }, []],
    ["are named", { priceClass: "PriceClass_100" }, [`priceClass: ${noSuchMember}`]],
    [
      "are named by their path",
      { Origins: { Items: [{ Id: "a" }, { Id: "b", Path: "/" }] } },
      [`Origins.Items[1].Path: ${noSuchMember}`],
    ],
    ["are all named", { A: 1, Logging: { B: 1 } }, [`A: ${noSuchMember}`, `Logging.B: ${noSuchMember}`]],
    ["are also values in place of an object", { Logging: "bucket" }, ["Logging: must be an object"]],
    ["are also objects in place of a value", { Comment: { Text: "x" } }, ["Comment: must be a single value"]],
    [
      "are also lists in place of an object, as in the SDKs of others",
      { Aliases: ["a.example"] },
      ["Aliases: must be an object"],
    ],
    ["are also values in place of a list", { Aliases: { Items: "a.example" } }, ["Aliases.Items: must be a list"]],
    [
      "are also objects in a list of values",
      { Aliases: { Items: [{}] } },
      ["Aliases.Items[0]: must be a single value"],
    ],
  ];
  for (const [what, settings, expected] of cases) {
    it(what, () =>
      assert.deepEqual(
        misfitsOf(settings).map(({ path, rule }) => `${path}: ${rule}`),
        expected,
      ),
    );
  }
});
