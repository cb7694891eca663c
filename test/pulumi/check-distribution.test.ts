import assert from "node:assert/strict";
import type { Bag } from "../../provider/pulumi/reading";
import { checked, created, ends, reasons, report, stage, UNKNOWN } from "./fixtures";

const BUCKET = { bucketRegionalDomainName: "files.s3.eu-central-1.amazonaws.com" };
const site = (overrides: Bag = {}): Bag => ({
  distribution: { create: { serviceType: "static", origin: BUCKET, ...overrides } },
});
const server = (origin: unknown, overrides: Bag = {}): Bag => ({
  distribution: { create: { serviceType: "web", origin, ...overrides } },
});

type Table = [what: string, given: Bag, expected: RegExp][];

function refuses(table: Table): void {
  for (const [what, given, expected] of table) {
    it(what, async () => {
      const [first, ...others] = await reasons(given);
      assert.match(first ?? "none", expected);
      assert.deepEqual(others, []);
    });
  }
}

describe("a distribution to create is refused with property, value, rule and way out", () => {
  const bucket = /^distribution\.create\.origin\.bucketRegionalDomainName: got /;
  refuses([
    ["with an id beside it", { distribution: { id: "E1", create: {} } }, /^distribution: got .*not two of them/],
    [
      "without a type of service",
      site({ serviceType: undefined }),
      /serviceType: got nothing: must be "static", "spa", /,
    ],
    [
      "with an unknown type of service",
      site({ serviceType: "ssr" }),
      /^distribution\.create\.serviceType: got "ssr": must be "static", "spa", "web" or "api"$/,
    ],
    [
      "with a misspelt argument",
      site({ setings: {} }),
      /^distribution\.create\.setings: got \{\}: there is no such property/,
    ],
    [
      "of a server with a root object",
      server("a.example.net", { defaultRootObject: "x" }),
      /defaultRootObject: .*no such/,
    ],
    ["without an origin", site({ origin: undefined }), /^distribution\.create\.origin: got nothing: must be a bucket/],
    ["from a bucket's name", site({ origin: "files" }), /^distribution\.create\.origin: got "files": must be a bucket/],
    [
      "from a bucket's ARN",
      site({ origin: "arn:aws:s3:::files" }),
      /origin: got "arn:aws:s3:::files": must be a bucket/,
    ],
    [
      "from a resource of another kind",
      site({ origin: { urn: "urn:x" } }),
      /origin: got \{"urn":"urn:x"\}: must be a bucket/,
    ],
    ["from a host", site({ origin: "a.example.net" }), /origin: got "a.example.net": .*serviceType "web" or "api"$/],
    ["from a load balancer", site({ origin: { dnsName: "x" } }), /origin: got .*serviceType "web" or "api"$/],
    ["without the bucket's regional domain name", site({ origin: { bucketRegionalDomainName: "" } }), bucket],
    [
      "from a bucket's global domain name",
      site({ origin: { bucketRegionalDomainName: "files.s3.amazonaws.com" } }),
      /got "files.s3.amazonaws.com": must be the regional .*the global one/,
    ],
    [
      "from a bucket's website",
      site({ origin: { bucketRegionalDomainName: "files.s3-website-eu-west-1.amazonaws.com" } }),
      /got "files.s3-website.*the bucket's website/,
    ],
    ["with a root object that begins with a slash", site({ defaultRootObject: "/a.html" }), /write "a.html"$/],
    [
      "with a root object that is a URL",
      site({ defaultRootObject: "a?b" }),
      /defaultRootObject: got "a\?b": must be at most/,
    ],
    ["of a server from a bucket", server(BUCKET), /origin: got .*must be a server .*serviceType "static" or "spa"$/],
    ["from a scheme", server("https://A.example.net/x"), /without a scheme; write "a.example.net"$/],
    ["from a path", server("a.example.net/x"), /without a path: .*OriginPath; write "a.example.net"$/],
    ["from a port", server("a.example.net:8443"), /without a port: .*HTTPSPort; write "a.example.net"$/],
    ["from an IPv4 address", server("192.0.2.1"), /got "192.0.2.1": must be a host name: CloudFront takes no IP/],
    ["from an IPv6 address", server("[2001:db8::1]"), /must be a host name: CloudFront takes no IP/],
    ["from a name with an underscore", server("my_app.example.net"), /got "my_app.example.net": .*underscore/],
    ["from a single label", server("localhost"), /got "localhost": must be a full host name/],
    ["from a wildcard", server("*.example.net"), /got "\*.example.net": .*an origin has no wildcard/],
    ["from characters that no host has", server("a b.example.net"), /got "a b.example.net": must be a host name/],
    ["from a load balancer without a name", server({ dnsName: 7 }), /origin\.dnsName: got 7: must be a host name/],
    ["from its own domain", server("www.Example.com"), /origin: got "www.Example.com": is a domain of this group/],
  ]);
});

