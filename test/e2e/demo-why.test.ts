import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { root } from "../setup/root";

const TIMEOUT = 300_000;

/** `npm run demo -- <flags>`, with all set up. */
function demo(...flags: string[]): Promise<{ code: number | null; output: string }> {
  const args = ["--import", "tsx", join("examples", "demo", "demo.ts"), ...flags];
  const child = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"], timeout: TIMEOUT });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (bytes: Buffer) => {
      output += bytes.toString("utf8");
    });
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

const SCENES = ["CAA_FORBIDS", "ALIAS_TAKEN_ELSEWHERE", "ZONE_NOT_DELEGATED", "RECORD_NAME_DOUBLED", "RENEWAL_AT_RISK"];

describe("the demo of what stands in the way", function () {
  this.timeout(TIMEOUT);

  it("says in each of its five worlds what is wrong there, and ends well once that is mended", async () => {
    const { code, output } = await demo("--why");
    assert.equal(code, 0, output);
    const scenes = output.split(/^=+\n(?=\d\. )/m).slice(1);
    assert.equal(scenes.length, SCENES.length, output);
    for (const [index, expected] of SCENES.entries())
      assert.ok(scenes[index]?.includes(`${expected}: `), scenes[index]);
  });

  it("takes no other flag", async () => {
    const { code, output } = await demo("--wy");
    assert.equal(code, 1);
    assert.match(output, /The demo failed: Unknown option '--wy'/);
  });
});
