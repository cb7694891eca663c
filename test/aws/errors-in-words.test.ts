import assert from "node:assert/strict";
import * as acm from "@aws-sdk/client-acm";
import * as cloudfront from "@aws-sdk/client-cloudfront";
import * as route53 from "@aws-sdk/client-route-53";
import { type AwsAction, failureOf } from "../../provider/aws/errors";
import { causeOfTrouble } from "../../provider/core/causes";
import { guidanceOf } from "../../provider/core/guidance";
import { DOMAINS } from "../core/gen";
import { textOf } from "../tidy/sources";

const SDKS = { "client-acm": acm, "client-cloudfront": cloudfront, "client-route-53": route53 } as const;

/** Writes of the group: a look that fails is asked again. */
const WRITES: [sdk: keyof typeof SDKS, command: string, action: AwsAction][] = [
  ["client-acm", "RequestCertificate", "acm:RequestCertificate"],
  ["client-cloudfront", "CreateDistribution", "cloudfront:CreateDistribution"],
  ["client-cloudfront", "CreateDistributionWithTags", "cloudfront:CreateDistribution"],
  ["client-cloudfront", "UpdateDistribution", "cloudfront:UpdateDistribution"],
  ["client-cloudfront", "DeleteDistribution", "cloudfront:DeleteDistribution"],
  ["client-cloudfront", "AssociateAlias", "cloudfront:AssociateAlias"],
  ["client-cloudfront", "UpdateDomainAssociation", "cloudfront:UpdateDomainAssociation"],
  ["client-cloudfront", "TagResource", "cloudfront:TagResource"],
  ["client-route-53", "ChangeResourceRecordSets", "route53:ChangeResourceRecordSets"],
];

/** The adapter takes it for an answer: the distribution is there. */
const ANSWERS = ["DistributionAlreadyExists"];

/** The errors of an operation are in the documentation of its command alone. */
function modelledErrors(sdk: keyof typeof SDKS, command: string): Error[] {
  const text = textOf(`node_modules/@aws-sdk/${sdk}/dist-types/commands/${command}Command.d.ts`);
  const names = [...text.matchAll(/@throws \{@link (\w+)\} \((?:client|server) fault\)/g)].map(([, name = ""]) => name);
  const classes: { [name: string]: unknown } = { ...SDKS[sdk] };
  return names.map((name) => {
    const Exception = classes[name] as new (options: object) => Error;
    return new Exception({ message: "why", $metadata: { httpStatusCode: 400 } });
  });
}

describe("every error that AWS models", () => {
  for (const [sdk, command, action] of WRITES) {
    it(`of ${command} has a meaning of its own, in whole sentences`, () => {
      const errors = modelledErrors(sdk, command).filter(({ name }) => !ANSWERS.includes(name));
      assert.ok(errors.length > 1);
      for (const error of errors) {
        const failure = failureOf(error, action);
        if (failure.kind === "absent") continue;
        const cause = causeOfTrouble(failure.trouble, DOMAINS);
        const { happening, todo, next } = guidanceOf(cause);
        assert.notEqual(cause.code, "REFUSED", error.name);
        assert.doesNotMatch(`${happening} ${todo} ${next}`, /\?/, error.name);
      }
    });
  }

  it("of Create- and UpdateDistribution that is about a quota names the quota in words", () => {
    const errors = modelledErrors("client-cloudfront", "CreateDistributionWithTags");
    const quotas = errors.filter(({ name }) => name.startsWith("TooMany"));
    assert.ok(quotas.length > 20);
    for (const error of quotas) {
      const failure = failureOf(error, "cloudfront:CreateDistribution");
      assert.ok(failure.kind === "failed");
      const { code, happening } = guidanceOf(causeOfTrouble(failure.trouble, DOMAINS));
      assert.match(code, /^QUOTA_(ALIASES|DISTRIBUTIONS|CLOUDFRONT)$/, error.name);
      assert.match(happening, /^CloudFront's quota of [a-zA-Z][\w @-]+ is /, error.name);
    }
  });
});

describe("what AWS says of a denied action", () => {
  const denied = (message: string) => {
    const failure = failureOf(
      Object.assign(new Error(message), { name: "AccessDenied", $metadata: { httpStatusCode: 403 } }),
      "cloudfront:CreateDistribution",
    );
    assert.ok(failure.kind === "failed");
    return failure.trouble;
  };

  it("names the action, also where a service control policy denies it", () => {
    const trouble = denied(
      "User: arn:aws:sts::111111111111:assumed-role/deploy/x is not authorized to perform: cloudfront:TagResource on resource: arn:aws:cloudfront::111111111111:distribution/* with an explicit deny in a service control policy: arn:aws:organizations::1:policy/o-1/p-1",
    );
    assert.deepEqual([trouble.reason, trouble.operation], ["FORBIDDEN", "cloudfront:TagResource"]);
    assert.deepEqual(causeOfTrouble(trouble).params, {
      operation: "cloudfront:TagResource",
      code: "AccessDenied",
      denial: "explicit",
      policy: "service control policy",
    });
  });

  it("is kept to its first line, which tells an account that is not verified", () => {
    const trouble = denied(
      "Your account must be verified before you can add new CloudFront resources.\nTo verify your account, please contact AWS Support and include this error message.",
    );
    assert.deepEqual(
      [causeOfTrouble(trouble).code, trouble.operation],
      ["ACCOUNT_NOT_VERIFIED", "cloudfront:CreateDistribution"],
    );
  });
});
