import assert from "node:assert/strict";
import { createAws } from "../../provider/aws/clients";
import type { Transport } from "../../provider/aws/connection";
import type { CertificateArn } from "../../provider/core/model";
import { virtualClock } from "../simulator/clock";
import { ownCredentials } from "./world";

const arn = "arn:aws:acm:us-east-1:111111111111:certificate/1" as CertificateArn;
const noChange = {
  aliases: [],
  viewerCertificate: { source: "default" as const, id: null, minimumProtocolVersion: null, sslSupportMethod: null },
};

interface Answer {
  status: number;
  body: string;
}

/** AWS as one answer, or as a connection that fails. */
function awsThat(answers: Answer | Error) {
  const requestHandler = {
    handle: async () => {
      if (answers instanceof Error) throw answers;
      return { response: { statusCode: answers.status, headers: {}, body: Buffer.from(answers.body) } };
    },
  };
  const credentials = { accessKeyId: "AKIA", secretAccessKey: "secret" };
  return createAws({
    connection: ownCredentials,
    clock: virtualClock(0),
    transport: { requestHandler, credentials } as Transport,
  });
}

const json = (type: string, message = "why"): Answer => ({
  status: 400,
  body: JSON.stringify({ __type: type, message }),
});
const xml = (status: number, code: string, message = "why"): Answer => ({
  status,
  body: `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>1</RequestId></ErrorResponse>`,
});
const network = (code: string): Error => Object.assign(new Error("socket hang up"), { code });

type Ask = (aws: ReturnType<typeof awsThat>) => Promise<{ kind: string }>;
const describeCertificate: Ask = (aws) => aws.certificates.describe(arn);
const getDistribution: Ask = (aws) => aws.distributions.get("E1");
const updateDistribution: Ask = (aws) => aws.distributions.update("E1", "ETAG", "<DistributionConfig/>", noChange);
const deleteDistribution: Ask = (aws) => aws.distributions.delete("E1", "ETAG");
const tagDistribution: Ask = (aws) => aws.distributions.tag("arn", { key: "value" });
const deleteAccessControl: Ask = (aws) => aws.accessControls.delete("E1", "ETAG");
const changeRecords: Ask = (aws) => aws.zones.change("Z1", []);

