import assert from "node:assert/strict";
import {
  ACMClient,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  ListCertificatesCommand,
} from "@aws-sdk/client-acm";
import { describe, it } from "mocha";
import { acmBench } from "./acm/bench";
import { minute, second } from "./defaults";
import { clientConfig } from "./in-process";

describe("ListCertificates", () => {
  it("shows a request, and that it is gone, only after a while", async () => {
    const { client, request, list, pass } = acmBench();
    const arn = await request(["example.com"]);
    assert.deepEqual(await list(), []);
    await pass(10 * second);
    assert.deepEqual(await list(), [arn]);
    await client.send(new DeleteCertificateCommand({ CertificateArn: arn }));
    assert.deepEqual(await list(), [arn]);
    await pass(10 * second);
    assert.deepEqual(await list(), []);
  });

  it("leaves out EC keys unless they are asked for", async () => {
    const { request, list, pass } = acmBench();
    const rsa = await request(["example.com"]);
    const ec = await request(["example.com"], { KeyAlgorithm: "EC_prime256v1" });
    await pass(minute);
    assert.deepEqual(await list(), [rsa]);
    assert.deepEqual(await list({ Includes: { keyTypes: ["EC_prime256v1"] } }), [ec]);
    assert.deepEqual(await list({ Includes: { keyTypes: ["RSA_2048", "EC_prime256v1"] } }), [rsa, ec]);
  });

  it("filters by status", async () => {
    const { issued, request, list, pass } = acmBench();
    const done = await issued(["example.com"]);
    const pending = await request(["www.example.com"]);
    await pass(minute);
    assert.deepEqual(await list({ CertificateStatuses: ["ISSUED"] }), [done]);
    assert.deepEqual(await list({ CertificateStatuses: ["PENDING_VALIDATION", "FAILED"] }), [pending]);
  });

  it("pages through NextToken, in both orders", async () => {
    const { client, request, pass } = acmBench();
    const arns: string[] = [];
    for (let index = 0; index < 5; index += 1) arns.push(await request([`a${index}.example.com`]));
    await pass(minute);
    for (const order of [undefined, "ASCENDING", "DESCENDING"] as const) {
      const pages: (string | undefined)[][] = [];
      let token: string | undefined;
      do {
        const page = await client.send(
          new ListCertificatesCommand({
            MaxItems: 2,
            ...(token === undefined ? {} : { NextToken: token }),
            ...(order === undefined ? {} : { SortBy: "CREATED_AT", SortOrder: order }),
          }),
        );
        pages.push((page.CertificateSummaryList ?? []).map(({ CertificateArn }) => CertificateArn));
        token = page.NextToken;
      } while (token !== undefined);
      assert.deepEqual(
        pages.map(({ length }) => length),
        [2, 2, 1],
      );
      assert.deepEqual(pages.flat(), order === "DESCENDING" ? [...arns].reverse() : arns);
    }
  });

  it("refuses a page size of 0, a made-up token and half a sort order", async () => {
    const { list } = acmBench();
    await assert.rejects(list({ MaxItems: 0 }), { name: "ValidationException" });
    await assert.rejects(list({ NextToken: "x" }), { name: "InvalidArgsException" });
    await assert.rejects(list({ SortBy: "CREATED_AT" }), { name: "InvalidArgsException" });
  });

  it("is of one account and one Region", async () => {
    const { simulator, request, pass, list } = acmBench();
    await request(["example.com"]);
    await pass(minute);
    const listOf = async (client: ACMClient) =>
      (await client.send(new ListCertificatesCommand({}))).CertificateSummaryList?.length;
    assert.equal((await list()).length, 1);
    assert.equal(await listOf(new ACMClient(clientConfig(simulator, "AKIASIMULATOR0000002"))), 0);
    assert.equal(await listOf(new ACMClient({ ...clientConfig(simulator), region: "eu-west-1" })), 0);
  });

  it("sums up what is known of an issued certificate", async () => {
    const { client, issued, pass } = acmBench();
    await issued(["example.com", "www.example.com"]);
    await pass(minute);
    const [summary] = (await client.send(new ListCertificatesCommand({}))).CertificateSummaryList ?? [];
    assert.equal(summary?.Status, "ISSUED");
    assert.equal(summary?.InUse, false);
    assert.equal(summary?.KeyAlgorithm, "RSA-2048");
    assert.deepEqual(summary?.SubjectAlternativeNameSummaries, ["example.com", "www.example.com"]);
  });
});

describe("a certificate that is not the caller's", () => {
  it("is not found from another account or Region, nor by an ARN that is none", async () => {
    const { simulator, request, pass, describe } = acmBench();
    const arn = await request(["example.com"]);
    await pass(minute);
    const command = new DescribeCertificateCommand({ CertificateArn: arn });
    const elsewhere = new ACMClient({ ...clientConfig(simulator), region: "eu-west-1" });
    const stranger = new ACMClient(clientConfig(simulator, "AKIASIMULATOR0000002"));
    await assert.rejects(elsewhere.send(command), { name: "ResourceNotFoundException" });
    await assert.rejects(stranger.send(command), { name: "ResourceNotFoundException" });
    await assert.rejects(describe("arn:aws:acm:nonsense"), { name: "InvalidArnException" });
  });
});
