/** Who publishes the DNS records of a group. TypeScript 3.8 syntax, as in args.ts. */
import type * as pulumi from "@pulumi/pulumi";
import type { AssumeRole } from "./aws-args";

/** How this package publishes records in Route 53. */
export interface Route53Args {
  /** Only these zones. Default: the public zone of the account with the longest matching suffix, if it is delegated to. */
  zoneIds?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /** Zones of another AWS account: assumed with the credentials that everything else is done with. */
  assumeRole?: AssumeRole | undefined;
  /** A domain without a zone: an error (default), or somebody else publishes its records (`publishedBy: "you"`). */
  onMissingZone?: pulumi.Input<"fail" | "external" | undefined>;
  /**
   * Routing records. `"create"` (default): written where nothing or our own value stands; what leads elsewhere today is reported, not replaced.
   * `"takeOver"`: replaced, the old values kept in state. `"none"`: never written. Record sets with a routing policy are never touched.
   * Validation records are always safe to write.
   */
  routing?: pulumi.Input<"create" | "takeOver" | "none" | undefined>;
  /**
   * May extend an existing CAA set in these zones by the record that lets Amazon issue (never replaces one, and makes none where there is none). What was
   * added stays when the group goes. Default `false`: the record to add is in `dnsRecords`.
   */
  manageCaa?: pulumi.Input<boolean | undefined>;
  /**
   * On delete. `"auto"` (default): a validation record goes when this group created it and no other certificate of the account lists the name;
   * what stays is printed. Other certificates of the account, in any region, use the same record.
   */
  removeValidationRecords?: pulumi.Input<"auto" | boolean | undefined>;
}

/** A record for your program to publish, known in number and name before anything exists. */
export interface RecordToPublish {
  /** That of the record in `dnsRecords`: `"VALIDATION:example.com"`, `"ROUTING:*.shop.example.com"`. */
  key: string;
  /** A good name for the resource: `"brand-validation-example.com"`, `"brand-routing-_wildcard.shop.example.com"`. */
  resourceName: string;
  purpose: "VALIDATION" | "ROUTING";
  /** `ALIAS` at the top of a registrable domain, where a CNAME cannot be (RFC 1034, 3.6.2). */
  type: "CNAME" | "ALIAS";
  /** Seconds. */
  ttl: number;
  /** The domains that need it. An apex and its wildcard share one validation record. */
  domains: string[];
  /** The full name, lower case, no trailing dot. */
  name: pulumi.Output<string>;
  value: pulumi.Output<string>;
}

/**
 * Makes a resource (or several) of a record and returns it; `undefined` means that somebody else publishes the record. Hand `opts` on: it holds the
 * parent and the order (validation before the group, routing after it, and the reverse on delete).
 */
export type PublishRecord = (
  record: RecordToPublish,
  opts: pulumi.CustomResourceOptions,
) => pulumi.Resource | pulumi.Resource[] | undefined;
