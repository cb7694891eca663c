import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { withLock } from "../setup/lock.mjs";
import { cacheFolder, executableName, folderOnPath } from "../setup/paths.mjs";
import { run, SetUpError, say } from "../setup/run.mjs";

const REQUIREMENTS = join(import.meta.dirname, "requirements.txt");

/** The folder of the executables of a Python environment that holds requirements.txt: made once, in the user's cache folder. */
export async function preparePython() {
  const python = ["python3", "python"].find((name) => folderOnPath(name));
  if (!python) {
    throw new SetUpError(
      "The conformance tests need Python 3 with pip, which is not on PATH: https://www.python.org/downloads/",
    );
  }
  const version = run(python, ["-c", "import sys; print(sys.version)"]);
  const hash = createHash("sha256").update(version).update(readFileSync(REQUIREMENTS)).digest("hex").slice(0, 16);
  const environment = join(cacheFolder(), `python-${hash}`);
  const executables = join(environment, process.platform === "win32" ? "Scripts" : "bin");
  // An environment holds its own path and cannot be renamed into place: the last step marks it as complete.
  const complete = join(environment, "complete");
  await withLock(`${environment}.lock`, () => {
    if (existsSync(complete)) return;
    say("Installing boto3 and moto into a Python environment of their own, about 30 seconds, once");
    rmSync(environment, { recursive: true, force: true });
    run(python, ["-m", "venv", environment], { what: "Making a Python environment (python -m venv)" });
    const install = [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "--no-input",
      "-r",
      REQUIREMENTS,
    ];
    run(join(executables, executableName("python")), install, { what: "pip install" });
    writeFileSync(complete, "");
  });
  return executables;
}
