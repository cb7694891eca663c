/** The examples as whoever copies them has them: in a folder of their own, with the built package installed, seen by the compiler. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import * as ts from "typescript";
import { root } from "../setup/root";

/** The demo has what plays it beside it, and of previews there is only a page. */
const OTHERS = ["demo", "previews"];
export const EXAMPLES = readdirSync(join(root, "examples")).filter((name) => !OTHERS.includes(name));

export interface Copies {
  folder: string;
  /** Absolute. */
  files: string[];
}

/** All examples and, as further files, the TypeScript of their READMEs. */
function copyExamples(): Copies {
  // The compiler speaks of real paths.
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "domain-group-examples-")));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(root, join(folder, "node_modules", "pulumi-domain-group"));
  for (const name of [".bin", "@pulumi", "@types", "mocha", "tsx"]) {
    symlinkSync(join(root, "node_modules", name), join(folder, "node_modules", name));
  }
  const files = EXAMPLES.flatMap((name) => {
    cpSync(join(root, "examples", name), join(folder, name), { recursive: true });
    for (const [index, block] of typescriptOf(join(folder, name, "README.md")).entries()) {
      writeFileSync(join(folder, name, `readme-${index}.ts`), block);
    }
    const typescript = readdirSync(join(folder, name)).filter((file) => file.endsWith(".ts"));
    return typescript.map((file) => join(folder, name, file));
  });
  return { folder, files };
}

/** Copies for all tests of a suite, with the package as it is built now. They are there when the tests run. */
export function onCopies(): Copies {
  const copies: Partial<Copies> = {};
  before(async () => {
    const { prepareBuild } = await import("../setup/build.mjs");
    await prepareBuild();
    Object.assign(copies, copyExamples());
  });
  after(() => {
    if (copies.folder !== undefined) rmSync(copies.folder, { recursive: true, force: true });
  });
  return copies as Copies;
}

function typescriptOf(markdown: string): string[] {
  return [...readFileSync(markdown, "utf8").matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, block = ""]) => block);
}

/**
 * What the compiler has to say, one line each: of the options, of these files, and of the types that the package brings to them. `options` as in
 * tsconfig.json.
 */
export function complaints({ folder, files }: Copies, options: { [name: string]: unknown }): string[] {
  const { options: parsed, errors } = ts.convertCompilerOptionsFromJson(
    { ...options, noEmit: true, types: ["node", "mocha"] },
    folder,
  );
  const program = ts.createProgram(files, { ...parsed, configFilePath: join(folder, "tsconfig.json") });
  const isOurs = ({ fileName }: ts.SourceFile) =>
    files.includes(fileName) || fileName.startsWith(join(root, "dist").replaceAll("\\", "/"));
  const ours = program.getSourceFiles().filter(isOurs);
  return [
    ...errors,
    ...program.getOptionsDiagnostics(),
    ...program.getGlobalDiagnostics(),
    ...ours.flatMap((file) => [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]),
  ].map((diagnostic) => inWords(diagnostic, folder));
}

function inWords({ file, start = 0, messageText }: ts.Diagnostic, folder: string): string {
  const message = ts.flattenDiagnosticMessageText(messageText, "\n");
  if (file === undefined) return message;
  return `${relative(folder, file.fileName)}:${file.getLineAndCharacterOfPosition(start).line + 1} ${message}`;
}
