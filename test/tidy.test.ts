import assert from "node:assert/strict";
import { basename } from "node:path";
import * as ts from "typescript";
import { type Import, isAllowed, type Layer, layerOf } from "./tidy/layers";
import { oldestVersion, oldSyntaxErrors, publicTypes } from "./tidy/public-types";
import { filesBelow, importOf, repositoryFiles, specifiersOf, textOf } from "./tidy/sources";

const CODE = [".ts", ".mts", ".mjs", ".cjs", ".py"];
const LONGEST_FILE = 300;

const provider = filesBelow("provider", [".ts"]);
const typescript = [...provider, ...filesBelow("test", [".ts"]), ...filesBelow("examples", [".ts"])];

describe("the order of the source tree", () => {
  it("every file of provider/ belongs to a layer", () => {
    assert.deepEqual(
      provider.filter((file) => layerOf(insideProvider(file)) === undefined),
      [],
    );
  });

  it("imports go downwards only, and packages stay in their layer", () => {
    const wrong = provider.flatMap((file) => {
      const from = layerOf(insideProvider(file));
      const forbidden = (specifier: string) => from !== undefined && !isAllowed(from, importOf(file, specifier));
      return specifiersOf(file)
        .filter(forbidden)
        .map((specifier) => `${file} imports ${specifier}`);
    });
    assert.deepEqual(wrong, []);
  });

  it("every package that provider/ imports is declared as a dependency of those who install it", () => {
    const { name, dependencies, peerDependencies } = JSON.parse(textOf("package.json"));
    const declared = [name, ...Object.keys(dependencies), ...Object.keys(peerDependencies)];
    const isDeclared = (specifier: string) =>
      declared.some((name) => specifier === name || specifier.startsWith(`${name}/`));
    const undeclared = provider.flatMap((file) =>
      specifiersOf(file)
        .filter((specifier) => importOf(file, specifier).kind === "package" && !isDeclared(specifier))
        .map((specifier) => `${file} imports ${specifier}`),
    );
    assert.deepEqual(undeclared, []);
  });

  it("the simulator knows nothing of the provider", () => {
    const wrong = filesBelow("test/simulator", [".ts"]).flatMap((file) =>
      specifiersOf(file)
        .filter((specifier) => /(^|\/)(provider|dist)\/|^pulumi-domain-group/.test(specifier))
        .map((specifier) => `${file} imports ${specifier}`),
    );
    assert.deepEqual(wrong, []);
  });

  it(`no file is longer than ${LONGEST_FILE} lines`, () => {
    const long = ["provider", "test", "examples"]
      .flatMap((folder) => filesBelow(folder, CODE))
      .map((file) => ({ file, lines: textOf(file).trimEnd().split("\n").length }))
      .filter(({ lines }) => lines > LONGEST_FILE);
    assert.deepEqual(long, []);
  });

  it("nothing is exported as default", () => {
    assert.deepEqual(
      typescript.filter((file) => statementsOf(file).some(isDefaultExport)),
      [],
    );
  });

  it("only provider/index.ts does nothing but export what others define", () => {
    const barrels = typescript.filter((file) => !file.endsWith(".d.ts") && statementsOf(file).every(isPassedOn));
    assert.deepEqual(barrels, ["provider/index.ts"]);
  });

  it("index.ts is the name of the package's entry and of programs alone", () => {
    const elsewhere = [...provider, ...filesBelow("test", [".ts"])].filter((file) => basename(file) === "index.ts");
    assert.deepEqual(elsewhere, ["provider/index.ts"]);
  });
});

describe("the rule of layers", () => {
  const core = layer("core/a.ts");
  const cases: [string, Layer, Import, boolean][] = [
    ["core may import core", core, { kind: "provider", file: "core/rules/b.ts" }, true],
    ["core may not import the ports", core, { kind: "provider", file: "ports.ts" }, false],
    ["core may not import a module of Node.js", core, { kind: "node", name: "node:crypto" }, false],
    ["core may not import the AWS SDK", core, { kind: "package", name: "@aws-sdk/client-acm" }, false],
    ["aws may import the AWS SDK", layer("aws/acm.ts"), { kind: "package", name: "@aws-sdk/client-acm" }, true],
    ["aws may not import dns", layer("aws/acm.ts"), { kind: "provider", file: "dns/resolver.ts" }, false],
    ["the loop may not import aws", layer("reconcile.ts"), { kind: "provider", file: "aws/acm.ts" }, false],
    ["nothing may import a test", layer("pulumi/hooks.ts"), { kind: "outside", name: "../../test/x" }, false],
  ];
  for (const [rule, from, what, allowed] of cases) {
    it(rule, () => assert.equal(isAllowed(from, what), allowed));
  }
});

