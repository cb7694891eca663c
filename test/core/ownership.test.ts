import assert from "node:assert/strict";
import { coveredOf, coveredTags } from "../../provider/core/ownership";

const hundred = Array.from({ length: 100 }, (_, index) => `customer-${index}.tenants.example.com`).sort();

describe("the tags for what a wildcard covers", () => {
  it("hold a hundred names, each value as much as a tag may hold", () => {
    const domains = [...hundred, "www.example.com", "shop.example.com"];
    const tags = coveredTags(domains, [], {});
    assert.deepEqual(coveredOf(tags).sort(), domains.sort());
    for (const value of Object.values(tags)) assert.ok(value.length <= 256 && /^[\w.:/=+@ -]*$/.test(value), value);
  });

  it("are none where nothing is covered", () => {
    assert.deepEqual(coveredTags([], [], {}), {});
  });

  it("are emptied where there was more before", () => {
    const before = coveredTags(hundred, [], {});
    const after = { ...before, ...coveredTags(["www.example.com"], [], before) };
    assert.deepEqual(coveredOf(after), ["www.example.com"]);
  });

  it("are the same whatever the order of the names", () => {
    assert.deepEqual(coveredTags([...hundred].reverse(), [], {}), coveredTags(hundred, [], {}));
  });
});
