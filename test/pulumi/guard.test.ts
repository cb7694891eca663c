import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { DistributionState } from "../../provider/pulumi/attached-domains";
import { keepAttachedDomains, refuseStaleUpdate } from "../../provider/pulumi/guard";
import { awsWorld } from "../aws/world";
import { ARN } from "./fixtures";

/** A resource that any mocks can make. */
class Distribution extends pulumi.CustomResource {
  constructor(name: string, opts: pulumi.CustomResourceOptions) {
    super("aws:cloudfront/distribution:Distribution", name, {}, opts);
  }
}

describe("keepAttachedDomains", () => {
  beforeEach(() =>
    pulumi.runtime.setMocks({
      newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs }),
      call: ({ inputs }) => inputs,
    }),
  );

  it("ignores changes of aliases and viewer certificate, beside those that the user ignores, and keeps the other options", () => {
    assert.deepEqual(keepAttachedDomains().ignoreChanges, ["aliases", "viewerCertificate"]);
    assert.deepEqual(keepAttachedDomains({ protect: true, ignoreChanges: ["aliases", "tags"] }), {
      protect: true,
      ignoreChanges: ["aliases", "tags", "viewerCertificate"],
    });
  });

  it("leaves the check out under mocks, where a resource with a hook would wait for ever", async () => {
    const cdn = new Distribution("cdn", keepAttachedDomains());
    assert.equal(await new Promise((resolve) => cdn.id.apply(resolve)), "cdn-id");
  });

  describe("with an engine that has hooks", () => {
    const beforeUpdate = ({ hooks }: pulumi.CustomResourceOptions) => hooks?.beforeUpdate ?? [];
    const guardOf = (opts: pulumi.CustomResourceOptions): pulumi.ResourceHook => {
      const hook = beforeUpdate(opts).at(-1);
      assert.ok(pulumi.ResourceHook.isInstance(hook));
      return hook;
    };

    beforeEach(() => {
      const registerResourceHook = (_request: unknown, done: (error: null) => void) => done(null);
      Object.assign(pulumi.runtime.getMonitor() ?? {}, { registerResourceHook });
    });

    it("checks in previews too", () => {
      assert.equal(guardOf(keepAttachedDomains()).opts?.onDryRun, true);
    });

    it("gives each check a name of its own: the engine refuses a second hook of one name", () => {
      const [first, second] = [guardOf(keepAttachedDomains()), guardOf(keepAttachedDomains())];
      assert.notEqual(first.name, second.name);
    });

    it("keeps the user's hooks, and leaves the user's options as they are", () => {
      const [before, after] = [() => {}, () => {}];
      const own: pulumi.CustomResourceOptions = { hooks: { beforeUpdate: [before], afterUpdate: [after] } };
      const merged = keepAttachedDomains(own);
      assert.deepEqual(merged.hooks?.afterUpdate, [after]);
      assert.deepEqual(beforeUpdate(merged), [before, guardOf(merged)]);
      assert.deepEqual(own, { hooks: { beforeUpdate: [before], afterUpdate: [after] } });
    });
  });
});