describe("the public types", () => {
  before(async function () {
    this.timeout(120_000);
    const { prepareBuild } = await import("./setup/build.mjs");
    await prepareBuild();
  });

  it("are read by the TypeScript 3.8 that Pulumi brings along", () => {
    assert.equal(oldestVersion, "3.8.3");
    const { files } = publicTypes(["dist/index.d.ts", "dist/testing/mocks.d.ts"]);
    assert.ok(files.length > 1);
    assert.deepEqual(
      files.flatMap((file) => oldSyntaxErrors(file)),
      [],
    );
  });

  it("name no package but Pulumi's SDK", () => {
    assert.deepEqual(publicTypes(["dist/index.d.ts", "dist/testing/mocks.d.ts"]).packages, ["@pulumi/pulumi"]);
  });

  it("newer syntax is noticed", () => {
    assert.equal(oldSyntaxErrors("x.d.ts", "export type Pair = [first: string, second: number];").length > 0, true);
    assert.equal(oldSyntaxErrors("x.d.ts", 'import { type A } from "./a";').length > 0, true);
    assert.deepEqual(oldSyntaxErrors("x.d.ts", 'import type { A } from "./a"; export declare const a: A;'), []);
  });
});

describe("the repository", () => {
  const texts = repositoryFiles().filter((file) => !/\.(png|ico)$/.test(file));

  it("has Unix line ends everywhere, since the stored provider is text", () => {
    assert.match(textOf(".gitattributes"), /^\* text=auto eol=lf$/m);
    assert.deepEqual(
      texts.filter((file) => textOf(file).includes("\r\n")),
      [],
    );
  });

  it("names no path of one person's machine", () => {
    const path = /(?<![\w.\-/}])\/(?:work|root|home|Users)\/[\w.]/;
    assert.deepEqual(
      texts.filter((file) => path.test(textOf(file))),
      [],
    );
  });

  it("refers to no document that it does not hold", () => {
    const held = new Set(repositoryFiles().map((file) => basename(file)));
    const missing = texts.flatMap((file) =>
      [...textOf(file).matchAll(/(?<!https?:\/\/\S*)\b[\w-]+\.md\b/g)]
        .filter(([name]) => !held.has(name))
        .map(([name]) => `${file}: ${name}`),
    );
    assert.deepEqual(missing, []);
  });

  it("locks packages of the public npm registry alone", () => {
    const places = [...textOf("package-lock.json").matchAll(/"resolved": "([^"]+)"/g)].map(([, place]) => place);
    assert.deepEqual(
      places.filter((place) => !place?.startsWith("https://registry.npmjs.org/")),
      [],
    );
  });
});

function insideProvider(file: string): string {
  return file.slice("provider/".length);
}

function layer(file: string): Layer {
  const found = layerOf(file);
  assert.ok(found, file);
  return found;
}

function statementsOf(file: string): readonly ts.Statement[] {
  return ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2022).statements;
}

function isDefaultExport(statement: ts.Statement): boolean {
  if (ts.isExportAssignment(statement)) return true;
  const isDefaultModifier = ({ kind }: ts.ModifierLike) => kind === ts.SyntaxKind.DefaultKeyword;
  if (ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(isDefaultModifier)) return true;
  const clause = ts.isExportDeclaration(statement) ? statement.exportClause : undefined;
  return (
    clause !== undefined && ts.isNamedExports(clause) && clause.elements.some(({ name }) => name.text === "default")
  );
}

function isPassedOn(statement: ts.Statement): boolean {
  return ts.isExportDeclaration(statement) || ts.isImportDeclaration(statement);
}
