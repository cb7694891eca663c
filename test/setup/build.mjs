import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "./lock.mjs";
import { ROOT, SCRATCH } from "./paths.mjs";
import { run } from "./run.mjs";

const DIST = join(ROOT, "dist");
const STAMP = join(SCRATCH, "dist.stamp");

/** Compiles provider/ into dist/ when its sources differ from those of the last build. dist/ is whole at every instant. */
export async function prepareBuild() {
  if (isFresh()) return;
  await withLock(join(SCRATCH, "dist.lock"), () => {
    if (!isFresh()) build();
  });
}

function build() {
  const sources = stampOfSources();
  const [next, last] = ["next", "last"].map((name) => join(SCRATCH, `dist.${name}`));
  rmSync(next, { recursive: true, force: true });
  rmSync(last, { recursive: true, force: true });
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  run(process.execPath, [tsc, "-p", "provider", "--outDir", next], {
    cwd: ROOT,
    what: "Building dist (tsc -p provider)",
  });
  if (existsSync(DIST)) renameSync(DIST, last);
  renameSync(next, DIST);
  writeFileSync(STAMP, sources);
}

function isFresh() {
  return existsSync(join(DIST, "index.js")) && existsSync(STAMP) && readFileSync(STAMP, "utf8") === stampOfSources();
}

function stampOfSources() {
  const provider = join(ROOT, "provider");
  const names = readdirSync(provider, { recursive: true }).map((name) => join(provider, name));
  const hash = createHash("sha256");
  for (const file of [...names, join(ROOT, "tsconfig.json"), join(ROOT, "package-lock.json")].sort()) {
    const stats = statSync(file);
    if (stats.isFile()) hash.update(`${file}\0${stats.size}\0${stats.mtimeMs}\n`);
  }
  return hash.digest("hex");
}
