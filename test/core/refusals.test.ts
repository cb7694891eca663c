import assert from "node:assert/strict";
import { CERTIFICATE_SETTLES_WITHIN } from "../../provider/core/backoff";
import { causeOfTrouble } from "../../provider/core/causes";
import { decide } from "../../provider/core/decide";
import { guidanceOf } from "../../provider/core/guidance";
import { remember } from "../../provider/core/memory";
import type { Trouble } from "../../provider/core/model";
import type { Input } from "../../provider/core/situation";
import { DOMAINS, input, known, NOW } from "./gen";
import { everything, issued, said } from "./table";

const refusal = (operation: string, code: string, message = "", more: Partial<Trouble> = {}): Trouble => ({
  reason: "REFUSED",
  operation,
  code,
  message,
  passing: false,
  ...more,
});

const wordsOf = (trouble: Trouble): string => {
  const { happening, todo, next } = guidanceOf(causeOfTrouble(trouble, DOMAINS));
  return `${happening} ${todo} ${next}`;
};

describe("a quota of ACM", () => {
  const cases: [message: string, code: string, quota: RegExp][] = [
    ["Certificate has too many domains.", "QUOTA_NAMES", /L-FB94F0B0/],
    ["Error: the certificate request has 11 domain names, your limit is 10.", "QUOTA_NAMES", /L-FB94F0B0/],
    [
      "Error: you have reached your limit of 20 certificates in the last year.",
      "QUOTA_YEARLY",
      /L-DA1D8B98.*deleting|deleting.*L-DA1D8B98/s,
    ],
    ["The number of certificates requested in the past 365 days exceeds the quota.", "QUOTA_YEARLY", /L-DA1D8B98/],
    [
      "Cannot request more certificates in this account. Contact Customer Service for details.",
      "QUOTA_ACCOUNT",
      /AWS Support/,
    ],
    ["You have reached the maximum number of certificates.", "QUOTA_CERTIFICATES", /L-F141DD1D/],
    ["Something else is at its limit.", "QUOTA_REACHED", /acm:RequestCertificate/],
  ];
  for (const [message, code, quota] of cases) {
    it(`is ${code}: ${message}`, () => {
      const trouble = refusal("acm:RequestCertificate", "LimitExceededException", message);
      assert.equal(causeOfTrouble(trouble, DOMAINS).code, code);
      assert.match(wordsOf(trouble), quota);
    });
  }

  it("comes with the command that asks for more", () => {
    const message = "Certificate has too many domains.";
    const { commands } = guidanceOf(
      causeOfTrouble(refusal("acm:RequestCertificate", "LimitExceededException", message)),
    );
    assert.deepEqual(commands, [
      "aws service-quotas request-service-quota-increase --service-code acm --quota-code L-FB94F0B0 --desired-value 100 --region us-east-1",
    ]);
  });
});

describe("a quota of CloudFront", () => {
  const cases: [error: string, code: string, words: RegExp, command: RegExp | undefined][] = [
    ["TooManyDistributionCNAMEs", "QUOTA_ALIASES", /aliases of a distribution .*example\.com/, /L-AAD4943E/],
    ["TooManyDistributions", "QUOTA_DISTRIBUTIONS", /distributions in the account/, /L-24B04930/],
    ["TooManyCacheBehaviors", "QUOTA_CLOUDFRONT", /cache behaviors of a distribution/, /L-F432D044/],
    ["TooManyCertificates", "QUOTA_CLOUDFRONT", /dedicated IP addresses/, /L-DA9DCC93/],
    ["TooManyOriginAccessControls", "QUOTA_CLOUDFRONT", /origin access controls in the account/, undefined],
    ["EntityLimitExceeded", "QUOTA_CLOUDFRONT", /EntityLimitExceeded/, undefined],
    ["TooManyThingsOfTheFuture", "QUOTA_CLOUDFRONT", /TooManyThingsOfTheFuture/, undefined],
  ];
  for (const [error, code, words, command] of cases) {
    it(`${error} is named, with its code in Service Quotas where it has one`, () => {
      const cause = causeOfTrouble(refusal("cloudfront:UpdateDistribution", error), DOMAINS);
      const { happening, commands } = guidanceOf(cause);
      assert.equal(cause.code, code);
      assert.match(happening, words);
      if (command === undefined) assert.deepEqual(commands, []);
      else for (const each of commands) assert.match(each, command);
      assert.equal(commands.length > 0, command !== undefined);
    });
  }
});

