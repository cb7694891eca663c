import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SERIALIZE } from "../pulumi/scratch-project";
import { root } from "../setup/root";
import { upAndDown, writeTemplate } from "./template-project";
import { startWorld, type World } from "./world";

const PNPM = "pnpm@9.15.9";
const YARN = "yarn@1.22.22";
const SDK = "@pulumi/pulumi@3.248.0";
const GOLDEN = readFileSync(join(root, "test", "pulumi", "golden", "provider.txt"), "utf8");

describe("the packed tarball", function () {
  this.timeout(180_000);
  const folder = mkdtempSync(join(realpathSync(tmpdir()), "domain-group-pack-"));
  let tarball = "";
  let files: string[] = [];
  let world: World;

  const run = (cwd: string, command: string, ...args: string[]): string =>
    execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });

  before(async () => {
    const { prepareBuild } = await import("../setup/build.mjs");
    await prepareBuild();
    const [packed] = JSON.parse(run(root, "npm", "pack", "--json", "--ignore-scripts", "--pack-destination", folder));
    tarball = join(folder, packed.filename);
    files = packed.files.map(({ path }: { path: string }) => path);
    world = await startWorld();
  });
  after(async () => {
    await world?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("is under 500 kB and holds no tests", () => {
    assert.ok(statSync(tarball).size < 500_000, `${statSync(tarball).size} bytes`);
    assert.deepEqual(
      files.filter(
        (file) => !/^(dist\/|package\.json$|README\.md$|LICENSE$|CHANGELOG\.md$|provider\/GUIDANCE\.md$)/.test(file),
      ),
      [],
    );
  });

  const installers: [string, string[]][] = [
    ["npm", ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund"]],
    ["pnpm", ["npx", "--yes", PNPM, "add", "--ignore-scripts"]],
    ["yarn", ["npx", "--yes", YARN, "add", "--ignore-scripts", "--non-interactive"]],
  ];
  for (const [name, [command = "", ...args]] of installers) {
    describe(`installed by the real ${name} into the project of Pulumi's TypeScript template`, () => {
      const project = join(folder, name);
      before(() => {
        writeTemplate(project);
        run(project, command, ...args, tarball, SDK);
      });

      it("gives the provider that every state stores, byte for byte", () => {
        assert.equal(run(project, process.execPath, "-e", SERIALIZE), GOLDEN);
      });

      it("compiles with the template's settings", () => {
        const { version } = JSON.parse(
          readFileSync(join(project, "node_modules", "typescript", "package.json"), "utf8"),
        );
        assert.match(version, /^5\./);
        run(project, process.execPath, join("node_modules", "typescript", "bin", "tsc"), "--noEmit");
      });

      it("comes to life by `pulumi up`", async () => {
        const { brand, zoneFile } = await upAndDown(project, world);
        assert.equal(brand?.value.status, "AWAITING_CERTIFICATE_ISSUE");
        assert.match(zoneFile?.value, /acm-validations\.aws/);
        assert.deepEqual(world.simulator.acm.snapshot(), []);
      });
    });
  }
});
