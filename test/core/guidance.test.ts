import assert from "node:assert/strict";
import { CATALOGUE } from "../../provider/core/catalogue";
import { cause } from "../../provider/core/causes";
import { type GuidanceCode, guidanceOf } from "../../provider/core/guidance";
import { DOMAINS } from "./gen";

describe("guidance", () => {
  for (const code of Object.keys(CATALOGUE) as GuidanceCode[]) {
    it(`${code} says what is happening, what to do and what comes next, without ids, counts or times`, () => {
      const { happening, todo, next, actor } = guidanceOf(cause(code, { domains: DOMAINS }));
      for (const sentence of [happening, todo, next]) assert.match(sentence, /^[A-Z`].*\.$/s);
      if (actor === "you") assert.notEqual(todo, "Nothing to do.");
      assert.doesNotMatch(`${happening} ${todo} ${next}`, /request id|\d{2}:\d{2}|[0-9a-f]{8}-[0-9a-f]{4}/i);
    });
  }

  it("names the domains as people write them", () => {
    const { happening } = guidanceOf(
      cause("CAA_FORBIDS", { domains: ["xn--bcher-kva.example" as (typeof DOMAINS)[0]] }),
    );
    assert.match(happening, /bücher\.example/);
  });

  it("shows a code of a newer release as it is", () => {
    assert.equal(guidanceOf({ ...cause("ATTACHED"), code: "FROM_THE_FUTURE" }).code, "FROM_THE_FUTURE");
  });
});
