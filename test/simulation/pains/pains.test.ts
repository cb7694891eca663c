/** Each pain in a scene of its own, run through the hooks of the resource: what somebody is told who has it, word by word. */
import assert from "node:assert/strict";
import { textOf } from "../../tidy/sources";
import { answerTo, toldOf } from "./pain";
import { PAINS } from "./pains";

describe("what it says when", function () {
  this.timeout(60_000);

  for (const { pain, scene, says, and } of PAINS) {
    it(pain, async () => {
      assert.deepEqual(toldOf(await scene()), { says, and });
    });
  }

  it("anything of that hurts is a table of the README, too", () => {
    const [, section = ""] = textOf("README.md").split("\n## What it says when ...\n");
    const [table = ""] = section.split("\n## ");
    const rows = [...table.matchAll(/^\| (.+) \| (.+) \|$/gm)].map(([, pain, answer]) => [pain, answer]);
    assert.deepEqual(
      rows.slice(2),
      PAINS.map((pain) => [pain.pain, answerTo(pain)]),
    );
  });
});