describe("settings of a created distribution are refused", () => {
  const settings = (value: unknown): Bag => site({ settings: value });
  refuses([
    [
      "as anything but an object",
      settings("PriceClass_100"),
      /^distribution\.create\.settings: got .*must be an object/,
    ],
    [
      "in the names of the AWS provider",
      settings({ priceClass: "PriceClass_100" }),
      /settings\.priceClass: got "PriceClass_100": .*did you mean "PriceClass"\?$/,
    ],
    [
      "misspelt within, where the SDK would drop it without a word",
      settings({ DefaultCacheBehavior: { compress: true } }),
      /settings\.DefaultCacheBehavior\.compress: CloudFront's API has no such member$/,
    ],
    ["in names of nobody", settings({ TTL: 5 }), /settings\.TTL: got 5: .*it has DefaultRootObject, /],
    [
      "with aliases",
      settings({ Aliases: { Items: [] } }),
      /settings\.Aliases: .*primaryDomain and alternativeDomains$/,
    ],
    ["with aliases in small letters", settings({ aliases: [] }), /did you mean "Aliases"\?$/],
    [
      "with a certificate",
      settings({ ViewerCertificate: {} }),
      /settings\.ViewerCertificate: .*minimumProtocolVersion$/,
    ],
    ["with a caller reference", settings({ CallerReference: "x" }), /CallerReference: got "x": is the group's/],
    ["with a comment", settings({ Comment: "x" }), /Comment: got "x": is the group's: by it a run finds/],
    ["for a staging distribution", settings({ Staging: true }), /Staging: got true: .*takes no domains of its own$/],
    ["for tenants", settings({ ConnectionMode: "tenant-only" }), /ConnectionMode: .*takes no domains of its own$/],
    ["of tenants", settings({ TenantConfig: {} }), /TenantConfig: .*takes no domains of its own$/],
    [
      "with a deployment policy",
      settings({ ContinuousDeploymentPolicyId: "x" }),
      /ContinuousDeploymentPolicyId: got "x"/,
    ],
    [
      "with an asset in them",
      settings({ Logging: { Bucket: { "4dabf18193072939515e22adb298388d": "asset" } } }),
      /settings\.Logging\.Bucket: got .*must be plain JSON/,
    ],
    [
      "with a function in them",
      settings({ Origins: { Items: [() => 1] } }),
      /Origins\.Items\[0\]: .*must be plain JSON/,
    ],
  ]);
});

describe("a certificate of the program's own is refused", () => {
  const arn = (region: string) => `arn:aws:acm:${region}:111111111111:certificate/c0ffee00`;
  refuses([
    [
      "as a string",
      { certificate: arn("us-east-1") },
      /^certificate: got "arn.*must be an ACM certificate, or \{ arn \}/,
    ],
    [
      "without an ARN",
      { certificate: {} },
      /^certificate\.arn: got nothing: must be the ARN of an ACM certificate in us-east-1/,
    ],
    [
      "of IAM",
      { certificate: { arn: "arn:aws:iam::111111111111:server-certificate/x" } },
      /^certificate\.arn: got .*of an ACM/,
    ],
    [
      "in another region",
      { certificate: { arn: arn("eu-central-1") } },
      /^certificate\.arn: got .*is in eu-central-1, and CloudFront takes certificates of us-east-1 only: request or import it there/,
    ],
    [
      "with a kind of key",
      { certificate: { arn: arn("us-east-1") }, keyAlgorithm: "RSA_2048" },
      /^keyAlgorithm: got "RSA_2048": is of no use with a certificate of your own/,
    ],
  ]);
});

describe("without a distribution", () => {
  refuses([
    [
      "nothing can be attached",
      { distribution: undefined, waitFor: "attached" },
      /^waitFor: got "attached": .*your program attaches after the group; the furthest is "issued"$/,
    ],
    [
      "it can't wait for traffic either, whoever publishes",
      { distribution: undefined, waitFor: "serving", dns: { publish: ["VALIDATION:example.com"] } },
      /^waitFor: got "serving": .*your program attaches after the group; the furthest is "issued"$/,
    ],
    [
      "nothing is handed out before it is issued",
      { distribution: undefined, waitFor: "records" },
      /^waitFor: got "records": .*`aliases: \[\]`.*wait for "issued", with a short timeout$/,
    ],
  ]);
  for (const waitFor of [undefined, "auto", "issued", UNKNOWN]) {
    it(`it may wait for ${waitFor}`, async () => {
      assert.deepEqual(await reasons({ distribution: undefined, waitFor }), []);
    });
  }
});

describe("publishing by the program is refused", () => {
  refuses([
    ["by no function", { dns: { publish: "cloudflare" } }, /^dns\.publish: got "cloudflare": must be a function/],
    [
      "beside Route 53",
      { dns: { publish: [], route53: {} } },
      /^dns: got \{"route53":\{\}\}: must be \{ route53 \} or \{ publish \}, not both/,
    ],
  ]);
});

describe("a wish for all that an `up` may do", () => {
  /** What the loop is given. */
  async function desired(given: Bag) {
    const done = report(["ATTACHED"], { aliases: ["example.com"] });
    const { hooks, runs } = stage({ reconcile: ends("settled", done) });
    await hooks.create(await checked(given));
    return runs[0]?.desired;
  }

  it("has a bucket, with index.html for /", async () => {
    assert.deepEqual((await desired(site({ serviceType: "spa" })))?.distribution, {
      kind: "created",
      service: { type: "spa", bucket: BUCKET.bucketRegionalDomainName, defaultRootObject: "index.html", settings: {} },
      domainName: null,
    });
  });

  it("has a server by its name in DNS, and settings as they were written", async () => {
    const settings = { PriceClass: "PriceClass_100", Logging: null, Origins: { Items: [{ Id: "b", OriginPath: "" }] } };
    const { distribution } = (await desired(server({ dnsName: "LB.elb.amazonaws.com." }, { settings }))) ?? {};
    assert.deepEqual(distribution, {
      kind: "created",
      service: { type: "web", host: "lb.elb.amazonaws.com", settings },
      domainName: null,
    });
  });

  it("has no distribution, a certificate of its own, and the keys of what the program publishes", async () => {
    const arn = "arn:aws:acm:us-east-1:111111111111:certificate/c0ffee00";
    const keys = ["ROUTING:example.com"];
    const wish = await desired({ distribution: undefined, certificate: { arn }, dns: { publish: keys } });
    assert.deepEqual(
      [wish?.distribution, wish?.certificate, wish?.dns],
      [{ kind: "program" }, arn, { kind: "publish", keys }],
    );
  });
});

describe("what an existing group may change", () => {
  const OWN = (end: string) => ({ arn: `arn:aws:acm:us-east-1:111111111111:certificate/${end}` });
  const table: [what: string, before: Bag, after: Bag, refused: RegExp | undefined][] = [
    ["what a created distribution serves", site(), server("a.example.net"), undefined],
    ["settings", site(), site({ settings: { PriceClass: "PriceClass_100" } }), undefined],
    ["an existing distribution to another", {}, { distribution: { id: "EOTHER" } }, undefined],
    ["an existing distribution to a created one", {}, site(), undefined],
    ["a created distribution to an existing one", site(), {}, undefined],
    [
      "a created one to that of the program",
      site(),
      { distribution: undefined },
      /^distribution: got "none", before "one for the group"/,
    ],
    [
      "an existing one to that of the program",
      {},
      { distribution: undefined },
      /^distribution: got "none", before "one for the group"/,
    ],
    ["the certificate of its own", { certificate: OWN("a") }, { certificate: OWN("b") }, undefined],
    [
      "to a certificate of its own",
      {},
      { certificate: OWN("a") },
      /^certificate: got "one of your own", before "the group's"/,
    ],
    ["which records are published", { dns: { publish: [] } }, { dns: { publish: ["ROUTING:example.com"] } }, undefined],
    ["who publishes", {}, { dns: { publish: [] } }, /^dns: got "publish", before "external"/],
  ];
  for (const [what, before, after, refused] of table) {
    it(`${what}: ${refused === undefined ? "applied in place" : "refused for now"}`, async () => {
      const olds = await checked(before);
      const found = await reasons(after, olds);
      if (refused === undefined) assert.deepEqual(found, []);
      else assert.match(found.join(), refused);
    });
  }

  it("a change of what is served is an update", async () => {
    const olds = await created(ends("settled", report()), site());
    const { hooks } = stage();
    assert.deepEqual(await hooks.diff("brand", olds, await checked(site())), { changes: false });
    assert.deepEqual(await hooks.diff("brand", olds, await checked(site({ defaultRootObject: "a.html" }))), {
      changes: true,
    });
  });
});
