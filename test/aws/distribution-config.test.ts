import assert from "node:assert/strict";
import { DOMParser, type Element, XMLSerializer } from "@xmldom/xmldom";
import fc from "fast-check";
import { configOf, namespace, patchConfig } from "../../provider/aws/distribution-config";
import type { DistributionChange } from "../../provider/core/decision";

const arn = "arn:aws:acm:us-east-1:111111111111:certificate/new";
const change: DistributionChange = {
  aliases: ["example.com", "*.shop.example.com"],
  viewerCertificate: { source: "acm", id: arn, minimumProtocolVersion: "TLSv1.2_2021", sslSupportMethod: "sni-only" },
};

const config = (inner: string): string => `<DistributionConfig xmlns="${namespace}">${inner}</DistributionConfig>`;
const root = (xml: string): Element => {
  const element = new DOMParser().parseFromString(xml, "application/xml").documentElement;
  assert.ok(element);
  return element;
};
const children = (xml: string): Element[] =>
  [...root(xml).childNodes].filter((node): node is Element => node.nodeType === node.ELEMENT_NODE);
const namesOf = (xml: string): (string | null)[] => children(xml).map((child) => child.localName);
const textOf = (element: Element | undefined): string =>
  new XMLSerializer().serializeToString(element ?? root("<none/>"));
const child = (xml: string, name: string): string =>
  textOf(children(xml).find((element) => element.localName === name)).replace(` xmlns="${namespace}"`, "");

const aliases =
  "<Aliases><Quantity>2</Quantity><Items><CNAME>example.com</CNAME><CNAME>*.shop.example.com</CNAME></Items></Aliases>";
const custom = `<CloudFrontDefaultCertificate>false</CloudFrontDefaultCertificate><ACMCertificateArn>${arn}</ACMCertificateArn><SSLSupportMethod>sni-only</SSLSupportMethod><MinimumProtocolVersion>TLSv1.2_2021</MinimumProtocolVersion>`;
const before =
  "<CallerReference>c</CallerReference><Aliases><Quantity>0</Quantity></Aliases><Comment/><Enabled>true</Enabled>" +
  "<ViewerCertificate><CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate><MinimumProtocolVersion>TLSv1</MinimumProtocolVersion><CertificateSource>cloudfront</CertificateSource></ViewerCertificate><HttpVersion>http2</HttpVersion>";

