import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

const SCRIPT = resolve(__dirname, "..", "..", ".ci", "run");

describe(".ci/run", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "ci-run-"));
    mkdirSync(join(folder, ".ci"));
    copyFileSync(SCRIPT, join(folder, ".ci", "run"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs it with an npm whose `npm test` and `npm run` do these shell commands. */
  function ciRun(test: string, conformance: string): { code: number | null; lines: string[] } {
    writeFileSync(join(folder, "npm"), `#!/bin/sh\nif [ "$1" = test ]; then ${test}; else ${conformance}; fi\n`);
    chmodSync(join(folder, "npm"), 0o755);
    const { status, stdout } = spawnSync("bash", [join(folder, ".ci", "run")], {
      encoding: "utf8",
      env: { ...process.env, PATH: `${folder}${delimiter}${process.env["PATH"]}` },
    });
    return { code: status, lines: stdout.trimEnd().split("\n") };
  }

  const good = 'echo "20 passed, 0 failed"';
  const cases: [string, string, string, string, number][] = [
    ["adds the counts of both parts", 'echo "100 passed, 0 failed"', good, "120 passed, 0 failed", 0],
    ["fails when one test fails", 'echo "99 passed, 1 failed"; exit 1', good, "119 passed, 1 failed", 1],
    ["counts a part without its counts as failed", "exit 7", good, "20 passed, 1 failed", 1],
    ["counts a part that ends badly as failed", good, `${good}; exit 3`, "40 passed, 1 failed", 1],
  ];
  for (const [rule, test, conformance, total, code] of cases) {
    it(rule, () => {
      const run = ciRun(test, conformance);
      assert.equal(run.lines.at(-1), total);
      assert.equal(run.code, code);
    });
  }

  it("runs the second part although the first failed", () => {
    const { lines } = ciRun("exit 1", 'echo "the second part"; echo "1 passed, 0 failed"');
    assert.ok(lines.includes("the second part"));
  });
});
