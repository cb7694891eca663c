import assert from "node:assert/strict";
import type { DistributionConfig, ViewerCertificate } from "@aws-sdk/client-cloudfront";
import { describe, it } from "mocha";
import { acmCertificate, aliasList, callsOf, cloudFrontBench, OTHER_ACCOUNT } from "./cloudfront/bench";
import { minute } from "./defaults";

const NOT_USABLE = {
  name: "InvalidViewerCertificate",
  message:
    "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
};
const NOT_COVERED = { name: "InvalidViewerCertificate", message: /^The certificate that is attached .* doesn't cover/ };
const UNKNOWN_ARN = "arn:aws:acm:us-east-1:111111111111:certificate/00000000-0000-0000-0000-000000000000";

describe("the viewer certificate", () => {
  it("is echoed with the deprecated members", async () => {
    const bench = cloudFrontBench();
    const arn = await bench.certificate(["example.com"]);
    const { id } = await bench.create({ ViewerCertificate: acmCertificate(arn) });
    assert.deepEqual((await bench.config(id)).config.ViewerCertificate, {
      CloudFrontDefaultCertificate: false,
      ACMCertificateArn: arn,
      SSLSupportMethod: "sni-only",
      MinimumProtocolVersion: "TLSv1.2_2021",
      Certificate: arn,
      CertificateSource: "acm",
    });
  });

  it("cannot be used until some time after ISSUED", async () => {
    const bench = cloudFrontBench({ latencies: { certificateVisibleToCloudFront: 5 * minute } });
    const arn = await bench.issued(["example.com"]);
    assert.equal((await bench.describe(arn)).Status, "ISSUED");
    await assert.rejects(bench.create({ ViewerCertificate: acmCertificate(arn) }), NOT_USABLE);
    await bench.pass(5 * minute);
    await bench.create({ ViewerCertificate: acmCertificate(arn) });
  });

  it("must be ISSUED", async () => {
    const bench = cloudFrontBench();
    const arn = await bench.request(["example.com"]);
    await assert.rejects(bench.create({ ViewerCertificate: acmCertificate(arn) }), NOT_USABLE);
  });

  it("must not be over", async () => {
    const bench = cloudFrontBench();
    const arn = await bench.certificate(["example.com"]);
    bench.simulator.acm.expire(arn);
    await assert.rejects(bench.create({ ViewerCertificate: acmCertificate(arn) }), NOT_USABLE);
  });

  it("must exist", () =>
    assert.rejects(cloudFrontBench().create({ ViewerCertificate: acmCertificate(UNKNOWN_ARN) }), NOT_USABLE));

  it("must be of the distribution's account", async () => {
    const bench = cloudFrontBench();
    const arn = await bench.certificate(["example.com"]);
    const other = bench.simulator.cloudfront.createDirect({ account: OTHER_ACCOUNT.account });
    await assert.rejects(
      callsOf(bench.otherCloudFront).update(other.id, { ViewerCertificate: acmCertificate(arn) }),
      NOT_USABLE,
    );
  });

  it("must be in us-east-1", async () => {
    const bench = cloudFrontBench();
    const arn = await bench.certificateIn("eu-west-1", ["example.com"]);
    await assert.rejects(bench.create({ ViewerCertificate: acmCertificate(arn) }), NOT_USABLE);
  });

  const keys: ["EC_prime256v1" | "EC_secp384r1", boolean][] = [
    ["EC_prime256v1", true],
    ["EC_secp384r1", false],
  ];
  for (const [KeyAlgorithm, accepted] of keys) {
    it(`${accepted ? "may" : "must not"} have a key on ${KeyAlgorithm}`, async () => {
      const bench = cloudFrontBench();
      const arn = await bench.issued(["example.com"], { KeyAlgorithm });
      await bench.pass(minute);
      const creation = bench.create({ ViewerCertificate: acmCertificate(arn) });
      await (accepted ? creation : assert.rejects(creation, NOT_USABLE));
    });
  }

  const protocols: [string, ViewerCertificate, string][] = [
    [
      "SNI with SSLv3",
      { SSLSupportMethod: "sni-only", MinimumProtocolVersion: "SSLv3" },
      "InvalidMinimumProtocolVersion",
    ],
    [
      "a dedicated address with TLSv1.2_2021",
      { SSLSupportMethod: "vip", MinimumProtocolVersion: "TLSv1.2_2021" },
      "InvalidMinimumProtocolVersion",
    ],
    ["a certificate without SSLSupportMethod", { MinimumProtocolVersion: "TLSv1.2_2021" }, "InvalidArgument"],
    ["a certificate without MinimumProtocolVersion", { SSLSupportMethod: "sni-only" }, "InvalidArgument"],
    ["two certificates at once", { ...acmCertificate(""), CloudFrontDefaultCertificate: true }, "InvalidArgument"],
    ["another deprecated Certificate", { ...acmCertificate(""), Certificate: UNKNOWN_ARN }, "InvalidArgument"],
    [
      "another deprecated CertificateSource",
      { ...acmCertificate(""), CertificateSource: "cloudfront" },
      "InvalidArgument",
    ],
  ];
  for (const [what, certificate, name] of protocols) {
    it(`is refused: ${what}`, async () => {
      const bench = cloudFrontBench();
      const ACMCertificateArn = await bench.certificate(["example.com"]);
      await assert.rejects(bench.create({ ViewerCertificate: { ...certificate, ACMCertificateArn } }), { name });
    });
  }

  it("may be given by the deprecated members alone", async () => {
    const bench = cloudFrontBench();
    const Certificate = await bench.certificate(["example.com"]);
    const { ACMCertificateArn, ...protocol } = acmCertificate(Certificate);
    const { id } = await bench.create({ ViewerCertificate: { ...protocol, Certificate, CertificateSource: "acm" } });
    assert.equal((await bench.config(id)).config.ViewerCertificate?.ACMCertificateArn, ACMCertificateArn);
  });

  it("cannot come from IAM: there is no such store here", async () => {
    const { ACMCertificateArn: IAMCertificateId, ...protocol } = acmCertificate("ASCAEXAMPLE");
    await assert.rejects(
      cloudFrontBench().create({ ViewerCertificate: { ...protocol, IAMCertificateId } }),
      NOT_USABLE,
    );
  });

  it("may disagree with the deprecated members where the switch says so", async () => {
    const bench = cloudFrontBench({ switches: { deprecatedCertificateMembers: "ignored" } });
    const arn = await bench.certificate(["example.com"]);
    const { id } = await bench.create({
      ViewerCertificate: { ...acmCertificate(arn), Certificate: UNKNOWN_ARN, CertificateSource: "cloudfront" },
    });
    assert.equal((await bench.config(id)).config.ViewerCertificate?.Certificate, arn);
  });
});

describe("the aliases and the certificate", () => {
  it("aliases need a certificate", () =>
    assert.rejects(cloudFrontBench().create({ Aliases: aliasList("example.com") }), {
      name: "InvalidViewerCertificate",
      message: /^To add an alternate domain name \(CNAME\) to a CloudFront distribution, you must attach a trusted/,
    }));

  const cases: [string, string[], string[], boolean][] = [
    ["a name covers itself", ["example.com"], ["example.com"], true],
    ["a wildcard covers one level", ["*.example.com"], ["www.example.com"], true],
    ["a wildcard covers no second level", ["*.example.com"], ["a.b.example.com"], false],
    ["a wildcard does not cover its parent", ["*.example.com"], ["example.com"], false],
    ["a wildcard alias needs the same wildcard", ["*.example.com"], ["*.example.com"], true],
    ["a wildcard alias is not covered from above", ["*.example.com"], ["*.a.example.com"], false],
    ["all aliases must be covered", ["example.com"], ["example.com", "www.example.com"], false],
  ];
  for (const [rule, names, aliases, accepted] of cases) {
    it(rule, async () => {
      const bench = cloudFrontBench();
      const arn = await bench.certificate(names);
      const creation = bench.create({ Aliases: aliasList(...aliases), ViewerCertificate: acmCertificate(arn) });
      await (accepted ? creation : assert.rejects(creation, NOT_COVERED));
    });
  }

  it("a swap to a certificate that misses a current alias is refused", async () => {
    const bench = cloudFrontBench();
    const both = await bench.certificate(["example.com", "www.example.com"]);
    const one = await bench.certificate(["example.com"]);
    const { id } = await bench.create({
      Aliases: aliasList("example.com", "www.example.com"),
      ViewerCertificate: acmCertificate(both),
    });
    await bench.settle();
    await assert.rejects(bench.update(id, { ViewerCertificate: acmCertificate(one) }), NOT_COVERED);
  });
});

describe("changes of the viewer certificate", () => {
  it("are one at a time", async () => {
    const bench = cloudFrontBench();
    const [one, two] = [await bench.certificate(["example.com"]), await bench.certificate(["www.example.com"])];
    const { id } = await bench.create();
    const etag = await bench.update(id, { ViewerCertificate: acmCertificate(one) });
    const second = () => bench.update(id, { ViewerCertificate: acmCertificate(two) }, etag);
    await assert.rejects(second, {
      name: "IllegalUpdate",
      message: "Only one viewer certificate change may be in progress at a time",
    });
    await bench.settle();
    await second();
  });

  it("do not stop other changes", async () => {
    const bench = cloudFrontBench();
    const arn = await bench.certificate(["example.com"]);
    const { id } = await bench.create();
    const etag = await bench.update(id, { ViewerCertificate: acmCertificate(arn) });
    const unchanged: Partial<DistributionConfig> = { ViewerCertificate: acmCertificate(arn) };
    await bench.update(id, { ...unchanged, Comment: "other" }, etag);
  });

  it("may overlap where the switch says so", async () => {
    const bench = cloudFrontBench({ switches: { oneViewerCertificateChangeAtATime: false } });
    const [one, two] = [await bench.certificate(["example.com"]), await bench.certificate(["www.example.com"])];
    const { id } = await bench.create();
    const etag = await bench.update(id, { ViewerCertificate: acmCertificate(one) });
    await bench.update(id, { ViewerCertificate: acmCertificate(two) }, etag);
  });

  it("all distributions of one certificate have the same HTTP version", async () => {
    const bench = cloudFrontBench();
    const ViewerCertificate = acmCertificate(await bench.certificate(["example.com"]));
    await bench.create({ ViewerCertificate, HttpVersion: "http2" });
    await assert.rejects(bench.create({ ViewerCertificate, HttpVersion: "http3" }), { name: "InvalidArgument" });
    const { id } = await bench.create({ HttpVersion: "http3" });
    await assert.rejects(bench.update(id, { ViewerCertificate }), { name: "IllegalUpdate" });
    await bench.update(id, { ViewerCertificate, HttpVersion: "http2" });
  });

  it("may mix HTTP versions where the switch says so", async () => {
    const bench = cloudFrontBench({ switches: { sameHttpVersionPerCertificate: false } });
    const ViewerCertificate = acmCertificate(await bench.certificate(["example.com"]));
    await bench.create({ ViewerCertificate, HttpVersion: "http2" });
    await bench.create({ ViewerCertificate, HttpVersion: "http3" });
  });
});