describe("a configuration that is written back", () => {
  it("has the wanted aliases", () => assert.equal(child(patchConfig(config(before), change), "Aliases"), aliases));

  it("has no list of aliases where there are none: InconsistentQuantities otherwise", () => {
    const patched = patchConfig(config(before), { ...change, aliases: [] });
    assert.equal(child(patched, "Aliases"), "<Aliases><Quantity>0</Quantity></Aliases>");
  });

  it("has the wanted certificate, and nothing left of the deprecated elements", () => {
    const old = before.replace(
      "<CertificateSource>cloudfront<",
      "<Certificate>arn:old</Certificate><CertificateSource>acm<",
    );
    const patched = patchConfig(config(old), change);
    assert.equal(child(patched, "ViewerCertificate"), `<ViewerCertificate>${custom}</ViewerCertificate>`);
  });

  const enabledCases: [boolean | undefined, string][] = [
    [undefined, "true"],
    [true, "true"],
    [false, "false"],
  ];
  for (const [enabled, expected] of enabledCases) {
    it(`is ${expected === "true" ? "enabled" : "disabled"} where the change says ${enabled}`, () => {
      const patched = patchConfig(config(before), { ...change, ...(enabled !== undefined && { enabled }) });
      assert.equal(child(patched, "Enabled"), `<Enabled>${expected}</Enabled>`);
    });
  }

  it("has a certificate of IAM under its own name", () => {
    const iam = { source: "iam" as const, id: "ASCA1", minimumProtocolVersion: "TLSv1", sslSupportMethod: "vip" };
    const patched = patchConfig(config(before), { aliases: [], viewerCertificate: iam });
    assert.match(
      child(patched, "ViewerCertificate"),
      /<IAMCertificateId>ASCA1<\/IAMCertificateId><SSLSupportMethod>vip</,
    );
    assert.doesNotMatch(patched, /ACMCertificateArn/);
  });

  it("has the default certificate alone where that is wanted", () => {
    const standard = { source: "default" as const, id: null, minimumProtocolVersion: "TLSv1", sslSupportMethod: "vip" };
    const patched = patchConfig(patchConfig(config(before), change), { aliases: [], viewerCertificate: standard });
    assert.equal(
      child(patched, "ViewerCertificate"),
      "<ViewerCertificate><CloudFrontDefaultCertificate>true</CloudFrontDefaultCertificate></ViewerCertificate>",
    );
  });

  it("keeps what is new in the viewer certificate", () => {
    const newer = before.replace(
      "</ViewerCertificate>",
      "<PostQuantum><Mode>on</Mode></PostQuantum></ViewerCertificate>",
    );
    const patched = patchConfig(config(newer), change);
    assert.equal(
      child(patched, "ViewerCertificate"),
      `<ViewerCertificate>${custom}<PostQuantum><Mode>on</Mode></PostQuantum></ViewerCertificate>`,
    );
  });

  it("has elements that were missing at the API's place for them", () => {
    const patched = patchConfig(
      config("<CallerReference>c</CallerReference><Comment/><Enabled>true</Enabled><HttpVersion>http2</HttpVersion>"),
      change,
    );
    assert.deepEqual(namesOf(patched), [
      "CallerReference",
      "Aliases",
      "Comment",
      "Enabled",
      "ViewerCertificate",
      "HttpVersion",
    ]);
  });

  it("has them before an element of a newer API only where something known follows", () => {
    const patched = patchConfig(config("<CallerReference>c</CallerReference><Brandnew/>"), change);
    assert.deepEqual(namesOf(patched), ["CallerReference", "Brandnew", "Aliases", "ViewerCertificate"]);
  });

  it("is in CloudFront's namespace with all that was added, and names it once", () => {
    const patched = patchConfig(config(before), change);
    assert.ok(patched.startsWith(`<DistributionConfig xmlns="${namespace}">`));
    assert.equal(patched.split("xmlns").length, 2);
  });

  it("is not changed by a second time", () => {
    const once = patchConfig(config(before), change);
    assert.equal(patchConfig(once, change), once);
  });

  it("is refused when it is no configuration", () => {
    assert.throws(() => patchConfig("<Distribution/>", change), { name: "UnreadableAnswer" });
    assert.throws(() => patchConfig("<DistributionConfig>", change), { name: "UnreadableAnswer" });
  });

  it("has every other element as it was, known or not, with its order and all characters", () => {
    const text = fc.string({
      unit: fc.oneof(
        fc.constantFrom("&", "<", ">", '"', "'", "\n", "\r", "\t", " ", "é", "\u{1f512}"),
        fc.stringMatching(/^[a-z]$/),
      ),
    });
    const name = fc.constantFrom(
      "Comment",
      "Origins",
      "Logging",
      "PriceClass",
      "WebACLId",
      "Staging",
      "Brandnew",
      "ConnectionFunctionAssociation",
      "Z",
    );
    const escaped = (value: string): string =>
      value.replace(/[&<>\r]/g, (character) => `&#${character.charCodeAt(0)};`);
    const other = fc
      .tuple(name, text, text)
      .map(([tag, own, inner]) => `<${tag}>${escaped(own)}<Inner a="1">${escaped(inner)}</Inner></${tag}>`);
    fc.assert(
      fc.property(
        fc.array(other, { maxLength: 6 }),
        fc.array(other, { maxLength: 6 }),
        fc.boolean(),
        (first, second, present) => {
          const viewer = present ? "<ViewerCertificate><IAMCertificateId>x</IAMCertificateId></ViewerCertificate>" : "";
          const original = config([...first, viewer, ...second].join(""));
          const others = (xml: string): string[] =>
            children(xml)
              .filter(({ localName }) => localName !== "Aliases" && localName !== "ViewerCertificate")
              .map((element) => canonical(element));
          assert.deepEqual(others(patchConfig(original, change)), others(original));
        },
      ),
    );
  });
});

/** Name, attributes and content, as a reader of the XML sees them. */
function canonical(element: Element): string {
  const attributes = [...element.attributes]
    .filter(({ name }) => name !== "xmlns")
    .map(({ name, value }) => [name, value]);
  const content = [...element.childNodes].map((node) =>
    node.nodeType === node.ELEMENT_NODE ? canonical(node as Element) : node.nodeValue,
  );
  return JSON.stringify([element.namespaceURI, element.localName, attributes, content]);
}

describe("the configuration in an answer", () => {
  it("is taken out whole, with its namespace", () => {
    const answer = `<?xml version="1.0"?><Distribution xmlns="${namespace}"><Id>E1</Id><DistributionConfig><Comment>a &amp; b</Comment><New/></DistributionConfig></Distribution>`;
    assert.equal(configOf(answer), config("<Comment>a &amp; b</Comment><New/>"));
  });
});
