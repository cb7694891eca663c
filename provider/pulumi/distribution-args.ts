/** Where the domains are served. TypeScript 3.8 syntax, as in args.ts; @pulumi/aws fits structurally. */
import type * as pulumi from "@pulumi/pulumi";

/** A distribution that exists: an `aws.cloudfront.Distribution` as it is, or its id. */
export interface ExistingDistribution {
  id: pulumi.Input<string>;
  /** Given (as a resource gives it), routing records are complete before the distribution is looked at. */
  domainName?: pulumi.Input<string | undefined>;
  /** Given (as a resource gives it), a write by somebody else is noticed, and repaired in the same `up`. */
  etag?: pulumi.Input<string | undefined>;
  create?: undefined;
}

/** A distribution that the group creates, owns and deletes. One group, one distribution. */
export interface NewDistribution {
  create: StaticService | WebService;
  id?: undefined;
}

/** Files in a bucket, which CloudFront reads by origin access control: the bucket stays closed to everybody else. */
export interface StaticService {
  /** `spa`: unknown paths are answered with the default root object and status 200. */
  serviceType: "static" | "spa";
  /** An `aws.s3.Bucket` as it is. Let the distribution in with a bucket policy on `distributionArn`: until then it answers 403. */
  origin: { bucketRegionalDomainName: pulumi.Input<string> };
  /** What `/` stands for, without a leading slash. Default `"index.html"`. */
  defaultRootObject?: pulumi.Input<string | undefined>;
  /**
   * A fragment of CloudFront's DistributionConfig, in the names of its API, laid over ours: objects merge, lists and values replace, `null` takes away.
   * `Aliases` and `ViewerCertificate` are the group's.
   */
  settings?: pulumi.Inputs | undefined;
}

/** A server, asked over HTTPS, with every method and the viewer's headers. Nothing is cached unless `settings` say so. */
export interface WebService {
  /** `web`: compressed; `api`: answers pass untouched. */
  serviceType: "web" | "api";
  /** A host name, or an `aws.lb.LoadBalancer` as it is. */
  origin: pulumi.Input<string> | { dnsName: pulumi.Input<string> };
  /**
   * A fragment of CloudFront's DistributionConfig, in the names of its API, laid over ours: objects merge, lists and values replace, `null` takes away.
   * `Aliases` and `ViewerCertificate` are the group's.
   */
  settings?: pulumi.Inputs | undefined;
}
