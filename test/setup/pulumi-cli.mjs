import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { goBuild } from "./go-build.mjs";
import { withLock } from "./lock.mjs";
import { cacheFolder, executableName, folderOnPath, isExecutable, ROOT } from "./paths.mjs";
import { SetUpError, say } from "./run.mjs";

const { devDependencies, peerDependencies } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));

/** The CLI that belongs to the SDK this repository is developed with. */
const VERSION = devDependencies["@pulumi/pulumi"];
/** The oldest CLI that speaks with the oldest SDK the package allows. */
const OLDEST = /\d+\.\d+\.\d+/.exec(peerDependencies["@pulumi/pulumi"])[0];
/** The Node.js language host is no Go module of its own since: the last SDK module that holds it works with newer CLIs. */
const LANGUAGE_HOST_VERSION = "3.67.1";
const LANGUAGE_HOST = "pulumi-language-nodejs";

const SDK = join(ROOT, "node_modules", "@pulumi", "pulumi");

/** Where a CLI of ours lives: `bin` inside, as the official installer lays it out. */
const INSTALLED = join(cacheFolder(), `pulumi-${VERSION}`);

/** The folder and version of a CLI that runs Node.js programs: the one on PATH, else ours; undefined when there is none yet. */
export function findPulumi(path = process.env.PATH ?? "") {
  const onPath = folderOnPath("pulumi", path);
  for (const folder of [onPath, join(INSTALLED, "bin")]) {
    const version = folder === undefined ? undefined : versionIn(folder);
    if (version !== undefined && isAtLeast(version, OLDEST) && hasLanguageHost(folder, path))
      return { folder, version };
  }
  return undefined;
}

/** Finds a CLI or makes one: official download, else a Go build from the module proxy. Kept in the user's cache folder. */
export async function preparePulumi() {
  return findPulumi() ?? (await withLock(`${INSTALLED}.lock`, async () => findPulumi() ?? (await obtain())));
}

async function obtain() {
  const refusals = [];
  for (const [name, way] of Object.entries({ download, build })) {
    try {
      await way();
      const made = findPulumi();
      if (made) return made;
      refusals.push(`${name}: what is in ${INSTALLED} now does not run`);
    } catch (error) {
      refusals.push(`${name}: ${error.message}`);
    }
  }
  throw new SetUpError(noWay(refusals));
}

/**
 * The environment in which `pulumi` (and the Automation API) runs here: this CLI and this SDK's dynamic provider plugin first on PATH, state in the
 * folder `backend`, no account, no look at the network, and the user's own Pulumi settings left alone.
 */
export function pulumiEnvironment({ backend, base = process.env }) {
  const cli = findPulumi(base.PATH);
  if (!cli) throw new SetUpError("There is no Pulumi CLI yet: run `node test/setup/prepare.mjs --cli`.");
  return {
    PATH: [cli.folder, SDK, base.PATH].join(delimiter),
    PULUMI_HOME: join(cacheFolder(), "pulumi-home"),
    PULUMI_BACKEND_URL: pathToFileURL(backend).href,
    PULUMI_CONFIG_PASSPHRASE: "not a secret",
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}

async function download() {
  const { PulumiCommand } = await import("@pulumi/pulumi/automation/index.js");
  const { SemVer } = await import("semver");
  say(`Downloading the Pulumi CLI ${VERSION}, once`);
  const unfinished = `${INSTALLED}.${process.pid}.tmp`;
  try {
    await PulumiCommand.install({ root: unfinished, version: new SemVer(VERSION) });
    rmSync(INSTALLED, { recursive: true, force: true });
    renameSync(unfinished, INSTALLED);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
}

function build() {
  if (!folderOnPath("go")) throw new SetUpError("Go is not on PATH");
  const folder = join(INSTALLED, "bin");
  const scratch = join(cacheFolder(), "build");
  mkdirSync(folder, { recursive: true });
  if (versionIn(folder) !== VERSION) {
    say(`Building the Pulumi CLI ${VERSION} with Go, about 4 minutes, once`);
    goBuild({
      scratch: join(scratch, "cli"),
      packagePath: "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
      version: `v${VERSION}`,
      ldflags: `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${VERSION}`,
      folder,
      program: "pulumi",
    });
  }
  say(`Building Pulumi's Node.js language host ${LANGUAGE_HOST_VERSION} with Go, about 20 seconds, once`);
  goBuild({
    scratch: join(scratch, "language-host"),
    packagePath: "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs",
    version: `v${LANGUAGE_HOST_VERSION}`,
    folder,
    program: LANGUAGE_HOST,
  });
  putDynamicProviderBeside(folder);
}

/** The release has this script of the SDK beside the CLI; found on PATH alone, it brings a warning into every run's Diagnostics. */
function putDynamicProviderBeside(folder) {
  const script = process.platform === "win32" ? "pulumi-resource-pulumi-nodejs.cmd" : "pulumi-resource-pulumi-nodejs";
  copyFileSync(join(SDK, script), join(folder, script));
}

function versionIn(folder) {
  const pulumi = join(folder, executableName("pulumi"));
  if (!isExecutable(pulumi)) return undefined;
  const { stdout } = spawnSync(pulumi, ["version"], {
    encoding: "utf8",
    env: { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" },
  });
  return /^v?(\d+\.\d+\.\d+)/.exec(stdout ?? "")?.[1];
}

/** Beside the CLI, beside the file that a link to it means (Homebrew), or anywhere on PATH: where the CLI itself looks. */
function hasLanguageHost(folder, path) {
  const beside = [folder, dirname(realpathSync(join(folder, executableName("pulumi"))))];
  return (
    beside.some((place) => existsSync(join(place, executableName(LANGUAGE_HOST)))) ||
    folderOnPath(LANGUAGE_HOST, path) !== undefined
  );
}

export function isAtLeast(version, oldest) {
  const [have, need] = [version, oldest].map((text) => text.split(".").map(Number));
  const differs = have.findIndex((part, index) => part !== need[index]);
  return differs === -1 || have[differs] > need[differs];
}

function noWay(refusals) {
  return [
    `The Pulumi CLI (${OLDEST} or newer, with ${LANGUAGE_HOST}) is needed, is not on PATH, and could not be had:`,
    ...refusals.map((refusal) => `  - ${refusal}`),
    "Any one of these helps; then run the command again:",
    "  - install it: https://www.pulumi.com/docs/install/ (for example `brew install pulumi`)",
    "  - give this machine access to https://get.pulumi.com",
    "  - install Go (https://go.dev/doc/install): the CLI is then built from Go's module proxy",
  ].join("\n");
}
