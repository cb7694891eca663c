/**
 * The arguments of a `DomainGroup`. TypeScript 3.8 syntax: Pulumi parses types with its own 3.8.3 where a project has no TypeScript. No type of
 * the AWS SDK or of @pulumi/aws appears here: their resources fit structurally.
 */
import type * as pulumi from "@pulumi/pulumi";
import type { Milestone } from "../core/outputs";
import type { AwsArgs } from "./aws-args";
import type { ExistingDistribution, NewDistribution } from "./distribution-args";
import type { PublishRecord, Route53Args } from "./dns-args";

export interface DomainGroupArgs {
  /** The group's main name; the first of its certificate, unless a wildcard of the group covers it. Unicode or A-labels, any case. */
  primaryDomain: pulumi.Input<string>;
  /**
   * More names; order has no meaning. At most 100 names in all (ACM's highest quota; a new account has 10). With `dns: { publish }` all names are plain
   * strings: they name resources.
   */
  alternativeDomains?: pulumi.Input<pulumi.Input<string>[] | undefined>;

  /**
   * Where the domains are served.
   *
   * - `cdn` or `{ id }`: the group attaches and keeps certificate and aliases on it. If your program also makes that distribution, give it
   *   {@link keepAttachedDomains}: `ignoreChanges` alone does not keep the next edit from taking the domains off.
   * - `{ create }`: the group makes it.
   * - left out: your program attaches. Hand `aliases` and `viewerCertificate` to your own distribution; it stays the only writer.
   *
   * A distribution has one certificate, so it belongs to one group; a second group with the same one is an error in the preview.
   */
  distribution?: ExistingDistribution | NewDistribution | undefined;

  /**
   * Who publishes DNS records.
   *
   * - `"external"` (default): somebody else; they are in {@link DomainGroup.dnsRecords}. Nothing is ever written.
   * - `"route53"` or `{ route53: { ... } }`: this package, in the account's public zones.
   * - `{ publish }`: your program, as resources of any provider, in this same `up` and in the right order.
   */
  dns?:
    | "external"
    | "route53"
    | { route53: Route53Args; publish?: undefined }
    | { publish: PublishRecord; route53?: undefined }
    | undefined;

  /**
   * How far one `pulumi up` *waits*; it never limits what is done: every `up` goes on from where things are and takes every step that needs no
   * waiting. Default `"auto"`: wait for machines, never for people. That is `"attached"`, except that an `up` returns at once, successfully and
   * with a warning, while only a record that a person publishes is missing. Without a distribution `"auto"` means `"issued"` and does wait for
   * people, and nothing else can be asked for: to return earlier would hand `aliases: []` to a distribution that may be live. `"serving"` waits until
   * DNS leads every domain here, people included, and an edge has answered a handshake for it with a valid certificate. It is not possible with
   * `publish`: routing records come after the group.
   */
  waitFor?: pulumi.Input<Milestone | "auto" | undefined>;
  /** The longest wait of one `up`: `"90s"`, `"60m"` (default), `"2h"`; at most `"168h"`. `customTimeouts` in the resource options wins. */
  timeout?: pulumi.Input<string | undefined>;
  /**
   * When `waitFor` is not reached in time, or something that a person must clear stands in the way (a conflict, a quota).
   * `"fail"` (default): the `up` fails and says why, all progress is kept, the next one goes on; stack outputs keep their old values.
   * `"report"`: the `up` succeeds; status and guidance are in the outputs. For stacks with many customers' groups. Not possible without a
   * distribution before the first certificate is issued (it would hand out `aliases: []`). Bad arguments, missing permissions and wrong or expired
   * credentials always fail.
   */
  ifNotReached?: pulumi.Input<"fail" | "report" | undefined>;

  /**
   * Another distribution holds a name. `"report"` (default), or take it over without a gap, but only from the distributions named here, by their ids. A
   * name held by another group of the same stack moves without it.
   */
  onConflict?: "report" | { moveFrom: pulumi.Input<pulumi.Input<string>[]> } | undefined;

  /** Your own certificate (us-east-1, same account, covers all names): attached, never changed or deleted. An `aws.acm.Certificate` fits. */
  certificate?: { arn: pulumi.Input<string> } | undefined;
  /** Of the group's certificate. Default `"RSA_2048"`. Not with a `certificate` of your own, which has its key. */
  keyAlgorithm?: pulumi.Input<"RSA_2048" | "EC_prime256v1" | undefined>;
  /**
   * CloudFront's security policy (MinimumProtocolVersion of its API). Default: what the distribution has with a custom certificate now (its
   * SSLSupportMethod is kept too); `"TLSv1.2_2021"` where it had the default one.
   */
  minimumProtocolVersion?: pulumi.Input<string | undefined>;

  /** Credentials. Default: `aws:profile` and `aws:assumeRoles` of the stack, then the SDK's chain. An `aws.Provider` can't be used. */
  aws?: AwsArgs | undefined;
  /** Ports of our own looks at authoritative DNS servers and at edges. Default 53 and 443. */
  ports?: { dns?: pulumi.Input<number | undefined>; https?: pulumi.Input<number | undefined> } | undefined;
  /**
   * DNS servers for our own look-ups: `"1.1.1.1"`, `"127.0.0.1:5353"`, `"[2606:4700::1111]:53"`; where the network blocks port 53,
   * `"https://dns.google/dns-query"` (DNS over HTTPS). Default: the system's.
   */
  resolvers?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * Tags for certificates and created distributions, beside `aws:defaultTags` of the stack and the group's own. Many organisations refuse requests without. At most 35,
   * those of the stack counted.
   */
  tags?: pulumi.Input<{ [key: string]: pulumi.Input<string> } | undefined>;
  /** Look at DNS and AWS (reading only) in previews. Default `true`. */
  preflight?: pulumi.Input<boolean | undefined>;
  /** The group's identity in AWS tags. Default: made of organization, project, stack and name once, then kept in state. */
  groupId?: pulumi.Input<string | undefined>;
}
