/**
 * What the types of the arguments take, and what they refuse: the compiler is the test (`tsc -p .`), and an expected error that is none is one. Nothing
 * of this runs.
 */
import * as aws from "@pulumi/aws";
import * as cloudflare from "@pulumi/cloudflare";
import * as pulumi from "@pulumi/pulumi";
import {
  cloudflareRecord,
  type DomainGroup,
  type DomainGroupArgs,
  type Milestone,
  route53Records,
} from "../../provider/index";

declare const cdn: aws.cloudfront.Distribution;
declare const laterCdn: pulumi.Output<aws.cloudfront.Distribution>;
declare const bucket: aws.s3.Bucket;
declare const loadBalancer: aws.lb.LoadBalancer;
declare const certificate: aws.acm.Certificate;
declare const config: pulumi.Config;

const primaryDomain = "example.com";

export const fits: DomainGroupArgs[] = [
  { primaryDomain },
  { primaryDomain, distribution: undefined, dns: undefined, certificate: undefined },
  { primaryDomain, distribution: cdn },
  { primaryDomain, distribution: laterCdn },
  { primaryDomain, distribution: { id: cdn.id } },
  { primaryDomain, distribution: { create: { serviceType: "static", origin: bucket } } },
  { primaryDomain, distribution: { create: { serviceType: "spa", origin: bucket, defaultRootObject: "app.html" } } },
  { primaryDomain, distribution: { create: { serviceType: "web", origin: loadBalancer } } },
  {
    primaryDomain,
    distribution: {
      create: { serviceType: "api", origin: pulumi.output("api.example.net"), settings: { WebACLId: cdn.arn } },
    },
  },
  { primaryDomain, certificate },
  { primaryDomain, dns: { route53: { assumeRole: { roleArn: "arn:aws:iam::123456789012:role/dns" } } } },
  {
    primaryDomain,
    dns: {
      publish: (record, opts) =>
        new cloudflare.DnsRecord(record.resourceName, { zoneId: "zone", ...cloudflareRecord(record) }, opts),
    },
  },
  {
    primaryDomain,
    dns: {
      publish: (record, opts) =>
        route53Records(record).map(
          ({ suffix, args }) => new aws.route53.Record(record.resourceName + suffix, { zoneId: "Z1", ...args }, opts),
        ),
    },
  },
  {
    primaryDomain,
    dns: {
      publish: (record, opts) => {
        if (record.purpose === "ROUTING") return;
        return new pulumi.ComponentResource("app:Record", record.resourceName, {}, opts);
      },
    },
  },
  { primaryDomain, waitFor: config.get<Milestone>("waitFor"), ports: { https: config.getNumber("https") } },
];

export const refused: DomainGroupArgs[] = [
  // @ts-expect-error: two forms at once.
  { primaryDomain, distribution: { id: "E1", create: { serviceType: "static", origin: bucket } } },
  // @ts-expect-error: two forms at once.
  { primaryDomain, dns: { route53: {}, publish: () => undefined } },
  // @ts-expect-error: a server is no bucket.
  { primaryDomain, distribution: { create: { serviceType: "static", origin: "origin.example.net" } } },
  // @ts-expect-error: a bucket is no server.
  { primaryDomain, distribution: { create: { serviceType: "web", origin: bucket } } },
  // @ts-expect-error: a server has no root object.
  { primaryDomain, distribution: { create: { serviceType: "web", origin: "a.example.net", defaultRootObject: "x" } } },
  // @ts-expect-error: no such service.
  { primaryDomain, distribution: { create: { serviceType: "ssr", origin: "a.example.net" } } },
  // @ts-expect-error: nothing to serve.
  { primaryDomain, distribution: { create: {} } },
  // @ts-expect-error: the ARN alone is no certificate.
  { primaryDomain, certificate: certificate.arn },
  // @ts-expect-error: an empty object is no word.
  { primaryDomain, dns: {} },
  // @ts-expect-error: an async function gives no resource.
  { primaryDomain, dns: { publish: async () => undefined } },
];

declare const group: DomainGroup;

/** The program attaches: the outputs fit as they are. */
export const attached: Pick<aws.cloudfront.DistributionArgs, "aliases" | "viewerCertificate"> = {
  aliases: group.aliases,
  viewerCertificate: group.viewerCertificate,
};
