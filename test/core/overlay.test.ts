import assert from "node:assert/strict";
import fc from "fast-check";
import type { Json, JsonValue } from "../../provider/core/model";
import { combine, holds, layOver, withoutRetired } from "../../provider/core/overlay";

const origins = (...Items: Json[]): Json => ({ Origins: { Quantity: Items.length, Items } });

describe("a fragment laid over a configuration", () => {
  const cases: [rule: string, base: Json, fragment: Json, expected: Json][] = [
    [
      "merges objects",
      { Logging: { Bucket: "a", Prefix: "p" } },
      { Logging: { Bucket: "b" } },
      { Logging: { Bucket: "b", Prefix: "p" } },
    ],
    [
      "replaces values",
      { PriceClass: "PriceClass_All" },
      { PriceClass: "PriceClass_100" },
      { PriceClass: "PriceClass_100" },
    ],
    [
      "replaces lists, and counts them",
      { CacheBehaviors: { Quantity: 1, Items: [{ PathPattern: "/a" }] } },
      { CacheBehaviors: { Items: [{ PathPattern: "/b" }, { PathPattern: "/c" }] } },
      { CacheBehaviors: { Quantity: 2, Items: [{ PathPattern: "/b" }, { PathPattern: "/c" }] } },
    ],
    [
      "counts better than people",
      {},
      { Aliases: { Quantity: 7, Items: ["a.example"] } },
      { Aliases: { Quantity: 1, Items: ["a.example"] } },
    ],
    [
      "counts lists within lists",
      {},
      { CacheBehaviors: { Items: [{ AllowedMethods: { Items: ["GET", "HEAD"] } }] } },
      { CacheBehaviors: { Quantity: 1, Items: [{ AllowedMethods: { Quantity: 2, Items: ["GET", "HEAD"] } }] } },
    ],
    [
      "counts an empty list as 0",
      { CacheBehaviors: { Quantity: 1, Items: [{ PathPattern: "/a" }] } },
      { CacheBehaviors: { Items: [] } },
      { CacheBehaviors: { Quantity: 0, Items: [] } },
    ],
    [
      "empties a list by its Quantity alone, as CloudFront shows it",
      { CacheBehaviors: { Quantity: 1, Items: [{ PathPattern: "/a" }] } },
      { CacheBehaviors: { Quantity: 0 } },
      { CacheBehaviors: { Quantity: 0, Items: [] } },
    ],
    [
      "empties a list whose items are taken away",
      { CacheBehaviors: { Quantity: 1, Items: [{ PathPattern: "/a" }] } },
      { CacheBehaviors: { Items: null } },
      { CacheBehaviors: { Quantity: 0, Items: [] } },
    ],
    ["takes away what is null", { Behavior: { A: 1, B: 2 } }, { Behavior: { A: null } }, { Behavior: { B: 2 } }],
    ["leaves no null where there was nothing to take away", {}, { Behavior: { A: null } }, { Behavior: {} }],
    [
      "puts an object in the place of a value",
      { Logging: "x" },
      { Logging: { Bucket: "b" } },
      { Logging: { Bucket: "b" } },
    ],
    [
      "adds to an origin of the same id",
      origins({ Id: "origin", DomainName: "a.example" }),
      { Origins: { Items: [{ Id: "origin", OriginPath: "/v1" }] } },
      origins({ Id: "origin", DomainName: "a.example", OriginPath: "/v1" }),
    ],
    [
      "adds an origin of another id",
      origins({ Id: "origin" }),
      origins({ Id: "second" }),
      origins({ Id: "origin" }, { Id: "second" }),
    ],
    [
      "replaces origins that have no id to be told apart by",
      origins({ Id: "origin" }),
      origins({ DomainName: "b.example" }),
      origins({ DomainName: "b.example" }),
    ],
  ];
  for (const [rule, base, fragment, expected] of cases) {
    it(rule, () => assert.deepEqual(layOver(base, fragment), expected));
  }

  it("leaves both as they were", () => {
    const base = origins({ Id: "origin" });
    const fragment = origins({ Id: "origin", OriginPath: "/v1" });
    layOver(base, fragment);
    assert.deepEqual([base, fragment], [origins({ Id: "origin" }), origins({ Id: "origin", OriginPath: "/v1" })]);
  });
});

