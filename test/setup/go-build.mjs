import { mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { executableName } from "./paths.mjs";
import { run } from "./run.mjs";

/**
 * Builds a Go program from the module proxy and puts it at `folder/program` in one rename. A scratch module does it, because `go install
 * package@version` refuses a module with replace directives.
 */
export function goBuild({ scratch, packagePath, version, ldflags = "", folder, program }) {
  mkdirSync(folder, { recursive: true });
  rmSync(scratch, { recursive: true, force: true });
  mkdirSync(scratch, { recursive: true });
  const unfinished = join(folder, `${executableName(program)}.${process.pid}.tmp`);
  try {
    run("go", ["mod", "init", "scratch"], { cwd: scratch });
    run("go", ["get", `${packagePath}@${version}`], { cwd: scratch });
    run("go", ["build", "-ldflags", ldflags, "-o", unfinished, packagePath], { cwd: scratch });
    renameSync(unfinished, join(folder, executableName(program)));
  } finally {
    rmSync(unfinished, { force: true });
  }
}
