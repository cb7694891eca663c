import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { preProcessFile } from "typescript";
import { root } from "../setup/root";
import { EXAMPLES } from "./compile";

const NAMES = [
  "bring-your-own-certificate",
  "cloudflare",
  "created-static-site",
  "cross-account-dns",
  "existing-distribution",
  "external-dns-in-ci",
  "many-groups",
  "program-attaches",
  "route53",
  "unit-test",
];

describe("the examples", () => {
  it("are these", () => assert.deepEqual(EXAMPLES.toSorted(), NAMES));
});

for (const name of EXAMPLES) {
  const folder = join(root, "examples", name);
  const text = (file: string): string => readFileSync(join(folder, file), "utf8");
  const sources = readdirSync(folder).filter((file) => file.endsWith(".ts"));

  describe(`the example ${name}`, () => {
    it("is a whole program of its own name", () => {
      assert.match(text("Pulumi.yaml"), new RegExp(`^name: ${name}\ndescription: .+\nruntime: nodejs\n$`));
      const { name: packageName, main, private: isPrivate } = JSON.parse(text("package.json"));
      assert.deepEqual([packageName, main, isPrivate], [name, "index.ts", true]);
      assert.ok(existsSync(join(folder, main)));
    });

    it("depends on what it imports, and on nothing else", () => {
      const imported = sources
        .flatMap((file) => preProcessFile(text(file)).importedFiles.map(({ fileName }) => fileName))
        .filter((specifier) => !/^(\.|node:)/.test(specifier))
        .map((specifier) => /^(@[^/]+\/)?[^/]+/.exec(specifier)?.[0]);
      const { dependencies } = JSON.parse(text("package.json"));
      assert.deepEqual(Object.keys(dependencies).toSorted(), [...new Set(imported)].toSorted());
    });

    it("tells in its README of every setting that it reads", () => {
      const settings = sources.flatMap((file) => [...text(file).matchAll(/\bconfig\.\w+(?:<[^>]*>)?\("(\w+)"\)/g)]);
      assert.ok(settings.length > 0);
      for (const [, setting] of settings) {
        assert.match(text("README.md"), new RegExp(`pulumi config set (?:--path ')?${setting}\\b`), setting);
      }
    });
  });
}
