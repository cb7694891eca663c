import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "./lock.mjs";
import { ROOT, SCRATCH } from "./paths.mjs";
import { run, say } from "./run.mjs";

/** Installs what package-lock.json says, when anything else is installed. */
export async function prepareDependencies() {
  if (missing(ROOT) === undefined) return;
  await withLock(join(SCRATCH, "npm.lock"), () => {
    const because = missing(ROOT);
    if (because === undefined) return;
    say(`Installing the npm packages of package-lock.json (${because})`);
    run("npm", ["ci", "--no-fund", "--no-audit"], { cwd: ROOT });
  });
}

/**
 * Why the installed packages are not those of the lock file; undefined when they are. Contents are compared, not times: git gives a lock file the
 * time of the checkout. npm writes what it installed to `node_modules/.package-lock.json`.
 */
export function missing(root) {
  const record = join(root, "node_modules", ".package-lock.json");
  if (!existsSync(record)) return "none are installed";
  const installed = packagesIn(record);
  for (const [place, wanted] of Object.entries(packagesIn(join(root, "package-lock.json")))) {
    // "" is this package itself; packages for other platforms are optional and rightly absent.
    if (place === "" || (wanted.optional && !installed[place])) continue;
    if (installed[place]?.version !== wanted.version) return `${place} ${wanted.version} is not installed`;
  }
  return undefined;
}

function packagesIn(file) {
  return JSON.parse(readFileSync(file, "utf8")).packages;
}
