import assert from "node:assert/strict";
import type { CertificateArn, CertificateDetail, Trouble } from "../../provider/core/model";
import type { Ports, Reply } from "../../provider/ports";
import type { Bag } from "../../provider/pulumi/reading";
import { ARN, created, ends, failure, inputs, report, type Stage, stage, UNKNOWN } from "./fixtures";

const DETAIL: CertificateDetail = {
  status: "ISSUED",
  names: ["example.com", "*.example.com"],
  keyAlgorithm: "RSA_2048",
  validations: [],
  failureReason: null,
  createdAt: 0,
  notAfter: null,
  inUseBy: [],
  renewal: null,
};
const trouble: Trouble = {
  reason: "FORBIDDEN",
  operation: "acm:DescribeCertificate",
  code: "AccessDeniedException",
  message: "not authorized",
  passing: false,
};
const given = { certificate: { arn: ARN }, preflight: false };
const never = () => new Promise<never>(() => {});

interface Aws {
  account?: string;
  detail?: Partial<CertificateDetail> | null;
  describe?: () => Promise<Reply<CertificateDetail>>;
  sleep?: () => Promise<void>;
}

/** AWS as it answers a preview; `asked`: of which certificates. */
function aws({
  account = "111111111111",
  detail = {},
  describe,
  sleep = never,
}: Aws = {}): Stage & { asked: string[] } {
  const asked: string[] = [];
  const answer: Reply<CertificateDetail> =
    detail === null ? { kind: "absent" } : { kind: "ok", value: { ...DETAIL, ...detail } };
  const certificates: Pick<Ports["certificates"], "describe"> = {
    describe: async (arn: CertificateArn) => {
      asked.push(arn);
      return describe === undefined ? answer : describe();
    },
  };
  const identity: Ports["identity"] = { account: async () => ({ kind: "ok", value: account }) };
  return { ...stage({ ports: { identity, certificates: certificates as Ports["certificates"] }, sleep }), asked };
}

const reasonsOf = async ({ hooks }: Stage, overrides: Bag = given, olds: Bag = {}): Promise<string[]> =>
  (await hooks.check(olds, inputs(overrides))).failures.map(({ reason }) => reason);

describe("the first preview of a certificate of the program's own", () => {
  it("lets one pass that is issued and covers all names", async () => {
    const { asked, said, ...on } = aws();
    assert.deepEqual(await reasonsOf(on as Stage), []);
    assert.deepEqual([asked, said], [[ARN], []]);
  });

  const table: [what: string, aws: Aws, expected: RegExp][] = [
    ["of another account", { account: "222222222222" }, /222222222222/],
    ["that ACM does not know", { detail: null }, /certificate/i],
    ["that is not issued", { detail: { status: "PENDING_VALIDATION" } }, /PENDING_VALIDATION/],
    ["of a key that CloudFront does not take", { detail: { keyAlgorithm: "EC_secp384r1" } }, /EC_secp384r1/],
    ["that lacks a name", { detail: { names: ["example.com"] } }, /www\.example\.com/],
  ];
  for (const [what, world, expected] of table) {
    it(`refuses one ${what}, with the ARN and the way out`, async () => {
      const [reason, ...others] = await reasonsOf(aws(world));
      assert.ok(reason?.startsWith(`certificate.arn: got "${ARN}": `), reason);
      assert.match(reason ?? "", expected);
      assert.deepEqual(others, []);
    });
  }

  it("asks ACM nothing about a certificate of another account", async () => {
    const on = aws({ account: "222222222222" });
    await reasonsOf(on);
    assert.deepEqual(on.asked, []);
  });

  it("judges it before the distribution is known", async () => {
    const on = aws({ detail: null });
    assert.equal((await reasonsOf(on, { ...given, distribution: { id: UNKNOWN } })).length, 1);
  });

  it("waits for names that only the update knows", async () => {
    const on = aws({ detail: null });
    assert.deepEqual(await reasonsOf(on, { ...given, alternativeDomains: [UNKNOWN] }), []);
    assert.deepEqual(on.asked, []);
  });

  it("lets one pass that could not be asked for, with a warning", async () => {
    const on = aws({ describe: async () => ({ kind: "failed", trouble }) });
    assert.deepEqual(await reasonsOf(on), []);
    assert.deepEqual(on.said, [
      "warning: certificate.arn: could not be checked beforehand: acm:DescribeCertificate failed with AccessDeniedException: not authorized",
    ]);
  });

  it("is not kept waiting", async () => {
    const on = aws({ describe: never, sleep: async () => {} });
    assert.deepEqual(await reasonsOf(on), []);
    assert.match(on.said.join(), /AWS did not answer in time/);
  });

  it("asks nobody when other arguments are wrong", async () => {
    const on = aws();
    assert.equal((await reasonsOf(on, { ...given, timeout: "soon" })).length, 1);
    assert.deepEqual(on.asked, []);
  });
});

describe("a later preview of a certificate of the program's own", () => {
  it("asks nobody in `check`", async () => {
    const on = aws();
    await reasonsOf(on, given, inputs(given));
    assert.deepEqual(on.asked, []);
  });

  const olds = () => created(ends("settled", report()), given);

  it("asks nobody when nothing is to do", async () => {
    const on = aws();
    assert.deepEqual(await on.hooks.diff("brand", await olds(), inputs({ ...given, groupId: "acme/shop/dev/brand" })), {
      changes: false,
    });
    assert.deepEqual(on.asked, []);
  });

  it("refuses another one that does not fit, in words", async () => {
    const arn = ARN.replace(/1$/, "2");
    const news = inputs({ certificate: { arn }, groupId: "acme/shop/dev/brand" });
    const { message, stack } = await failure(aws({ detail: null }).hooks.diff("brand", await olds(), news));
    assert.ok(message.startsWith(`certificate.arn: got "${arn}": `), message);
    assert.equal(stack, message);
  });
});
