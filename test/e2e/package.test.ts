import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SERIALIZE } from "../pulumi/scratch-project";
import { root } from "../setup/root";

const PNPM = "pnpm@9.15.9";
const SDK = "@pulumi/pulumi@3.248.0";
const GOLDEN = readFileSync(join(root, "test", "pulumi", "golden", "provider.txt"), "utf8");

describe("the packed tarball", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "domain-group-pack-"));
  let tarball = "";
  let files: string[] = [];

  const run = (cwd: string, command: string, ...args: string[]): string =>
    execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

  before(async () => {
    const { prepareBuild } = await import("../setup/build.mjs");
    await prepareBuild();
    const [packed] = JSON.parse(run(root, "npm", "pack", "--json", "--ignore-scripts", "--pack-destination", folder));
    tarball = join(folder, packed.filename);
    files = packed.files.map(({ path }: { path: string }) => path);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("is under 300 kB and holds no tests", () => {
    assert.ok(statSync(tarball).size < 300_000, `${statSync(tarball).size} bytes`);
    assert.deepEqual(
      files.filter((file) => !/^(dist\/|package\.json$|README\.md$|LICENSE$|CHANGELOG\.md$)/.test(file)),
      [],
    );
  });

  const installers: [string, string[]][] = [
    ["npm", ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"]],
    ["pnpm", ["npx", "--yes", PNPM, "add", "--ignore-scripts"]],
  ];
  for (const [name, [command = "", ...args]] of installers) {
    it(`installed by the real ${name} gives the provider that every state stores, byte for byte`, () => {
      const project = join(folder, name);
      mkdirSync(project);
      writeFileSync(
        join(project, "package.json"),
        JSON.stringify({ name: "scratch", version: "1.0.0", private: true }),
      );
      run(project, command, ...args, tarball, SDK);
      assert.equal(run(project, process.execPath, "-e", SERIALIZE), GOLDEN);
    });
  }
});
