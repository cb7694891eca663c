import assert from "node:assert/strict";
import { join } from "node:path";
import * as ts from "typescript";
import { CATALOGUE } from "../../provider/core/catalogue";
import { filesBelow, ROOT, textOf } from "../tidy/sources";

const FILES = filesBelow("provider", [".ts"]);
const isOfCatalogue = (file: string): boolean => /^provider\/core\/(catalogue.*|sentences)\.ts$/.test(file);

describe("the codes of the catalogue", () => {
  let uses: CodeUse[] = [];
  before(function () {
    this.timeout(60_000);
    uses = usesOfCodes();
  });

  it("are all that a reason is made with", () => {
    const unknown = uses.filter(({ code }) => !(code in CATALOGUE));
    assert.deepEqual(unknown, []);
  });

  it("are all given as a reason somewhere", () => {
    const used = new Set(uses.map(({ code }) => code));
    const unused = Object.keys(CATALOGUE).filter((code) => !used.has(code) && !UNUSED.has(code));
    assert.deepEqual(unused, []);
    assert.deepEqual(
      [...UNUSED.keys()].filter((code) => used.has(code)),
      [],
      "used by now: strike it off the list",
    );
  });
});

/** Codes that no part of the provider gives, and why they are there. */
const UNUSED: ReadonlyMap<string, string> = new Map([
  ["QUEUED", "For those who keep groups in a queue: a run begins at once."],
]);

interface CodeUse {
  code: string;
  file: string;
}

/** String literals that stand for a code, by their types: statuses and codes of AWS are other words, some of them spelt alike. */
function usesOfCodes(): CodeUse[] {
  const program = compiled(FILES);
  const checker = program.getTypeChecker();
  const uses: CodeUse[] = [];
  for (const file of FILES.filter((each) => !isOfCatalogue(each))) {
    const source = program.getSourceFile(join(ROOT, file));
    assert.ok(source, file);
    visit(source, (node) => {
      if (ts.isStringLiteral(node) && /^[A-Z][A-Z0-9_]+$/.test(node.text) && isCode(node, checker))
        uses.push({ code: node.text, file });
    });
  }
  return uses;
}

function compiled(files: string[]): ts.Program {
  const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, files }, ts.sys, ROOT);
  const host = ts.createCompilerHost(options);
  // Packages say nothing of codes, and take long to read.
  host.resolveModuleNameLiterals = (literals, from) =>
    literals.map(({ text }) =>
      text.startsWith(".") ? ts.resolveModuleName(text, from, options, host) : { resolvedModule: undefined },
    );
  return ts.createProgram(
    files.map((file) => join(ROOT, file)),
    { ...options, types: [] },
    host,
  );
}

/** What a code is compared with is not given as one. */
function isCode(node: ts.StringLiteral, checker: ts.TypeChecker): boolean {
  if (isOfSet(node)) return false;
  const wanted = checker.getContextualType(node);
  if (wanted !== undefined) return isUnionOfCodes(wanted) || isCodeOfCause(node, checker);
  const whole = wholeOf(node);
  return ts.isVariableDeclaration(whole.parent) && isUnionOfCodes(checker.getTypeAtLocation(whole));
}

function isOfSet({ parent }: ts.StringLiteral): boolean {
  const list = ts.isSatisfiesExpression(parent.parent) ? parent.parent : parent;
  return ts.isArrayLiteralExpression(parent) && ts.isNewExpression(list.parent);
}

/** All that is chosen between. */
function wholeOf(node: ts.Expression): ts.Expression {
  const { parent } = node;
  const isChoice = ts.isConditionalExpression(parent) && parent.condition !== node;
  return isChoice || ts.isParenthesizedExpression(parent) ? wholeOf(parent) : node;
}

function isUnionOfCodes(type: ts.Type): boolean {
  const parts = (type.isUnion() ? type.types : [type]).filter(({ flags }) => (flags & ts.TypeFlags.Undefined) === 0);
  return parts.length > 0 && parts.every((part) => part.isStringLiteral() && part.value in CATALOGUE);
}

/** In state a cause's code is any string. */
function isCodeOfCause({ parent }: ts.StringLiteral, checker: ts.TypeChecker): boolean {
  if (!ts.isPropertyAssignment(parent) || parent.name.getText() !== "code") return false;
  const type = checker.getContextualType(parent.parent);
  return ["domains", "params", "records"].every((member) => type?.getProperty(member) !== undefined);
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  ts.forEachChild(node, (child) => visit(child, see));
}

describe("sentences for people", () => {
  it("stand in the catalogue, and elsewhere only where this list says so", () => {
    const found = FILES.filter((file) => !isOfCatalogue(file)).flatMap(sentencesOf);
    const listed = ELSEWHERE.flatMap(([file, , ...beginnings]) => beginnings.map((each) => `${file}: ${each}`));
    assert.deepEqual(
      found.filter((sentence) => !listed.some((beginning) => sentence.startsWith(beginning))),
      [],
    );
    assert.deepEqual(
      listed.filter((beginning) => !found.some((sentence) => sentence.startsWith(beginning))),
      [],
      "no longer there: strike it off the list",
    );
  });
});

/** What is no guidance: how it begins, with `…` for what is filled in. */
const ELSEWHERE: readonly [file: string, reason: string, ...beginnings: string[]][] = [
  [
    "provider/pulumi/outcome.ts",
    "How a run ended, around what guidance says: of the run, not of the group.",
    "Everything done so far is kept",
    "The validation records of … …",
    "… can't go on by itself.",
    '… did not reach "…" in time.',
    '… was cancelled before it reached "…".',
    "… …. Run `pulumi destroy` again",
    'ifNotReached: "report" takes effect',
  ],
  [
    "provider/reconcile-words.ts",
    "The log of a group that has gone: there are no outputs left to say it in.",
    "AWS still calls the certificate … in use.",
    "The certificate … stays on the distribution",
  ],
  [
    "provider/pulumi/runner.ts",
    "About a resource that has no group behind it.",
    "A DomainGroup can't be imported",
    "… was superseded",
  ],
  [
    "provider/pulumi/stored.ts",
    "A state that can't be read: nothing is known of its group.",
    "The state of this group can't be read",
    "The state was written by a newer release",
  ],
  ["provider/pulumi/target-hooks.ts", "A resource beside the group.", "… has no distribution yet"],
  [
    "provider/pulumi/attached-domains.ts",
    "The refusal of a write of the program's distribution, which knows no group.",
    "…: CloudFront has no distribution … any more.",
    "…: this update would write the aliases",
    "Nothing is written. Bring the state up to date",
    "Nothing is written: it might take domains off.",
  ],
  ["provider/reconcile.ts", "For those who mend this package.", "A run looks in circles"],
  [
    "provider/testing/example-steps.ts",
    "What CloudFront says, in an example.",
    "One or more of the CNAMEs you provided",
  ],
];

const SENTENCE = /(?:^|[.!?:]\s)[A-Z…`"](?:\S*\s+){2,}\S+\.["`]?(?:\s|$)/;

function sentencesOf(file: string): string[] {
  const sentences: string[] = [];
  visit(ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2022), (node) => {
    const text = textIn(node);
    if (text !== undefined && SENTENCE.test(text.trim())) sentences.push(`${file}: ${text}`);
  });
  return sentences;
}

/** Of a string or a template. */
function textIn(node: ts.Node): string | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("");
}
