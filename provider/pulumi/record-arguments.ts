/** From a record of a group to the arguments of other providers' resources. */
import * as pulumi from "@pulumi/pulumi";
import type { RecordPurpose, RecordType } from "../core/outputs";
import { caaToPublish, publishedCaa, quotedText } from "../core/record-text";
import { CLOUDFRONT_ZONE } from "../core/records";

/** A record to publish, or one read from another stack. */
export interface RecordLike {
  purpose: RecordPurpose;
  type: RecordType;
  /** Seconds. */
  ttl: number;
  name: pulumi.Input<string>;
  value: pulumi.Input<string>;
}

/** Of a `cloudflare.DnsRecord`. `data` instead of `content` for CAA (Cloudflare API, "DNS Records for a Zone"). */
export interface CloudflareRecordArgs {
  name: pulumi.Input<string>;
  type: "CNAME" | "TXT" | "CAA";
  content?: pulumi.Input<string>;
  data?: pulumi.Input<{ flags: number; tag: string; value: string }>;
  /** Seconds. */
  ttl: number;
  proxied: boolean;
}

/**
 * Arguments for a `cloudflare.DnsRecord`: `{ zoneId, ...cloudflareRecord(record) }`. Never proxied: Cloudflare would answer in the place of CloudFront,
 * and ACM would not see the validation record. An ALIAS is a CNAME, which Cloudflare flattens at the apex.
 */
export function cloudflareRecord(record: RecordLike): CloudflareRecordArgs {
  const { name, ttl, type } = record;
  const value = pulumi.output(record.value);
  const rest = { name, ttl, proxied: false };
  switch (type) {
    case "CNAME":
    case "ALIAS":
      return { ...rest, type: "CNAME", content: record.value };
    case "TXT":
      return { ...rest, type, content: value.apply(quotedText) };
    case "CAA":
      return { ...rest, type, data: value.apply(caaToPublish) };
  }
}

/** Of an `aws.route53.Record`, without its zone. */
export interface Route53RecordArgs {
  name: pulumi.Input<string>;
  type: "CNAME" | "A" | "AAAA" | "TXT" | "CAA";
  /** Seconds. */
  ttl?: number;
  records?: pulumi.Input<string>[];
  aliases?: { name: pulumi.Input<string>; zoneId: string; evaluateTargetHealth: boolean }[];
}

export interface Route53Record {
  /** To tell the resources of one record apart: `record.resourceName + suffix`. */
  suffix: "" | "-a" | "-aaaa";
  args: Route53RecordArgs;
}

/**
 * Arguments for `aws.route53.Record`s (another account, or records as resources): one CNAME, or alias records A and AAAA; `zoneId` is yours to add.
 *
 * A TXT or CAA record is the whole record set of its name in Route 53: where there is one already, put the value among its `records` instead.
 */
export function route53Records(record: RecordLike): Route53Record[] {
  const { name, ttl, type, value } = record;
  switch (type) {
    case "ALIAS": {
      const aliases = [{ name: value, zoneId: CLOUDFRONT_ZONE, evaluateTargetHealth: false }];
      return [
        { suffix: "-a", args: { name, type: "A", aliases } },
        { suffix: "-aaaa", args: { name, type: "AAAA", aliases } },
      ];
    }
    case "CNAME":
    // The AWS provider quotes and splits TXT by itself.
    case "TXT":
      return [{ suffix: "", args: { name, type, ttl, records: [value] } }];
    case "CAA":
      return [{ suffix: "", args: { name, type, ttl, records: [pulumi.output(value).apply(publishedCaa)] } }];
  }
}
