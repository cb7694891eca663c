/**
 * The arguments of a `DomainGroup`. TypeScript 3.8 syntax: Pulumi parses types with its own 3.8.3 where a project has no TypeScript. No type of
 * the AWS SDK or of @pulumi/aws appears here: their resources fit structurally.
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Milestone } from "../core/outputs";

/** A distribution that exists: an `aws.cloudfront.Distribution` as it is, or its id. */
export interface ExistingDistribution {
  id: pulumi.Input<string>;
  /** Given (as a resource gives it), routing records are complete before the distribution is looked at. */
  domainName?: pulumi.Input<string | undefined>;
  /** Given (as a resource gives it), a write by somebody else is noticed, and repaired in the same `up`. */
  etag?: pulumi.Input<string | undefined>;
}

/** How this package publishes records in Route 53. */
export interface Route53Args {
  /** Only these zones. Default: the public zone of the account with the longest matching suffix, if it is delegated to. */
  zoneIds?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** A domain without a zone: an error (default), or somebody else publishes its records (`publishedBy: "you"`). */
  onMissingZone?: pulumi.Input<"fail" | "external" | undefined>;
  /**
   * Routing records. `"create"` (default): written where nothing or our own value stands; what leads elsewhere today is reported, not replaced.
   * `"takeOver"`: replaced, the old values kept in state. `"none"`: never written. Record sets with a routing policy are never touched.
   * Validation records are always safe to write.
   */
  routing?: pulumi.Input<"create" | "takeOver" | "none" | undefined>;
  /**
   * On delete. `"auto"` (default): a validation record goes when this group created it and no other certificate of the account lists the name;
   * what stays is printed. Other certificates of the account, in any region, use the same record.
   */
  removeValidationRecords?: pulumi.Input<"auto" | boolean | undefined>;
}

/** A role to assume (STS AssumeRole). */
export interface AssumeRole {
  roleArn: pulumi.Input<string>;
  externalId?: pulumi.Input<string | undefined>;
  sessionName?: pulumi.Input<string | undefined>;
}

/** Where credentials for AWS come from. */
export interface AwsArgs {
  /** A profile of the AWS configuration files. */
  profile?: pulumi.Input<string | undefined>;
  /** Assumed with the credentials of `profile`, or of the SDK's chain. */
  assumeRole?: AssumeRole | undefined;
}

export interface DomainGroupArgs {
  /** The first name of the certificate. Unicode or A-labels, any case. */
  primaryDomain: pulumi.Input<string>;
  /** More names; order has no meaning. At most 100 names in all (ACM's highest quota; a new account has 10). */
  alternativeDomains?: pulumi.Input<pulumi.Input<string>[] | undefined>;

  /**
   * Where the domains are served: `cdn` or `{ id }`. The group attaches and keeps certificate and aliases on it.
   *
   * A distribution has one certificate, so it belongs to one group; a second group with the same one is an error in the preview.
   */
  distribution: ExistingDistribution;

  /**
   * Who publishes DNS records.
   *
   * - `"external"` (default): somebody else; they are in {@link DomainGroup.dnsRecords}. Nothing is ever written.
   * - `"route53"` or `{ route53: { ... } }`: this package, in the account's public zones.
   */
  dns?: "external" | "route53" | { route53: Route53Args } | undefined;

  /**
   * How far one `pulumi up` *waits*; it never limits what is done: every `up` goes on from where things are and takes every step that needs no
   * waiting. Default `"auto"`: wait for machines, never for people. That is `"attached"`, except that an `up` returns at once, successfully and
   * with a warning, while only a record that a person publishes is missing. `"serving"` is refused for now: nobody asks the edges yet.
   */
  waitFor?: pulumi.Input<Milestone | "auto" | undefined>;
  /** The longest wait of one `up`: `"90s"`, `"60m"` (default), `"2h"`; at most `"168h"`. `customTimeouts` in the resource options wins. */
  timeout?: pulumi.Input<string | undefined>;
  /**
   * When `waitFor` is not reached in time, or something that a person must clear stands in the way (a conflict, a quota).
   * `"fail"` (default): the `up` fails and says why, all progress is kept, the next one goes on; stack outputs keep their old values.
   * `"report"`: the `up` succeeds; status and guidance are in the outputs. For stacks with many customers' groups. Bad arguments, missing
   * permissions and wrong or expired credentials always fail.
   */
  ifNotReached?: pulumi.Input<"fail" | "report" | undefined>;

  /** Default `"RSA_2048"`. */
  keyAlgorithm?: pulumi.Input<"RSA_2048" | "EC_prime256v1" | undefined>;
  /**
   * CloudFront's security policy (MinimumProtocolVersion of its API). Default: what the distribution has with a custom certificate now (its
   * SSLSupportMethod is kept too); `"TLSv1.2_2021"` where it had the default one.
   */
  minimumProtocolVersion?: pulumi.Input<string | undefined>;

  /** Credentials. Default: `aws:profile` and `aws:assumeRoles` of the stack, then the SDK's chain. An `aws.Provider` can't be used. */
  aws?: AwsArgs | undefined;
  /** Port of our own looks at authoritative DNS servers. Default 53. */
  ports?: { dns?: pulumi.Input<number | undefined> } | undefined;
  /** DNS servers for our own look-ups: `"1.1.1.1"`, `"127.0.0.1:5353"`, `"[2606:4700::1111]:53"`. Default: the system's. */
  resolvers?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * Tags for certificates, beside `aws:defaultTags` of the stack and the group's own. Many organisations refuse requests without. At most 40,
   * those of the stack counted.
   */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
  /** The group's identity in AWS tags. Default: made of organization, project, stack and name once, then kept in state. */
  groupId?: pulumi.Input<string | undefined>;
}
