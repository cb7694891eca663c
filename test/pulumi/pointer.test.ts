import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { inputs } from "./fixtures";
import { type Layout, type Project, SERIALIZE, scratchProject } from "./scratch-project";

const GOLDEN = join(__dirname, "golden", "provider.txt");

/** As the SDK loads it in the plugin (\`getProvider\` in cmd/dynamic-provider). */
const CALL = `
  const load = require("require-from-string");
  const provider = load(process.env.PROVIDER).handler();
  provider.check({}, JSON.parse(process.env.INPUTS)).then((checked) => process.stdout.write(JSON.stringify(checked)));
`;

describe("the provider that every state stores", () => {
  const projects: Project[] = [];
  const project = (layout: Layout): Project => {
    const made = scratchProject(layout);
    projects.push(made);
    return made;
  };

  before(async function () {
    this.timeout(120_000);
    const { prepareBuild } = await import("../setup/build.mjs");
    await prepareBuild();
  });
  after(() => {
    for (const made of projects) made.remove();
  });

  const golden = readFileSync(GOLDEN, "utf8");

  it("has at most 2,200 bytes", () => {
    assert.ok(Buffer.byteLength(golden) <= 2200, `${Buffer.byteLength(golden)} bytes`);
  });

  it("has no line end but LF", () => assert.doesNotMatch(golden, /\r/));

  for (const layout of ["npm", "symlink", "pnpm"] as const) {
    it(`is the same byte for byte from ${layout}, and works there`, function () {
      this.timeout(30_000);
      const { node } = project(layout);
      const text = node(SERIALIZE);
      assert.equal(text, golden);
      const { inputs: checked, failures } = JSON.parse(
        node(CALL, {
          PROVIDER: text,
          INPUTS: JSON.stringify(inputs({ primaryDomain: "EXAMPLE.com", preflight: false })),
        }),
      );
      assert.deepEqual([checked.primaryDomain, failures], ["example.com", []]);
    });
  }

  it("names a module and six functions that the package has, for ever", function () {
    this.timeout(30_000);
    const { node } = project("npm");
    const names = node(`process.stdout.write(Object.keys(require("pulumi-domain-group/provider")).join())`);
    assert.deepEqual(names.split(",").sort(), ["check", "create", "delete", "diff", "read", "update"]);
  });

  it("comes without @pulumi/pulumi and without the SDK of AWS until a hook asks AWS", function () {
    this.timeout(30_000);
    const { node } = project("npm");
    const loaded = node(`
      require("pulumi-domain-group/provider");
      process.stdout.write(Object.keys(require.cache).filter((file) => /@pulumi|@aws-sdk|@smithy/.test(file)).join("\\n"));
    `);
    assert.equal(loaded, "");
  });
});
