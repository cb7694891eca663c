import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";

describe("set-up", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "setup-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  describe("the cache folder", () => {
    const cases: [string, NodeJS.Platform, NodeJS.ProcessEnv, string][] = [
      ["Linux with XDG_CACHE_HOME", "linux", { XDG_CACHE_HOME: "/xdg" }, join("/xdg", "pulumi-domain-group")],
      ["Linux without", "linux", {}, join(homedir(), ".cache", "pulumi-domain-group")],
      ["macOS", "darwin", { XDG_CACHE_HOME: "/xdg" }, join(homedir(), "Library", "Caches", "pulumi-domain-group")],
      ["Windows", "win32", { LOCALAPPDATA: "/local" }, join("/local", "pulumi-domain-group")],
    ];
    for (const [what, platform, env, expected] of cases) {
      it(`is the user's own on ${what}`, async () => {
        const { cacheFolder } = await import("./paths.mjs");
        assert.equal(cacheFolder(platform, env), expected);
      });
    }
  });

  describe("the installed packages", () => {
    const packages = (versions: { [place: string]: string | undefined }) =>
      JSON.stringify({
        packages: Object.fromEntries(
          Object.entries(versions).map(([place, version]) => [place, { version, optional: place.endsWith("-darwin") }]),
        ),
      });

    async function reason(locked: { [place: string]: string }, installed?: { [place: string]: string }) {
      const { missing } = await import("./dependencies.mjs");
      writeFileSync(join(folder, "package-lock.json"), packages({ "": "0.1.0", ...locked }));
      if (installed) {
        mkdirSync(join(folder, "node_modules"));
        writeFileSync(join(folder, "node_modules", ".package-lock.json"), packages(installed));
      }
      return missing(folder);
    }

    it("are not there in a fresh clone", async () => {
      assert.equal(await reason({ "node_modules/a": "1.0.0" }), "none are installed");
    });
    it("are out of date when one has another version", async () => {
      const because = await reason({ "node_modules/a": "1.0.1" }, { "node_modules/a": "1.0.0" });
      assert.equal(because, "node_modules/a 1.0.1 is not installed");
    });
    it("are complete without those of other platforms", async () => {
      const locked = { "node_modules/a": "1.0.0", "node_modules/a-darwin": "1.0.0" };
      assert.equal(await reason(locked, { "node_modules/a": "1.0.0" }), undefined);
    });
  });

  describe("the lock between processes", () => {
    it("lets one work at a time", async () => {
      const { withLock } = await import("./lock.mjs");
      const lock = join(folder, "lock");
      const order: string[] = [];
      const work = (name: string) => async () => {
        order.push(`${name} starts`);
        await new Promise((resolve) => setTimeout(resolve, 20));
        order.push(`${name} ends`);
      };
      await Promise.all([withLock(lock, work("a"), { every: 5 }), withLock(lock, work("b"), { every: 5 })]);
      assert.deepEqual(order, ["a starts", "a ends", "b starts", "b ends"]);
      assert.equal(existsSync(lock), false);
    });

    it("is taken over from a process that is gone", async () => {
      const { withLock } = await import("./lock.mjs");
      const gone = spawnSync(process.execPath, ["-e", ""]).pid;
      writeFileSync(join(folder, "lock"), String(gone));
      assert.equal(await withLock(join(folder, "lock"), () => "done"), "done");
    });
  });

  describe("the Pulumi CLI", () => {
    function pretend(version: string, ...programs: string[]): string {
      for (const program of programs) {
        writeFileSync(join(folder, program), `#!/bin/sh\necho ${version}\n`, { mode: 0o755 });
      }
      return folder;
    }

    it("on PATH is taken when it is new enough and has its language host", async () => {
      const { findPulumi } = await import("./pulumi-cli.mjs");
      const found = findPulumi(pretend("v3.216.0", "pulumi", "pulumi-language-nodejs"));
      assert.deepEqual(found, { folder, version: "3.216.0" });
    });
    it("on PATH is passed over when it is too old", async () => {
      const { findPulumi } = await import("./pulumi-cli.mjs");
      assert.notEqual(findPulumi(pretend("v3.215.9", "pulumi", "pulumi-language-nodejs"))?.folder, folder);
    });
    it("on PATH is passed over without its language host", async () => {
      const { findPulumi } = await import("./pulumi-cli.mjs");
      assert.notEqual(findPulumi(pretend("v3.300.0", "pulumi"))?.folder, folder);
    });
    it("comes first on the PATH of the programs under test, with state in the given folder alone", async () => {
      const { pulumiEnvironment } = await import("./pulumi-cli.mjs");
      const path = pretend("v3.300.0", "pulumi", "pulumi-language-nodejs");
      const environment = pulumiEnvironment({ backend: folder, base: { PATH: path } });
      assert.equal(environment.PATH.split(delimiter)[0], folder);
      assert.equal(environment.PULUMI_BACKEND_URL, `file://${folder}`);
    });

    const orders: [string, string, boolean][] = [
      ["3.216.0", "3.216.0", true],
      ["3.1000.0", "3.216.0", true],
      ["4.0.0", "3.216.9", true],
      ["3.99.9", "3.216.0", false],
    ];
    for (const [version, oldest, expected] of orders) {
      it(`${version} is ${expected ? "" : "not "}at least ${oldest}`, async () => {
        const { isAtLeast } = await import("./pulumi-cli.mjs");
        assert.equal(isAtLeast(version, oldest), expected);
      });
    }
  });

  describe("the kinds of tests", () => {
    it("are told by the folder, and everything else is a unit test", async () => {
      const { testFiles } = await import("./test-files.mjs");
      for (const name of ["core", "simulation", "e2e", "conformance"]) {
        mkdirSync(join(folder, "test", name), { recursive: true });
        writeFileSync(join(folder, "test", name, "a.test.ts"), "");
        writeFileSync(join(folder, "test", name, "helper.ts"), "");
      }
      writeFileSync(join(folder, "test", "tidy.test.ts"), "");
      assert.deepEqual(testFiles("unit", folder), [join("test", "core", "a.test.ts"), join("test", "tidy.test.ts")]);
      assert.deepEqual(testFiles("simulation", folder), [join("test", "simulation", "a.test.ts")]);
      assert.deepEqual(testFiles("e2e", folder), [join("test", "e2e", "a.test.ts")]);
    });
  });
});
