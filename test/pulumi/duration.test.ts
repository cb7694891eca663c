import assert from "node:assert/strict";
import { parseDuration } from "../../provider/pulumi/duration";

describe("durations", () => {
  const good: [string, number][] = [
    ["90s", 90_000],
    ["60m", 3_600_000],
    ["2h", 7_200_000],
    ["1h30m", 5_400_000],
    ["1.5h", 5_400_000],
    ["250ms", 250],
  ];
  for (const [text, ms] of good) {
    it(`${text} is ${ms} ms`, () => assert.equal(parseDuration(text), ms));
  }

  for (const text of ["", "60", "soon", "-5m", "5 m", "0s", "m", "1d", "1h-30m"]) {
    it(`"${text}" is none`, () => assert.equal(parseDuration(text), undefined));
  }
});
