import assert from "node:assert/strict";
import { coveredOf, coveredTags, MOST_OF_THE_PROGRAM, TAG } from "../../provider/core/ownership";

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

  it("are no more than fit beside those of the program, and those of the group: fifty in all", () => {
    const parents = Array.from({ length: 10 }, (_, index) => `www.site-${index}.example.com`);
    const most = Object.keys(TAG).length + MOST_OF_THE_PROGRAM;
    assert.equal(Object.keys(coveredTags(parents, [], {}, MOST_OF_THE_PROGRAM)).length, 50 - most);
    assert.equal(coveredOf(coveredTags(parents, [], {}, 0)).length, 10);
  });

  it("are the same whatever the order of the names", () => {
    assert.deepEqual(coveredTags([...hundred].reverse(), [], {}), coveredTags(hundred, [], {}));
  });
});
