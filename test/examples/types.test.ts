import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { complaints, onCopies } from "./compile";

/** As `pulumi new typescript` writes it. */
const TEMPLATE = {
  strict: true,
  target: "es2020",
  module: "nodenext",
  moduleResolution: "nodenext",
  experimentalDecorators: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
  forceConsistentCasingInFileNames: true,
};

/** As it did until 2025: knows `typesVersions`, and nothing of `exports`. TypeScript 6 calls this way to find modules deprecated. */
const EARLIER_TEMPLATE = {
  ...TEMPLATE,
  module: "commonjs",
  moduleResolution: "node",
  ignoreDeprecations: "6.0",
};

/** The template, and every check that TypeScript has beside `strict`. */
const STRICTEST = {
  ...TEMPLATE,
  exactOptionalPropertyTypes: true,
  isolatedModules: true,
  noImplicitOverride: true,
  noPropertyAccessFromIndexSignature: true,
  noUncheckedIndexedAccess: true,
  noUncheckedSideEffectImports: true,
  noUnusedLocals: true,
  noUnusedParameters: true,
  allowUnreachableCode: false,
  allowUnusedLabels: false,
  skipLibCheck: false,
};

describe("the examples, with the package installed", function () {
  this.timeout(120_000);
  const copies = onCopies();

  it("compile under the strictest flags", () => {
    assert.deepEqual(complaints(copies, STRICTEST), []);
  });

  it("compile with the settings that Pulumi's template had before it knew `exports`", () => {
    assert.deepEqual(complaints(copies, EARLIER_TEMPLATE), []);
  });

  for (const [name, settings] of Object.entries({ STRICTEST, EARLIER_TEMPLATE })) {
    it(`would not compile with a mistake in the arguments, or an entry of the package that there is not (${name})`, () => {
      const file = join(copies.folder, "mistake.ts");
      writeFileSync(
        file,
        'import { DomainGroup } from "pulumi-domain-group";\nimport * as nothing from "pulumi-domain-group/nothing";\n' +
          'export const brand = new DomainGroup("brand", { primaryDomain: 1, dns: "route53" });\nexport { nothing };\n',
      );
      const [missing = "", wrong = "", ...others] = complaints({ ...copies, files: [file] }, settings);
      assert.match(missing, /^mistake\.ts:2 .*pulumi-domain-group\/nothing/);
      assert.match(wrong, /^mistake\.ts:3 .*number/);
      assert.deepEqual(others, []);
    });
  }
});
