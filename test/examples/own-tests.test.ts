import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { onCopies } from "./compile";

describe("the example with unit tests", function () {
  this.timeout(60_000);
  const copies = onCopies();

  it("passes them with `npm test`, under the installed package", () => {
    const { status, stdout, stderr } = spawnSync("npm", ["test"], {
      cwd: join(copies.folder, "unit-test"),
      encoding: "utf8",
      // Of this very run: npm and mocha would hand them on.
      env: { ...process.env, MOCHA_OPTIONS: "", NODE_OPTIONS: "" },
    });
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, /3 passing/);
  });
});