describe("two fragments combined", () => {
  it("still take away what the second takes away", () => {
    const both = combine({ Behavior: { A: 1, B: 2 } }, { Behavior: { A: null } });
    assert.deepEqual(layOver({ Behavior: { A: 9, C: 3 } }, both), { Behavior: { B: 2, C: 3 } });
  });

  it("give back what the first takes away where the second says what it is", () => {
    assert.deepEqual(layOver({}, combine({ A: null }, { A: 1 })), { A: 1 });
  });
});

describe("a configuration holds what is wanted", () => {
  const list = (...Items: JsonValue[]): Json => ({ List: { Quantity: Items.length, Items } });
  const cases: [rule: string, actual: Json, wanted: Json, expected: boolean][] = [
    ["with what CloudFront fills in", { A: 1, B: { C: 2, D: 3 } }, { B: { C: 2 } }, true],
    ["not with another value", { B: { C: 2 } }, { B: { C: 3 } }, false],
    ["not without a value", {}, { B: { C: 3 } }, false],
    ["not with a value in place of an object", { B: 1 }, { B: { C: 3 } }, false],
    ["with a number and a boolean for their text", { A: 2, B: false }, { A: "2", B: "false" }, true],
    ["not with another boolean", { B: true }, { B: false }, false],
    [
      "with nothing for what is empty",
      {},
      { A: "", B: false, C: { Items: [] }, D: { Quantity: 0 }, E: { F: "" } },
      true,
    ],
    ["not with nothing for a zero that is a value", {}, { ErrorCachingMinTTL: 0 }, false],
    ["with a list that shows its Quantity alone", { List: { Quantity: 0 } }, list(), true],
    ["not with a list that is not empty", list("a"), list(), false],
    ["not with a list that is not empty for one of Quantity 0", list("a"), { List: { Quantity: 0 } }, false],
    ["with strings in another order", list("HEAD", "GET"), list("GET", "HEAD"), true],
    ["not with more strings", list("GET", "HEAD"), list("GET"), false],
    ["not with other strings", list("GET", "PUT"), list("GET", "HEAD"), false],
    ["whatever Quantity the list was given", list("GET"), { List: { Quantity: 9, Items: ["GET"] } }, true],
    [
      "with error pages in another order",
      list({ ErrorCode: 404, ResponseCode: "200" }, { ErrorCode: 403 }),
      list({ ErrorCode: 403 }, { ErrorCode: 404, ResponseCode: 200 }),
      true,
    ],
    [
      "not with another error page",
      list({ ErrorCode: 404, ResponseCode: "404" }),
      list({ ErrorCode: 404, ResponseCode: "200" }),
      false,
    ],
    ["not with more error pages", list({ ErrorCode: 404 }, { ErrorCode: 403 }), list({ ErrorCode: 403 }), false],
    [
      "with path patterns in their order",
      list({ PathPattern: "/a", Compress: true }, { PathPattern: "/b" }),
      list({ PathPattern: "/a" }, { PathPattern: "/b" }),
      true,
    ],
    [
      "not with path patterns in another order, since the first that fits wins",
      list({ PathPattern: "/b" }, { PathPattern: "/a" }),
      list({ PathPattern: "/a" }, { PathPattern: "/b" }),
      false,
    ],
    [
      "with more origins, since they are merged",
      origins({ Id: "second" }, { Id: "origin", OriginPath: "" }),
      origins({ Id: "origin" }),
      true,
    ],
    ["not with another origin", origins({ Id: "second" }), origins({ Id: "origin" }), false],
    ["without what is taken away", {}, { Behavior: { OriginRequestPolicyId: null } }, true],
    ["with an empty reference for what is taken away", { WebACLId: "" }, { WebACLId: null }, true],
    [
      "not with a reference that is taken away",
      { Behavior: { OriginRequestPolicyId: "x" } },
      { Behavior: { OriginRequestPolicyId: null } },
      false,
    ],
    ["with CloudFront's own value for one that is taken away", { HttpVersion: "http2" }, { HttpVersion: null }, true],
  ];
  for (const [rule, actual, wanted, expected] of cases) {
    it(rule, () => assert.equal(holds(actual, wanted), expected));
  }
});

