import assert from "node:assert/strict";
import type { Bag } from "../../provider/pulumi/reading";
import { internal, reasons, UNKNOWN } from "./fixtures";

const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}.example.com`);
const longName = `${"a".repeat(60)}.example.com`;

describe("bad arguments are refused with argument, value and rule", () => {
  const table: [string, Bag, RegExp][] = [
    ["no domain", { primaryDomain: undefined }, /^primaryDomain: got nothing: /],
    ["an empty domain", { primaryDomain: "" }, /^primaryDomain: got "": /],
    ["a domain that is no string", { primaryDomain: 7 }, /^primaryDomain: got 7: /],
    ["a URL", { primaryDomain: "https://example.com/" }, /^primaryDomain: got "https:\/\/example.com\/": .*scheme/],
    ["a path", { primaryDomain: "example.com/shop" }, /^primaryDomain: got "example.com\/shop": /],
    ["a port", { primaryDomain: "example.com:443" }, /^primaryDomain: got "example.com:443": /],
    ["an IP address", { primaryDomain: "192.0.2.1" }, /^primaryDomain: got "192.0.2.1": /],
    ["a long label", { primaryDomain: `${"a".repeat(64)}.com` }, /^primaryDomain: got "a{64}.com": /],
    ["a long name", { primaryDomain: `${"a.".repeat(126)}com` }, /^primaryDomain: got "[a.]+…: /],
    ["bad punycode", { primaryDomain: "xn--zz99999.com" }, /^primaryDomain: got "xn--zz99999.com": /],
    [
      "a wildcard inside",
      { alternativeDomains: ["a.*.example.com"] },
      /^alternativeDomains\[0\]: got "a.\*.example.com": /,
    ],
    [
      "a wildcard of a public suffix",
      { alternativeDomains: ["*.co.uk"] },
      /^alternativeDomains\[0\]: got "\*.co.uk": /,
    ],
    ["a name of CloudFront's", { primaryDomain: "d1.cloudfront.net" }, /^primaryDomain: got "d1.cloudfront.net": /],
    ["a name of AWS's", { primaryDomain: "x.s3.amazonaws.com" }, /^primaryDomain: got "x.s3.amazonaws.com": /],
    ["101 names", { alternativeDomains: names(100) }, /^alternativeDomains: got 101: .*100/],
    [
      "only names that are too long for a certificate's first",
      { primaryDomain: longName, alternativeDomains: [] },
      /^primaryDomain: .*64/,
    ],
    [
      "names that are no list",
      { alternativeDomains: "www.example.com" },
      /^alternativeDomains: got "www.example.com": must be a list/,
    ],
    [
      "a distribution without id",
      { distribution: {} },
      /^distribution.id: got nothing: must be the id of a CloudFront distribution/,
    ],
    [
      "a domain name as distribution",
      { distribution: { id: "d1.cloudfront.net" } },
      /^distribution.id: got "d1.cloudfront.net": .*domainName/,
    ],
    [
      "an ARN as distribution",
      { distribution: { id: "arn:aws:cloudfront::1:distribution/E1" } },
      /^distribution.id: got "arn:.*ARN/,
    ],
    [
      "an unknown way of publishing",
      { dns: "cloudflare" },
      /^dns: got "cloudflare": must be "external", "route53", \{ route53: \{ ... \} \} or \{ publish/,
    ],
    [
      "a misspelt Route 53 argument",
      { dns: { route53: { zones: ["Z1"] } } },
      /^dns.route53.zones: got \["Z1"\]: there is no such property/,
    ],
    [
      "a zone by name",
      { dns: { route53: { zoneIds: ["example.com"] } } },
      /^dns.route53.zoneIds\[0\]: got "example.com": /,
    ],
    [
      "an unknown routing",
      { dns: { route53: { routing: "force" } } },
      /^dns.route53.routing: got "force": must be "create", "takeOver" or "none"/,
    ],
    [
      "an unknown milestone",
      { waitFor: "done" },
      /^waitFor: got "done": must be "auto", "records", "issued", "attached" or "serving"/,
    ],
    [
      "a milestone that comes after the program's own records",
      { waitFor: "serving", dns: { publish: ["VALIDATION:example.com"] } },
      /^waitFor: got "serving": is not possible with `dns: \{ publish \}`: .*the furthest is "attached"/,
    ],
    ["a timeout without unit", { timeout: "60" }, /^timeout: got "60": must be a duration such as/],
    ["a timeout that is no string", { timeout: 60 }, /^timeout: got 60: must be a duration/],
    ["a timeout without end", { timeout: "9000h" }, /^timeout: got "9000h": must be at most "168h"/],
    ["an unknown ifNotReached", { ifNotReached: "warn" }, /^ifNotReached: got "warn": must be "fail" or "report"/],
    [
      "a key that CloudFront refuses",
      { keyAlgorithm: "RSA_4096" },
      /^keyAlgorithm: got "RSA_4096": must be "RSA_2048" or "EC_prime256v1"/,
    ],
    [
      "an unknown security policy",
      { minimumProtocolVersion: "TLSv9" },
      /^minimumProtocolVersion: got "TLSv9": must be "TLSv1", /,
    ],
    ["a port out of range", { ports: { dns: 70_000 } }, /^ports.dns: got 70000: must be a port/],
    ["a port that is none", { ports: { https: "443" } }, /^ports.https: got "443": must be a port/],
    ["a resolver by name", { resolvers: ["dns.google"] }, /^resolvers\[0\]: got "dns.google": must be the IP address/],
    ["a resolver with a bad port", { resolvers: ["127.0.0.1:0"] }, /^resolvers\[0\]: got "127.0.0.1:0": /],
    [
      "a resolver over plain HTTP",
      { resolvers: ["http://dns.google/dns-query"] },
      /^resolvers\[0\]: got "http:\/\/dns.google\/dns-query": must be .* the https URL/,
    ],
    ["a resolver's URL without host", { resolvers: ["1.1.1.1", "https://"] }, /^resolvers\[1\]: got "https:\/\/": /],
    ["a tag of AWS's", { tags: { "aws:x": "y" } }, /^tags.aws:x: got "y": must have another key/],
    [
      "a tag of the group's",
      { tags: { "domain-group:id": "y" } },
      /^tags.domain-group:id: got "y": must have another key/,
    ],
    [
      "a tag with forbidden characters",
      { tags: { team: "a;b" } },
      /^tags.team: got "a;b": must be a string of at most 256/,
    ],
    ["a group id with forbidden characters", { groupId: "a b" }, /^groupId: got "a b": must be 1 to 256 letters/],
    ["an unknown argument", { certificat: { arn: "x" } }, /^certificat: got \{"arn":"x"\}: there is no such property/],
    [
      "a bad role",
      { __domainGroup: internal({ aws: { assumeRoles: [{ roleArn: "admin" }] } }) },
      /^aws.assumeRole.roleArn: got "admin": /,
    ],
  ];
  for (const [what, overrides, expected] of table) {
    it(what, async () => {
      const [first, ...others] = await reasons(overrides);
      assert.match(first ?? "none", expected);
      assert.deepEqual(others, []);
    });
  }

  it("all of them at once", async () => {
    const found = await reasons({ primaryDomain: "", timeout: "soon", waitFor: "done" });
    assert.deepEqual(
      found.map((reason) => reason.split(":")[0]),
      ["primaryDomain", "waitFor", "timeout"],
    );
  });

  it("but no external id of a role is shown", async () => {
    const roles = [{ roleArn: "arn:aws:iam::111111111111:role/deploy", externalId: "s e c r e t" }];
    const [reason] = await reasons({ __domainGroup: internal({ aws: { assumeRoles: roles } }) });
    assert.match(reason ?? "", /^aws.assumeRole.externalId: must be/);
  });

  it("but no password of a resolver is shown", async () => {
    const resolvers = ["https://me:s3cret@dns.example.com/dns-query"];
    assert.deepEqual(await reasons({ resolvers }), ["resolvers[0]: must be a URL without user name and password"]);
  });

  it("and of the ways to write a resolver, none", async () => {
    const resolvers = [
      "1.1.1.1",
      "127.0.0.1:5353",
      "[::1]:5353",
      "2606:4700:4700::1111",
      "https://dns.google/dns-query",
    ];
    assert.deepEqual(await reasons({ resolvers }), []);
  });

  it("too many tags, those of the stack counted", async () => {
    const many = (count: number, prefix: string) =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, "x"]));
    const group = internal({ defaultTags: many(30, "default") });
    assert.match((await reasons({ tags: many(30, "own"), __domainGroup: group }))[0] ?? "", /^tags: .*at most 35/);
    assert.deepEqual(await reasons({ tags: many(5, "own"), __domainGroup: group }), []);
  });
});

describe("values that only the update knows are no errors", () => {
  const table: [string, Bag][] = [
    ["a name", { primaryDomain: UNKNOWN }],
    ["one of the names", { alternativeDomains: ["www.example.com", UNKNOWN] }],
    ["all names", { alternativeDomains: UNKNOWN }],
    ["the distribution", { distribution: { id: UNKNOWN, domainName: UNKNOWN, etag: UNKNOWN } }],
    [
      "everything that only steers",
      { waitFor: UNKNOWN, timeout: UNKNOWN, ifNotReached: UNKNOWN, resolvers: UNKNOWN, tags: { team: UNKNOWN } },
    ],
    ["zones", { dns: { route53: { zoneIds: [UNKNOWN] } } }],
    ["the kind of key", { keyAlgorithm: UNKNOWN, minimumProtocolVersion: UNKNOWN, groupId: UNKNOWN }],
  ];
  for (const [what, overrides] of table) {
    it(what, async () => assert.deepEqual(await reasons(overrides), []));
  }

  it("and what is known beside them is judged", async () => {
    const found = await reasons({
      primaryDomain: UNKNOWN,
      alternativeDomains: [UNKNOWN, "-"],
      distribution: { id: UNKNOWN },
    });
    assert.match(found.join(), /^alternativeDomains\[1\]: got "-"/);
  });
});
