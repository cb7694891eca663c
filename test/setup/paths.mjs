import { accessSync, constants } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join, resolve } from "node:path";

/** The repository's root folder. */
export const ROOT = resolve(import.meta.dirname, "..", "..");

/** Scratch folder of this checkout, ignored by git. */
export const SCRATCH = join(ROOT, ".tmp");

/**
 * Where large parts are kept between runs and checkouts: the user's cache folder as each platform has it (XDG Base Directory, Apple's File System
 * Programming Guide, Windows known folders).
 */
export function cacheFolder(platform = process.platform, env = process.env) {
  const name = "pulumi-domain-group";
  if (platform === "darwin") return join(homedir(), "Library", "Caches", name);
  if (platform === "win32") return join(env.LOCALAPPDATA ?? join(homedir(), "AppData", "Local"), name);
  return join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), name);
}

export function executableName(program, platform = process.platform) {
  return platform === "win32" ? `${program}.exe` : program;
}

/** The folder on PATH that holds `program`, or undefined. */
export function folderOnPath(program, path = process.env.PATH ?? "") {
  return path.split(delimiter).find((folder) => folder !== "" && isExecutable(join(folder, executableName(program))));
}

export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
