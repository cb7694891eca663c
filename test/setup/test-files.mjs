import { readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { ROOT } from "./paths.mjs";

/** Test files outside of these folders are unit tests. Conformance has its own command, and load needs the sockets for itself. */
const KINDS = ["simulation", "load", "e2e", "conformance"];

/** The test files of one kind (`unit`, `simulation`, `e2e`), sorted, relative to the root. */
export function testFiles(kind, root = ROOT) {
  return readdirSync(join(root, "test"), { recursive: true })
    .filter((name) => name.endsWith(".test.ts") && kindOf(name) === kind)
    .map((name) => join("test", name))
    .sort();
}

function kindOf(name) {
  const folder = name.split(sep)[0];
  return KINDS.includes(folder) ? folder : "unit";
}