describe("an AWS error", () => {
  const cases: [rule: string, ask: Ask, answer: Answer | Error, expected: string][] = [
    ["no such certificate is absence", describeCertificate, json("ResourceNotFoundException"), "absent"],
    ["no such distribution is absence", getDistribution, xml(404, "NoSuchDistribution"), "absent"],
    ["no such zone is absence", changeRecords, xml(404, "NoSuchHostedZone"), "absent"],
    ["no such access control is absence", deleteAccessControl, xml(404, "NoSuchOriginAccessControl"), "absent"],
    ["no such resource to tag is absence", tagDistribution, xml(404, "NoSuchResource"), "absent"],
    [
      "of an access control in use is a refusal",
      deleteAccessControl,
      xml(409, "OriginAccessControlInUse"),
      "REFUSED cloudfront:DeleteOriginAccessControl OriginAccessControlInUse",
    ],
    [
      "of a distribution that is not disabled yet is a refusal",
      deleteDistribution,
      xml(409, "DistributionNotDisabled"),
      "REFUSED cloudfront:DeleteDistribution DistributionNotDisabled",
    ],
    [
      "of a version that is not the latest is a refusal",
      deleteDistribution,
      xml(412, "PreconditionFailed"),
      "REFUSED cloudfront:DeleteDistribution PreconditionFailed",
    ],
    [
      "of permission names the action",
      describeCertificate,
      json("AccessDeniedException"),
      "FORBIDDEN acm:DescribeCertificate AccessDeniedException",
    ],
    [
      "of permission names the action of CloudFront",
      updateDistribution,
      xml(403, "AccessDenied"),
      "FORBIDDEN cloudfront:UpdateDistribution AccessDenied",
    ],
    [
      "of permission names the action that IAM names",
      getDistribution,
      xml(
        403,
        "AccessDenied",
        "User: arn:aws:iam::111111111111:user/x is not authorized to perform: sts:AssumeRole on resource: y",
      ),
      "FORBIDDEN sts:AssumeRole AccessDenied",
    ],
    [
      "of an expired token is about credentials",
      describeCertificate,
      json("ExpiredTokenException"),
      "CREDENTIALS acm:DescribeCertificate ExpiredTokenException",
    ],
    [
      "of an expired token of CloudFront is about credentials",
      getDistribution,
      xml(403, "ExpiredToken"),
      "CREDENTIALS cloudfront:GetDistribution ExpiredToken",
    ],
    [
      "of an unknown key is about credentials",
      describeCertificate,
      json("UnrecognizedClientException"),
      "CREDENTIALS acm:DescribeCertificate UnrecognizedClientException",
    ],
    [
      "of a bad signature is about credentials",
      changeRecords,
      xml(403, "SignatureDoesNotMatch"),
      "CREDENTIALS route53:ChangeResourceRecordSets SignatureDoesNotMatch",
    ],
    [
      "of the rate passes",
      describeCertificate,
      json("ThrottlingException"),
      "UNAVAILABLE acm:DescribeCertificate ThrottlingException passing",
    ],
    [
      "of the rate of CloudFront passes, with its status 400",
      getDistribution,
      xml(400, "Throttling"),
      "UNAVAILABLE cloudfront:GetDistribution Throttling passing",
    ],
    [
      "of a zone that is busy passes",
      changeRecords,
      xml(400, "PriorRequestNotComplete"),
      "UNAVAILABLE route53:ChangeResourceRecordSets PriorRequestNotComplete passing",
    ],
    [
      "of the server passes",
      getDistribution,
      xml(500, "InternalError"),
      "UNAVAILABLE cloudfront:GetDistribution InternalError passing",
    ],
    [
      "of a gateway passes",
      describeCertificate,
      { status: 502, body: "<html>busy</html>" },
      "UNAVAILABLE acm:DescribeCertificate HTTP 502 passing",
    ],
    [
      "of the server without a body passes",
      getDistribution,
      { status: 503, body: "" },
      "UNAVAILABLE cloudfront:GetDistribution HTTP 503 passing",
    ],
    [
      "of the network passes",
      getDistribution,
      network("ECONNRESET"),
      "UNAVAILABLE cloudfront:GetDistribution ECONNRESET passing",
    ],
    [
      "of the network in a write passes: the answer was lost",
      updateDistribution,
      network("EPIPE"),
      "UNAVAILABLE cloudfront:UpdateDistribution EPIPE passing",
    ],
    [
      "that is a page of a proxy is unreadable",
      getDistribution,
      { status: 404, body: "<html>no</html>" },
      "UNREADABLE cloudfront:GetDistribution HTTP 404",
    ],
    [
      "that is not implemented never becomes known",
      describeCertificate,
      { status: 501, body: "no" },
      "UNREADABLE acm:DescribeCertificate HTTP 501",
    ],
    [
      "of a stale version is a refusal",
      updateDistribution,
      xml(412, "PreconditionFailed"),
      "REFUSED cloudfront:UpdateDistribution PreconditionFailed",
    ],
    [
      "of a quota is a refusal: it does not pass",
      describeCertificate,
      json("LimitExceededException"),
      "REFUSED acm:DescribeCertificate LimitExceededException",
    ],
    [
      "that has no model is a refusal with its code",
      getDistribution,
      xml(400, "SomethingNew"),
      "REFUSED cloudfront:GetDistribution SomethingNew",
    ],
    [
      "of a batch is a refusal",
      changeRecords,
      xml(400, "InvalidChangeBatch"),
      "REFUSED route53:ChangeResourceRecordSets InvalidChangeBatch",
    ],
    [
      "of a batch in its older form is the same refusal",
      changeRecords,
      { status: 400, body: "<InvalidChangeBatch><Messages><Message>why</Message></Messages></InvalidChangeBatch>" },
      "REFUSED route53:ChangeResourceRecordSets InvalidChangeBatch",
    ],
  ];
  for (const [rule, ask, answer, expected] of cases) {
    it(rule, async () => {
      const reply = (await ask(awsThat(answer))) as { kind: string; trouble?: { [member: string]: unknown } };
      const { reason, operation, code, passing } = reply.trouble ?? {};
      const told =
        reply.kind === "failed" ? [reason, operation, code, ...(passing ? ["passing"] : [])].join(" ") : reply.kind;
      assert.equal(told, expected);
    });
  }

  it("keeps AWS's sentence, without its request id", async () => {
    const reply = await awsThat(
      json("LimitExceededException", "Too many. (Request ID: 6f1a-22)"),
    ).certificates.describe(arn);
    assert.equal(reply.kind === "failed" && reply.trouble.message, "Too many.");
  });

  it("keeps the reasons of a batch, also in its older form", async () => {
    const reasons = "[Tried to create resource record set [name='x.', type='A'] but it already exists]";
    const older = `<InvalidChangeBatch><Messages><Message>${reasons}</Message></Messages></InvalidChangeBatch>`;
    for (const answer of [xml(400, "InvalidChangeBatch", reasons), { status: 400, body: older }]) {
      const reply = await awsThat(answer).zones.change("Z1", []);
      assert.equal(reply.kind === "failed" && reply.trouble.message, reasons);
    }
  });

  it("is no error to read: credentials that are nowhere", async () => {
    const missing = Object.assign(new Error("Could not load credentials from any providers"), {
      name: "CredentialsProviderError",
    });
    const reply = await awsThat(missing).identity.account();
    assert.equal(reply.kind === "failed" && reply.trouble.reason, "CREDENTIALS");
  });
});