describe("a batch that Route 53 refuses", () => {
  const cases: [message: string, code: string, words: RegExp, domains: string][] = [
    [
      "[RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.]",
      "ROUTE53_CNAME_AT_APEX",
      /no CNAME for example\.com:/,
      "example.com",
    ],
    [
      "[RRSet of type CNAME with DNS name _1.www.example.com. is not permitted as it conflicts with other records with the same DNS name in zone example.com.]",
      "ROUTE53_CNAME_BESIDE_OTHERS",
      /no CNAME for _1\.www\.example\.com:/,
      "www.example.com",
    ],
    [
      "[RRSet of type A with DNS name www.example.com. is not permitted because a conflicting RRSet of type  CNAME with the same DNS name already exists in zone example.com.]",
      "ROUTE53_BESIDE_CNAME",
      /Delete the CNAME of www\.example\.com/,
      "www.example.com",
    ],
    [
      "[RRSet with DNS name \\052.example.org. is not permitted in zone example.com.]",
      "ROUTE53_OUTSIDE_ZONE",
      /record \*\.example\.org: it lies outside/,
      "example.com www.example.com",
    ],
    [
      "[Tried to create an alias that targets d1.cloudfront.net., type A in zone Z2FDTNDATAQYW2, but the alias target name does not lie within the target zone]",
      "ROUTE53_ALIAS_TARGET",
      /lead to d1\.cloudfront\.net:/,
      "example.com www.example.com",
    ],
    [
      "[Tried to create an alias that targets d1.cloudfront.net., type A in zone Z2FDTNDATAQYW2, but that target was not found]",
      "ROUTE53_ALIAS_TARGET",
      /lead to d1\.cloudfront\.net:/,
      "example.com www.example.com",
    ],
    [
      "[Tried to create resource record set [name='www.example.com.', type='A'] but it already exists]",
      "ROUTE53_CHANGED",
      /other records for www\.example\.com/,
      "www.example.com",
    ],
    [
      "[Tried to delete resource record set [name='example.com.', type='A'] but the values provided do not match the current values]",
      "ROUTE53_CHANGED",
      /other records for example\.com/,
      "example.com",
    ],
    [
      "[Number of records limit of 1000 exceeded.]",
      "ROUTE53_REFUSED",
      /InvalidChangeBatch/,
      "example.com www.example.com",
    ],
  ];
  for (const [message, code, words, domains] of cases) {
    it(`is ${code}: ${message}`, () => {
      const trouble = refusal("route53:ChangeResourceRecordSets", "InvalidChangeBatch", message);
      const cause = causeOfTrouble(trouble, DOMAINS);
      assert.deepEqual([cause.code, cause.domains.join(" ")], [code, domains]);
      assert.match(wordsOf(trouble), words);
      assert.doesNotMatch(wordsOf(trouble), /\?/);
    });
  }
});

