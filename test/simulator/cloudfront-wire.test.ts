import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { cloudFrontBench } from "./cloudfront/bench";
import type { WireResponse } from "./contracts";
import type { Simulator } from "./simulator";

const DISTRIBUTIONS = "/2020-05-31/distribution";

interface Sent {
  method: string;
  path: string;
  query?: { [name: string]: string };
  headers?: { [name: string]: string };
  body?: string;
}

function send(
  simulator: Simulator,
  { method, path, query = {}, headers = {}, body = "" }: Sent,
): Promise<WireResponse> {
  const scope = "AKIASIMULATOR0000001/20261001/us-east-1/cloudfront/aws4_request";
  const authorization = `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`;
  return simulator.call({ method, path, query, headers: { authorization, ...headers }, body }, "cloudfront");
}

/** As a client that is newer than every SDK would send it. */
function configXml(more: string): string {
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<DistributionConfig xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/">',
    "<CallerReference>wire</CallerReference><Comment>a &amp; b&#xA;c</Comment><Enabled>false</Enabled>",
    "<Origins><Quantity>1</Quantity><Items><Origin><Id>o</Id><DomainName>o.example.net</DomainName>",
    "<CustomOriginConfig><HTTPPort>80</HTTPPort><HTTPSPort>443</HTTPSPort><OriginProtocolPolicy>https-only</OriginProtocolPolicy></CustomOriginConfig>",
    "<FutureOriginMember>kept</FutureOriginMember></Origin></Items></Origins>",
    "<DefaultCacheBehavior><TargetOriginId>o</TargetOriginId><ViewerProtocolPolicy>https-only</ViewerProtocolPolicy>",
    "<CachePolicyId>4135ea2d-6df8-44a3-9df3-4b5a84be39ad</CachePolicyId></DefaultCacheBehavior>",
    more,
    "</DistributionConfig>",
  ].join("");
}

const FUTURE = '<FutureMember mode="new"><Quantity>2</Quantity><Items><A>1</A><A>2</A></Items></FutureMember>';

describe("CloudFront on the wire", () => {
  it("keeps elements and attributes that no SDK knows, and text as it was", async () => {
    const { simulator } = cloudFrontBench();
    const created = await send(simulator, { method: "POST", path: DISTRIBUTIONS, body: configXml(FUTURE) });
    assert.equal(created.status, 201);
    const id = /<Id>(E\w+)<\/Id>/.exec(created.body)?.[1] ?? "";
    const read = await send(simulator, { method: "GET", path: `${DISTRIBUTIONS}/${id}/config` });
    assert.ok(read.body.includes(FUTURE));
    assert.ok(read.body.includes("<FutureOriginMember>kept</FutureOriginMember>"));
    assert.ok(read.body.includes("<Comment>a &amp; b&#xA;c</Comment>"));
  });

  it("loses an element that an update leaves out", async () => {
    const { simulator } = cloudFrontBench();
    const created = await send(simulator, { method: "POST", path: DISTRIBUTIONS, body: configXml(FUTURE) });
    const path = `${DISTRIBUTIONS}/${/<Id>(E\w+)<\/Id>/.exec(created.body)?.[1]}/config`;
    const headers = { "if-match": created.headers["etag"] ?? "" };
    const [config = ""] = /<DistributionConfig>.*<\/DistributionConfig>/s.exec(created.body) ?? [];
    assert.ok(config.includes(FUTURE));
    const updated = await send(simulator, { method: "PUT", path, headers, body: config.replace(FUTURE, "") });
    assert.equal(updated.status, 200);
    assert.ok(!updated.body.includes("FutureMember"));
  });

  it("does not repeat the Items of an empty list", async () => {
    const { simulator } = cloudFrontBench();
    const body = configXml("<Aliases><Quantity>0</Quantity><Items/></Aliases>");
    const created = await send(simulator, { method: "POST", path: DISTRIBUTIONS, body });
    assert.ok(created.body.includes("<Aliases><Quantity>0</Quantity></Aliases>"));
  });

  it("writes errors in the form of the service", async () => {
    const { simulator } = cloudFrontBench();
    const answer = await send(simulator, { method: "GET", path: `${DISTRIBUTIONS}/E0000000000000` });
    assert.equal(answer.status, 404);
    const expected =
      '<?xml version="1.0"?>\n<ErrorResponse xmlns="http://cloudfront.amazonaws.com/doc/2020-05-31/"><Error><Type>Sender</Type>' +
      "<Code>NoSuchDistribution</Code><Message>The specified distribution does not exist.</Message></Error>" +
      `<RequestId>${answer.headers["x-amzn-requestid"]}</RequestId></ErrorResponse>`;
    assert.equal(answer.body, expected);
  });

  const refused: [string, string, string][] = [
    ["no body", "", "MissingBody"],
    ["text that is no XML", "<DistributionConfig>", "MalformedXML"],
    ["another element than the operation's", "<Tags/>", "MalformedXML"],
    [
      "a list without its Quantity",
      configXml("<Aliases><Items><CNAME>a.b</CNAME></Items></Aliases>"),
      "InvalidArgument",
    ],
    ["a required member left out", configXml("").replace("<Enabled>false</Enabled>", ""), "InvalidArgument"],
    ["a switch that is neither true nor false", configXml("<IsIPV6Enabled>yes</IsIPV6Enabled>"), "InvalidArgument"],
  ];
  for (const [what, body, code] of refused) {
    it(`refuses ${what} with ${code}`, async () => {
      const { simulator } = cloudFrontBench();
      const answer = await send(simulator, { method: "POST", path: DISTRIBUTIONS, body });
      assert.equal(answer.status, 400);
      assert.ok(answer.body.includes(`<Code>${code}</Code>`), answer.body);
    });
  }

  it("needs a configuration beside the tags", async () => {
    const { simulator } = cloudFrontBench();
    const body = "<DistributionConfigWithTags><Tags><Items/></Tags></DistributionConfigWithTags>";
    const answer = await send(simulator, { method: "POST", path: DISTRIBUTIONS, query: { WithTags: "" }, body });
    assert.ok(answer.body.includes("<Code>InvalidArgument</Code>"));
  });

  it("fails loudly for an operation that is not simulated", async () => {
    const { simulator } = cloudFrontBench();
    const answer = await send(simulator, { method: "POST", path: `${DISTRIBUTIONS}/E1/copy` });
    assert.equal(answer.status, 501);
  });
});
