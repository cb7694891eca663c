/** The test files of one kind, sorted, relative to the root. */
export function testFiles(kind: "unit" | "simulation" | "e2e" | "conformance", root?: string): string[];