describe("an action that is denied", () => {
  const user = "User: arn:aws:iam::111111111111:user/x is not authorized to perform: acm:RequestCertificate";
  const cases: [message: string, happening: RegExp, todo: RegExp][] = [
    [
      `${user} because no identity-based policy allows the acm:RequestCertificate action`,
      /may not acm:RequestCertificate \(AccessDenied\)\.$/,
      /^Allow acm:RequestCertificate for them\.$/,
    ],
    ["Access denied.", /may not acm:RequestCertificate/, /^Allow acm:RequestCertificate for them\.$/],
    [
      `${user} on resource: arn:aws:acm:us-east-1:111111111111:certificate/* with an explicit deny in a service control policy: arn:aws:organizations::111111111111:policy/o-1/service_control_policy/p-1`,
      /: an explicit Deny in a service control policy forbids it\.$/,
      /who manages the AWS organization.*does not lift an explicit Deny/,
    ],
    [
      `${user} on resource: arn:aws:acm:us-east-1:111111111111:certificate/* with an explicit deny`,
      /: an explicit Deny in a policy forbids it\.$/,
      /^Find that Deny .*does not lift an explicit Deny/,
    ],
    [
      `${user} with an explicit deny in an identity-based policy`,
      /: an explicit Deny in an identity-based policy forbids it\.$/,
      /^Take that Deny away.*does not lift an explicit Deny/,
    ],
    [
      `${user} because no service control policy allows the acm:RequestCertificate action`,
      /: no service control policy allows it\.$/,
      /who manages the AWS organization to let the service control policy allow acm:RequestCertificate/,
    ],
    [
      `${user} because no permissions boundary allows the acm:RequestCertificate action`,
      /: no permissions boundary allows it\.$/,
      /^Let the permissions boundary allow acm:RequestCertificate/,
    ],
    [
      `${user} because no VPC endpoint policy allows the acm:RequestCertificate action`,
      /: no VPC endpoint policy allows it\.$/,
      /^Let the VPC endpoint policy allow/,
    ],
  ];
  for (const [message, happening, todo] of cases) {
    it(`says who denies it: ${message}`, () => {
      const trouble = refusal("acm:RequestCertificate", "AccessDenied", message, { reason: "FORBIDDEN" });
      const cause = causeOfTrouble(trouble, DOMAINS);
      const said = guidanceOf(cause);
      assert.equal(cause.code, "FORBIDDEN");
      assert.match(said.happening, happening);
      assert.match(said.todo, todo);
      assert.doesNotMatch(JSON.stringify(said), /111111111111/);
    });
  }

  it("is another thing where AWS has not verified the account", () => {
    const message = "Your account must be verified before you can add new CloudFront resources.";
    const trouble = refusal("cloudfront:CreateDistribution", "AccessDenied", message, { reason: "FORBIDDEN" });
    assert.equal(causeOfTrouble(trouble).code, "ACCOUNT_NOT_VERIFIED");
    assert.match(wordsOf(trouble), /AWS Support/);
  });
});

const API = { type: "api", host: "origin.example.net", settings: {} } as const;
const attaching = input({ certificates: issued, recordSets: everything, holders: known([]) });
const creating = input(
  { distribution: known(null) },
  { desired: { ...input().desired, distribution: { kind: "created", service: API, domainName: null } } },
);

/** What is decided after AWS refused the next step, for so long. */
function refused(before: Input, trouble: Pick<Trouble, "code"> & Partial<Trouble>, since = 1000) {
  const next = decide(before);
  assert.ok(next.kind === "step");
  const outcome = { kind: "refused", permanent: true, trouble: refusal("cloudfront:Any", "", "", trouble) } as const;
  const once = remember(before.memory, next.step, outcome, NOW - since);
  return decide({ ...before, memory: remember(once, next.step, outcome, NOW - 1000) });
}

describe("a refused step", () => {
  it("that makes the distribution is about the program's settings, and says which", () => {
    const next = refused(creating, { operation: "cloudfront:CreateDistribution", code: "NoSuchCachePolicy" });
    assert.ok(next.kind === "blocked");
    assert.deepEqual([next.cause.code, next.cause.params["member"]], ["SETTING_REFUSED", "CachePolicyId"]);
  });

  it("that makes the distribution is about the program's settings where only the message says which", () => {
    const trouble = { operation: "cloudfront:CreateDistribution", code: "InvalidArgument" };
    assert.equal(said(refused(creating, trouble)), "blocked SETTINGS_REFUSED");
  });

  it("that changes somebody else's distribution is about what that has", () => {
    const trouble = { operation: "cloudfront:UpdateDistribution", code: "NoSuchCachePolicy" };
    assert.equal(said(refused(attaching, trouble)), "blocked DISTRIBUTION_SETTING_REFUSED");
  });

  it("because of its certificate is judged by what is known of that", () => {
    const next = refused(attaching, { code: "InvalidViewerCertificate" }, CERTIFICATE_SETTLES_WITHIN + 1000);
    assert.equal(said(next), "blocked CERTIFICATE_REFUSED");
  });

  it("because the distribution was changed meanwhile is looked at again, and nobody has to act", () => {
    const outcome = {
      kind: "unknown",
      trouble: refusal("cloudfront:UpdateDistribution", "PreconditionFailed", "", { passing: true }),
    } as const;
    const next = decide(attaching);
    assert.ok(next.kind === "step");
    const memory = remember(attaching.memory, next.step, outcome, NOW - 1000);
    assert.equal(said(decide({ ...attaching, memory })), "wait CHANGED_MEANWHILE aws");
  });
});