describe("an update of a guarded distribution", () => {
  const ATTACHED = { account: "111111111111", aliases: ["b.example", "a.example"], certificateArn: ARN };
  const certificate = {
    acmCertificateArn: ARN,
    cloudfrontDefaultCertificate: false,
    iamCertificateId: "",
    minimumProtocolVersion: "TLSv1.2_2021",
    sslSupportMethod: "sni-only",
  };
  const defaultCertificate = {
    acmCertificateArn: "",
    cloudfrontDefaultCertificate: true,
    iamCertificateId: "",
    minimumProtocolVersion: "TLSv1",
    sslSupportMethod: "",
  };
  const upToDate: DistributionState = { aliases: ["a.example", "b.example"], viewerCertificate: certificate };

  /** Resolves with what refuses the update; "" when it goes on. */
  async function refusalOf(
    state: DistributionState,
    { aws = awsWorld(), live = ATTACHED }: { aws?: ReturnType<typeof awsWorld>; live?: object } = {},
  ): Promise<string> {
    const { id } = aws.simulator.cloudfront.createDirect({ account: "111111111111", ...live });
    const update = { id, name: "cdn", oldOutputs: { ...state } };
    return refuseStaleUpdate(update, aws.distributions, aws.simulator.world.clock).then(
      () => "",
      (error: Error) => error.message,
    );
  }

  const same: [string, DistributionState, object?][] = [
    ["the domains of the state are those of CloudFront", upToDate],
    ["names stand in another order and case", { ...upToDate, aliases: ["B.example", "A.EXAMPLE"] }],
    ["the state holds them as a secret", { ...upToDate, aliases: pulumi.secret(upToDate.aliases) }],
    ["nothing is attached", { aliases: [], viewerCertificate: defaultCertificate }, {}],
    ["nothing is attached, and the state leaves the aliases out", { viewerCertificate: defaultCertificate }, {}],
  ];
  for (const [when, state, live] of same) {
    it(`goes on when ${when}`, async () => {
      assert.equal(await refusalOf(state, live === undefined ? {} : { live }), "");
    });
  }

  const stale: [string, DistributionState, RegExp][] = [
    ["an alias", { ...upToDate, aliases: ["a.example"] }, /In the state: {2}aliases a\.example;/],
    ["all domains", { aliases: null, viewerCertificate: defaultCertificate }, /no aliases; CloudFront's default/],
    [
      "the certificate",
      { ...upToDate, viewerCertificate: { ...certificate, acmCertificateArn: `${ARN}2` } },
      /certificate \S+012,/,
    ],
    [
      "the security policy",
      { ...upToDate, viewerCertificate: { ...certificate, minimumProtocolVersion: "TLSv1" } },
      /, TLSv1, sni-only/,
    ],
  ];
  for (const [what, state, described] of stale) {
    it(`is refused when it would take ${what} off: both sides are named, and the command that helps`, async () => {
      const message = await refusalOf(state);
      assert.match(message, /^cdn: /);
      assert.match(message, described);
      assert.match(
        message,
        /At CloudFront: aliases a\.example, b\.example; certificate \S+01, TLSv1\.2_2021, sni-only/,
      );
      assert.match(message, /pulumi up --refresh$/);
    });
  }

  it("is refused when it may not look, with the action that is missing", async () => {
    const aws = awsWorld();
    aws.simulator.accounts.deny("111111111111", "cloudfront:GetDistribution");
    const message = await refusalOf(upToDate, { aws });
    assert.match(message, /could not be seen:\n {2}cloudfront:GetDistribution failed with AccessDenied/);
  });

  it("is refused when the distribution is another account's: it cannot be seen", async () => {
    const message = await refusalOf(upToDate, { live: { ...ATTACHED, account: "222222222222" } });
    assert.match(message, /could not be seen:\n {2}cloudfront:GetDistribution failed with AccessDenied/);
  });

  it("is refused when the distribution is gone, with the command by which Pulumi learns of it", async () => {
    const { distributions, simulator } = awsWorld();
    const update = { id: "E2QWRUHAPOMQZL", name: "cdn", oldOutputs: { ...upToDate } };
    await assert.rejects(refuseStaleUpdate(update, distributions, simulator.world.clock), {
      message: /^cdn: CloudFront has no distribution E2QWRUHAPOMQZL any more\..*pulumi up --refresh$/,
    });
  });

  it("goes on after calls that were throttled, and is refused when they go on being throttled", async () => {
    const throttled = (count: number) => {
      const aws = awsWorld();
      aws.simulator.faults.inject({ kind: "throttle", operation: "GetDistribution", count });
      return refusalOf(upToDate, { aws });
    };
    assert.equal(await throttled(2), "");
    assert.match(await throttled(100), /cloudfront:GetDistribution failed with Throttling/);
  });
});
