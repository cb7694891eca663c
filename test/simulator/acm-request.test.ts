import assert from "node:assert/strict";
import {
  ACMClient,
  DeleteCertificateCommand,
  RequestCertificateCommand,
  type RequestCertificateCommandInput,
} from "@aws-sdk/client-acm";
import { describe, it } from "mocha";
import { acmBench } from "./acm/bench";
import { day, hour, minute, second } from "./defaults";
import { clientConfig } from "./in-process";

const label = (length: number) => "a".repeat(length);

describe("RequestCertificate", () => {
  it("gives an ARN of the caller's account and Region", async () => {
    const { simulator, request } = acmBench();
    assert.match(await request(["example.com"]), /^arn:aws:acm:us-east-1:111111111111:certificate\/[0-9a-f-]{36}$/);
    const client = new ACMClient({ ...clientConfig(simulator, "AKIASIMULATOR0000002"), region: "eu-west-1" });
    const { CertificateArn } = await client.send(new RequestCertificateCommand({ DomainName: "example.com" }));
    assert.match(CertificateArn ?? "", /^arn:aws:acm:eu-west-1:222222222222:certificate\//);
  });

  const refused: {
    rule: string;
    names: string[];
    more?: Partial<RequestCertificateCommandInput>;
    code: string;
    message?: RegExp;
  }[] = [
    { rule: "a name without a dot", names: ["localhost"], code: "ValidationException", message: /regular expression/ },
    { rule: "a wildcard in the middle", names: ["a.*.example.com"], code: "ValidationException" },
    { rule: "two wildcards", names: ["*.*.example.com"], code: "ValidationException" },
    { rule: "a part of a label as wildcard", names: ["www*.example.com"], code: "ValidationException" },
    { rule: "an underscore", names: ["_a.example.com"], code: "ValidationException" },
    { rule: "a label of 64 characters", names: [`${label(64)}.com`], code: "ValidationException" },
    {
      rule: "a name of 254 characters",
      names: ["example.com", `${`${label(49)}.`.repeat(4)}${label(50)}.com`],
      code: "ValidationException",
    },
    { rule: "an unusable alternative name", names: ["example.com", "-a.example.com"], code: "ValidationException" },
    { rule: "a Unicode name", names: ["bücher.example.com"], code: "ValidationException" },
    {
      rule: "a broken A-label",
      names: ["xn--999999999.example.com"],
      code: "InvalidDomainValidationOptionsException",
    },
    {
      rule: "hyphens where an A-label has them",
      names: ["ab--c.example.com"],
      code: "InvalidDomainValidationOptionsException",
    },
    {
      rule: "a name under cloudfront.net",
      names: ["d1.cloudfront.net"],
      code: "InvalidDomainValidationOptionsException",
    },
    {
      rule: "a name under amazonaws.com",
      names: ["s3.amazonaws.com"],
      code: "InvalidDomainValidationOptionsException",
    },
    {
      rule: "a first name of 65 characters",
      names: [`${label(53)}.example.com`],
      code: "InvalidDomainValidationOptionsException",
      message: /^The first domain name can be no longer than 64 characters\.$/,
    },
    {
      rule: "eleven names",
      names: Array.from({ length: 11 }, (_, index) => `a${index}.example.com`),
      code: "LimitExceededException",
    },
    {
      rule: "a key that is for import only",
      names: ["example.com"],
      more: { KeyAlgorithm: "RSA_4096" },
      code: "InvalidParameterException",
    },
    {
      rule: "a token with a blank",
      names: ["example.com"],
      more: { IdempotencyToken: "a b" },
      code: "ValidationException",
    },
    {
      rule: "a tag with the prefix aws:",
      names: ["example.com"],
      more: { Tags: [{ Key: "aws:x" }] },
      code: "InvalidTagException",
    },
    {
      rule: "51 tags",
      names: ["example.com"],
      more: { Tags: Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}` })) },
      code: "TooManyTagsException",
    },
  ];
  for (const { rule, names, more, code, message } of refused) {
    it(`refuses ${rule}`, async () => {
      const { simulator, request } = acmBench();
      await assert.rejects(request(names, more), (error: Error & { $metadata: { httpStatusCode: number } }) => {
        assert.equal(error.name, code);
        assert.equal(error.$metadata.httpStatusCode, 400);
        assert.match(error.message, message ?? /./);
        return true;
      });
      assert.equal(simulator.acm.snapshot().length, 0);
    });
  }

  it("takes a first name of 64 characters, and longer ones behind it", async () => {
    const { request } = acmBench();
    await request([`${label(52)}.example.com`, `${label(60)}.example.com`]);
  });

  it("takes names in lower case, once each", async () => {
    const { simulator, request } = acmBench();
    await request(["Example.com", "example.COM", "www.example.com"]);
    assert.deepEqual(simulator.acm.snapshot()[0]?.names, ["example.com", "www.example.com"]);
  });

  it("takes more names where the quota was raised", async () => {
    const { simulator, request } = acmBench();
    simulator.acm.quotas.namesPerCertificate = 100;
    await request(Array.from({ length: 100 }, (_, index) => `a${index}.example.com`));
  });

  it("counts the requests of a year, deleted certificates too", async () => {
    const { simulator, client, request, pass } = acmBench();
    simulator.acm.quotas.certificatesPerYear = 1;
    const arn = await request(["a.example.com"]);
    await pass(10 * second);
    await client.send(new DeleteCertificateCommand({ CertificateArn: arn }));
    await assert.rejects(request(["b.example.com"]), {
      name: "LimitExceededException",
      message: "Error: you have reached your limit of 1 certificates in the last year.",
    });
    await pass(365 * day);
    await request(["c.example.com"]);
  });

  for (const deadCertificatesCount of [true, false]) {
    it(`timed-out certificates ${deadCertificatesCount ? "count" : "do not count"} with deadCertificatesCount: ${deadCertificatesCount}`, async () => {
      const { simulator, request, pass } = acmBench({ switches: { deadCertificatesCount } });
      simulator.acm.quotas.certificates = 1;
      await request(["a.example.com"]);
      await pass(73 * hour);
      const second = request(["b.example.com"]);
      if (deadCertificatesCount) await assert.rejects(second, { name: "LimitExceededException" });
      else await second;
    });
  }
});

describe("the idempotency token", () => {
  const token = { IdempotencyToken: "token1" };

  it("means the same certificate for an hour, and then another one", async () => {
    const { request, pass } = acmBench();
    const arn = await request(["example.com"], token);
    await pass(59 * minute);
    assert.equal(await request(["example.com"], token), arn);
    await pass(minute);
    assert.notEqual(await request(["example.com"], token), arn);
  });

  it("of another name means another certificate", async () => {
    const { request } = acmBench();
    const arn = await request(["example.com"], token);
    assert.notEqual(await request(["example.com"], { IdempotencyToken: "token2" }), arn);
  });

  it("left out, equal requests within an hour are one, others are not", async () => {
    const { request } = acmBench();
    const arn = await request(["example.com"]);
    assert.equal(await request(["example.com"]), arn);
    assert.notEqual(await request(["example.com", "www.example.com"]), arn);
  });

  it("with other parameters is refused", async () => {
    const { request } = acmBench();
    await request(["example.com"], token);
    await assert.rejects(request(["www.example.com"], token), { name: "InvalidParameterException" });
    await assert.rejects(request(["example.com"], { ...token, Tags: [{ Key: "a", Value: "b" }] }), {
      name: "InvalidParameterException",
    });
  });

  it("with other parameters makes another certificate where that is switched on", async () => {
    const { request } = acmBench({ switches: { tokenWithOtherParameters: "new" } });
    const arn = await request(["example.com"], token);
    assert.notEqual(await request(["www.example.com"], token), arn);
  });

  for (const deadTokenReturnsDeadArn of [true, false]) {
    it(`of a failed or deleted certificate gives ${deadTokenReturnsDeadArn ? "its ARN again" : "a new one"} with deadTokenReturnsDeadArn: ${deadTokenReturnsDeadArn}`, async () => {
      const { simulator, client, request, pass } = acmBench({ switches: { deadTokenReturnsDeadArn } });
      const failed = await request(["a.example.com"], token);
      simulator.acm.failCertificate(failed, "CAA_ERROR");
      assert.equal((await request(["a.example.com"], token)) === failed, deadTokenReturnsDeadArn);
      const deleted = await request(["b.example.com"], { IdempotencyToken: "token2" });
      await pass(10 * second);
      await client.send(new DeleteCertificateCommand({ CertificateArn: deleted }));
      const again = await request(["b.example.com"], { IdempotencyToken: "token2" });
      assert.equal(again === deleted, deadTokenReturnsDeadArn);
    });
  }
});
