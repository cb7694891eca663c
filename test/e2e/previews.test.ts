import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/root";
import { type Played, playPreviews } from "./previews";
import { COMMAND, PAGE, pageOf } from "./previews-page";

describe("the page of previews", function () {
  this.timeout(240_000);
  let played: Played[];
  before(async () => {
    played = await playPreviews();
  });

  it("is what the CLI prints now", () => {
    const page = readFileSync(join(root, PAGE), "utf8");
    assert.equal(page, pageOf(played), `${PAGE} is out of date. Refresh it, and read what has changed: ${COMMAND}`);
  });

  it("is of previews that change nothing", () => {
    for (const { scene, written } of played) assert.deepEqual(written, [], scene.title);
  });
});
