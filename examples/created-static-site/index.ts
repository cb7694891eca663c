import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { DomainGroup } from "pulumi-domain-group";

const config = new pulumi.Config();
const domain = config.require("domain");

const bucket = new aws.s3.Bucket("site");
const nobodyElse = new aws.s3.BucketPublicAccessBlock("site", {
  bucket: bucket.id,
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
});
new aws.s3.BucketObject("index.html", {
  bucket: bucket.id,
  key: "index.html",
  content: "<!doctype html><title>Hello</title><h1>Hello</h1>",
  contentType: "text/html",
});

const brand = new DomainGroup("brand", {
  primaryDomain: domain,
  alternativeDomains: [`www.${domain}`],
  // "spa" instead: paths without a file answer with index.html.
  distribution: { create: { serviceType: "static", origin: bucket } },
  dns: "route53",
});

// CloudFront signs its requests for this one distribution; nobody else reads the bucket.
new aws.s3.BucketPolicy(
  "site",
  {
    bucket: bucket.id,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "cloudfront.amazonaws.com" },
          Action: "s3:GetObject",
          Resource: pulumi.interpolate`${bucket.arn}/*`,
          Condition: { StringEquals: { "AWS:SourceArn": brand.distributionArn } },
        },
      ],
    }),
  },
  // S3 refuses two changes of a bucket's access at the same time.
  { dependsOn: nobodyElse },
);

export const url = `https://${domain}/`;
export const status = brand.status;
export const dnsRecords = brand.dnsRecords;