describe("an answer that lacks what it must have", () => {
  const describeWith = (certificate: object | undefined): Answer => ({
    status: 200,
    body: JSON.stringify({ Certificate: certificate }),
  });
  const whole = { Status: "ISSUED", DomainName: "a.example", KeyAlgorithm: "RSA-2048", CreatedAt: 1 };
  const cases: [rule: string, ask: Ask, answer: Answer, message: RegExp][] = [
    ["without the certificate", describeCertificate, describeWith(undefined), /no Certificate/],
    ["without its status", describeCertificate, describeWith({ ...whole, Status: undefined }), /Certificate\.Status/],
    [
      "with a status that nobody knows",
      describeCertificate,
      describeWith({ ...whole, Status: "RESTING" }),
      /"RESTING"/,
    ],
    [
      "without its age",
      describeCertificate,
      describeWith({ ...whole, CreatedAt: undefined }),
      /Certificate\.CreatedAt/,
    ],
    ["that is no JSON", describeCertificate, { status: 200, body: "<html>" }, /not AWS's/],
    ["that is no XML", getDistribution, { status: 200, body: "{}" }, /not AWS's/],
    ["that is empty", getDistribution, { status: 200, body: "" }, /no Distribution in XML/],
    [
      "without the configuration",
      getDistribution,
      { status: 200, body: "<Distribution><Id>E1</Id></Distribution>" },
      /no Distribution\.DistributionConfig/,
    ],
    [
      "of a write, without what it made",
      updateDistribution,
      { status: 200, body: "<Distribution/>" },
      /no Distribution\.DistributionConfig/,
    ],
  ];
  for (const [rule, ask, answer, message] of cases) {
    it(`is unreadable: ${rule}`, async () => {
      const reply = (await ask(awsThat(answer))) as {
        kind: string;
        trouble?: { reason: string; passing: boolean; message: string };
      };
      assert.equal(reply.kind, "failed");
      assert.equal(reply.trouble?.reason, "UNREADABLE");
      assert.equal(reply.trouble?.passing, false);
      assert.match(reply.trouble?.message ?? "", message);
    });
  }
});
