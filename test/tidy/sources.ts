import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { preProcessFile } from "typescript";
import type { Import } from "./layers";

export const ROOT = resolve(__dirname, "..", "..");

/** Files below a folder of the repository, relative to the root, with `/`. */
export function filesBelow(folder: string, extensions: string[]): string[] {
  if (!existsSync(join(ROOT, folder))) return [];
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name).split(sep).join("/"))
    .filter((name) => extensions.some((extension) => name.endsWith(extension)) && !name.includes("node_modules/"))
    .sort();
}

/** All that is, or is about to be, committed. */
export function repositoryFiles(): string[] {
  const list = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"], {
    cwd: ROOT,
    encoding: "utf8",
  });
  const deleted = execFileSync("git", ["ls-files", "-z", "--deleted"], { cwd: ROOT, encoding: "utf8" }).split("\0");
  return list.split("\0").filter((name) => name !== "" && !deleted.includes(name));
}

export function textOf(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

/** What a file names in `import`, `export from`, `require()` and `import()`, as written. */
export function specifiersOf(file: string): string[] {
  return preProcessFile(textOf(file), true, true).importedFiles.map(({ fileName }) => fileName);
}

/** A specifier of a provider file, told apart. */
export function importOf(file: string, specifier: string): Import {
  if (specifier.startsWith("node:")) return { kind: "node", name: specifier };
  if (!specifier.startsWith(".")) return { kind: "package", name: specifier };
  const target = relative(join(ROOT, "provider"), join(ROOT, dirname(file), specifier))
    .split(sep)
    .join("/");
  if (target.startsWith("..")) return { kind: "outside", name: specifier };
  return { kind: "provider", file: target.endsWith(".json") ? target : `${target.replace(/\.js$/, "")}.ts` };
}
