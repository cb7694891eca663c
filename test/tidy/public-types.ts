import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path/posix";
import type * as TypeScript from "typescript";
import { ROOT, specifiersOf, textOf } from "./sources";

/** The TypeScript with which Pulumi runs programs that bring none. Its public names here are a subset of today's. */
const oldest: typeof TypeScript = createRequire(join(ROOT, "package.json"))(
  "@pulumi/pulumi/vendor/typescript@3.8.3/typescript.js",
);

export const oldestVersion = oldest.version;

/** The declaration files that somebody who imports one of `entries` makes the compiler read, and the packages these name. */
export function publicTypes(entries: string[]): { files: string[]; packages: string[] } {
  const files = new Set<string>();
  const packages = new Set<string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const specifier of specifiersOf(file)) {
      if (specifier.startsWith(".")) visit(declarationOf(join(dirname(file), specifier)));
      else packages.add(specifier);
    }
  };
  entries.forEach(visit);
  return { files: [...files].sort(), packages: [...packages].sort() };
}

function declarationOf(target: string): string {
  const file = `${target.replace(/\.js$/, "")}.d.ts`;
  return existsSync(join(ROOT, file)) ? file : join(target, "index.d.ts");
}

/** What TypeScript 3.8 cannot read in a declaration file: one line for each place. */
export function oldSyntaxErrors(file: string, text = textOf(file)): string[] {
  const source = oldest.createSourceFile(file, text, oldest.ScriptTarget.ES2020);
  // Not in the public types of any version, and the only place that holds them without a whole program.
  const { parseDiagnostics } = source as typeof source & { parseDiagnostics: TypeScript.Diagnostic[] };
  return parseDiagnostics.map(({ start = 0, messageText }) => {
    const { line } = source.getLineAndCharacterOfPosition(start);
    return `${file}:${line + 1} ${oldest.flattenDiagnosticMessageText(messageText, " ")}`;
  });
}
