import assert from "node:assert/strict";
import { ACCOUNT, EXTERNAL_PROGRAM, OTHER_KEY, onStage, program, STACK_TRACE, writes } from "./world";

const OTHER_ACCOUNT = "222222222222";

/** A program with two groups. */
const two = (first: string, second: string): string => `
const { DomainGroup } = require("pulumi-domain-group");
new DomainGroup("one", { distribution: { id: process.env.DISTRIBUTION }, resolvers: [process.env.RESOLVER], ${first} });
new DomainGroup("two", { resolvers: [process.env.RESOLVER], ${second} });
`;

/** The plugin of a real `aws.Provider` is not needed to see that it is of no use. */
const withProvider = `
const { DomainGroup } = require("pulumi-domain-group");
new DomainGroup("brand", { primaryDomain: "example.com", distribution: { id: "E1" } }, { provider: {} });
`;

describe("bad input, with the real CLI", function () {
  this.timeout(180_000);
  const stage = onStage(EXTERNAL_PROGRAM);

  const PREVIEW: [string, string, RegExp][] = [
    [
      "a URL for a name",
      program('primaryDomain: "https://example.com/shop"'),
      /primaryDomain: got "https:\/\/example.com\/shop": .*example\.com/,
    ],
    [
      "a wildcard in the middle",
      program('primaryDomain: "a.*.example.com"'),
      /primaryDomain: got "a\.\*\.example\.com": /,
    ],
    [
      "a name of CloudFront's own",
      program('primaryDomain: "d1.cloudfront.net"'),
      /primaryDomain: got "d1\.cloudfront\.net": /,
    ],
    [
      "an IP address among the alternatives",
      program('primaryDomain: "example.com", alternativeDomains: ["192.0.2.1"]'),
      /alternativeDomains\[0\]: got "192\.0\.2\.1": /,
    ],
    [
      "101 names",
      program(
        'primaryDomain: "example.com", alternativeDomains: Array.from({ length: 100 }, (_, i) => "a" + i + ".example.com")',
      ),
      /100/,
    ],
    [
      "an id in place of a distribution",
      program('primaryDomain: "www.customer.net", distribution: env.DISTRIBUTION'),
      /distribution: got "E\w+": must be a CloudFront distribution, or \{ id \} of one/,
    ],
    ["no name at all", program("primaryDomain: undefined"), /primaryDomain: got nothing/],
    [
      "nonsense for waitFor",
      program('primaryDomain: "example.com", waitFor: "done"'),
      /waitFor: got "done": .*"attached"/,
    ],
    ["nonsense for timeout", program('primaryDomain: "example.com", timeout: "soon"'), /timeout: got "soon": .*"60m"/],
    ["a provider of AWS", withProvider, /opts\.provider.*aws: \{ profile, assumeRole \}/],
    [
      "two groups on one distribution",
      two(
        'primaryDomain: "a.customer.net"',
        'primaryDomain: "b.customer.net", distribution: { id: process.env.DISTRIBUTION }',
      ),
      /one.*two|two.*one/s,
    ],
    [
      "one name in two groups",
      two('primaryDomain: "a.customer.net"', 'primaryDomain: "a.customer.net", distribution: { id: "E2OTHER" }'),
      /a\.customer\.net/,
    ],
  ];
  const TWO_GROUPS = new Set(["two groups on one distribution", "one name in two groups"]);
  for (const [what, text, message] of PREVIEW) {
    it(`${what} is refused in the preview, before AWS is asked about it`, async () => {
      stage.world.calls();
      stage.stack.program(text);
      const { code, output } = await stage.stack.run("preview", "--non-interactive");
      assert.notEqual(code, 0, output);
      assert.match(output, message);
      assert.doesNotMatch(output, STACK_TRACE);
      const calls = stage.world.calls();
      // Of two groups the first one is as good as any, and its plan is made.
      assert.deepEqual(TWO_GROUPS.has(what) ? writes(calls) : calls, []);
    });
  }

  const refusedByUp = (
    what: string,
    text: () => string,
    message: RegExp,
    environment: NodeJS.ProcessEnv = {},
  ): void => {
    it(`${what} ends the \`up\` before anything is written`, async () => {
      stage.world.calls();
      stage.stack.program(text());
      const { code, output } = await stage.stack
        .withEnvironment(environment)
        .run("up", "--yes", "--non-interactive", "--skip-preview");
      assert.notEqual(code, 0, output);
      assert.match(output, message);
      assert.doesNotMatch(output, STACK_TRACE);
      assert.deepEqual(writes(stage.world.calls()), []);
    });
  };

  const on = (distribution: string): string =>
    program('primaryDomain: "www.customer.net"').replace("env.DISTRIBUTION", JSON.stringify(distribution));
  refusedByUp("an unknown distribution", () => on("E1UNKNOWN"), /E1UNKNOWN/);
  refusedByUp(
    "a distribution of another account",
    () => on(stage.world.simulator.cloudfront.createDirect({ account: OTHER_ACCOUNT }).id),
    /cloudfront:GetDistribution/,
  );
  refusedByUp(
    "a name without a zone",
    () => program('primaryDomain: "example.org", dns: "route53"'),
    /no public hosted zone for example\.org/,
  );
  refusedByUp(
    "a name whose only zone is private",
    () => {
      stage.world.simulator.route53.createZone(ACCOUNT, "inside.net", { private: true });
      return program('primaryDomain: "www.inside.net", dns: "route53"');
    },
    /private/,
  );
  refusedByUp("no credentials", () => EXTERNAL_PROGRAM, /CREDENTIALS/, {
    AWS_ACCESS_KEY_ID: "",
    AWS_SECRET_ACCESS_KEY: "",
    AWS_EC2_METADATA_DISABLED: "true",
  });
  refusedByUp("an unknown access key", () => EXTERNAL_PROGRAM, /CREDENTIALS/, {
    AWS_ACCESS_KEY_ID: "AKIAUNKNOWN000000000",
  });
  refusedByUp("another account's key", () => EXTERNAL_PROGRAM, /cloudfront:GetDistribution/, {
    AWS_ACCESS_KEY_ID: OTHER_KEY,
  });
});