/** Names that mean something to the overlay, and some that do not. Ids within a list are different, as CloudFront wants them. */
const { object } = fc.letrec<{ value: JsonValue; list: Json; object: Json }>((tie) => {
  const scalar = fc.oneof(fc.constant(null), fc.boolean(), fc.integer(), fc.string());
  const objects = fc.array(tie("object"), { maxLength: 3 });
  const withIds = (items: Json[]) => items.map((item, index) => ({ ...item, Id: `${index}` }));
  const items = fc.oneof(fc.array(fc.string()), objects, objects.map(withIds), fc.constant(null));
  return {
    value: fc.oneof({ maxDepth: 4 }, scalar, tie("object"), tie("list")),
    list: fc.record({ Items: items, Quantity: fc.nat(3) }, { requiredKeys: [] }),
    object: fc.dictionary(fc.constantFrom("Origins", "List", "A", "PolicyId", "__proto__"), tie("value")),
  };
});

describe("laying over", () => {
  it("twice is the same as once", () => {
    fc.assert(
      fc.property(object, object, (base, fragment) => {
        const once = layOver(base, fragment);
        assert.deepEqual(layOver(once, fragment), once);
      }),
    );
  });

  it("gives a configuration that holds the fragment", () => {
    fc.assert(fc.property(object, object, (base, fragment) => holds(layOver(base, fragment), fragment)));
  });

  it("two fragments combined is the same as one after the other", () => {
    fc.assert(
      fc.property(object, object, (first, second) => {
        assert.deepEqual(layOver({}, combine(first, second)), layOver(layOver({}, first), second));
      }),
    );
  });
});

describe("what was said before and is not said any more", () => {
  const cases: [string, Json, Json, Json, Json][] = [
    ["goes", { A: 1, B: 2 }, { A: 1, B: 2 }, { A: 1 }, { A: 1 }],
    ["goes from within", { A: { B: 1, C: 2 } }, { A: { B: 1, C: 2 } }, { A: { C: 2 } }, { A: { C: 2 } }],
    ["goes from a list of items with ids", list("a", "b", "c"), list("a", "b"), list("a"), list("a", "c")],
    ["stays where nobody ever said it", { A: 1, Theirs: 2 }, { A: 1 }, { A: 1 }, { A: 1, Theirs: 2 }],
    ["stays when it is said with another value", { A: 1 }, { A: 1 }, { A: 2 }, { A: 1 }],
    [
      "goes from an item with an id, wherever that stands",
      { Items: [{ Id: "theirs" }, { Id: "a", X: 1, Theirs: 2 }] },
      { Items: [{ Id: "a", X: 1 }] },
      { Items: [{ Id: "a" }] },
      { Items: [{ Id: "theirs" }, { Id: "a", Theirs: 2 }] },
    ],
    [
      "goes from an item that its place tells apart",
      { Items: [{ PathPattern: "/a" }, { PathPattern: "/b", X: 1 }] },
      { Items: [{ PathPattern: "/a" }, { PathPattern: "/b", X: 1 }] },
      { Items: [{ PathPattern: "/a" }, { PathPattern: "/b" }] },
      { Items: [{ PathPattern: "/a" }, { PathPattern: "/b" }] },
    ],
    [
      "goes from an error response",
      { Items: [{ ErrorCode: 403 }, { ErrorCode: 404, X: 1 }] },
      { Items: [{ ErrorCode: "404", X: 1 }] },
      { Items: [{ ErrorCode: "404" }] },
      { Items: [{ ErrorCode: 403 }, { ErrorCode: 404 }] },
    ],
  ];
  for (const [what, actual, before, now, left] of cases) {
    it(what, () => assert.deepEqual(withoutRetired(actual, before, now), left));
  }
});

function list(...ids: string[]): Json {
  return { Items: ids.map((Id) => ({ Id })) };
}
