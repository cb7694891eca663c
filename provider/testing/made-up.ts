/** Names that AWS would give, made of what they stand for: the same in every run, so that tests and stories may print them. */
import { createHash } from "node:crypto";
import type { MadeUp } from "../core/imagine";
import type { Conflict } from "../core/looks";
import type { CertificateArn, ValidationRecord } from "../core/model";

/** AWS's own examples of accounts. */
export const ACCOUNT = "123456789012";
const OTHER_ACCOUNT = "444455556666";

/** Far ahead: an example that expired some day would break tests that look at expiry. */
export const NOW = Date.UTC(2099, 0, 1);

const hex = (...parts: string[]): string => createHash("sha256").update(JSON.stringify(parts)).digest("hex");

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

/** Digits and capital letters, as in the ids of CloudFront and Route 53. */
function id(length: number, ...parts: string[]): string {
  const octets = createHash("sha256").update(JSON.stringify(parts)).digest();
  return [...octets.subarray(0, length)].map((octet) => DIGITS[octet % DIGITS.length]).join("");
}

export const distributionId = (group: string): string => `E${id(13, "distribution", group)}`;

/** `domainName`: as the program knows it; `null` when it does not. */
export const place = (distribution: string, domainName: string | null): MadeUp["distribution"] => ({
  id: distribution,
  arn: `arn:aws:cloudfront::${ACCOUNT}:distribution/${distribution}`,
  accountId: ACCOUNT,
  domainName: domainName ?? `d${id(13, "domain name", distribution).toLowerCase()}.cloudfront.net`,
});

/** Where a created distribution gets its answers, by the type of its service. */
export const origin = (serviceType: string) =>
  serviceType === "static" || serviceType === "spa"
    ? { bucketRegionalDomainName: "files.s3.us-east-1.amazonaws.com" }
    : "origin.example.net";

const accessControlId = (name: string): string => `E${id(13, "access control", name)}`;

export const zoneId = (zone: string): string => `Z${id(20, "zone", zone)}`;

export function certificateArn(token: string): CertificateArn {
  const uuid = hex("certificate", token).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
  return `arn:aws:acm:us-east-1:${ACCOUNT}:certificate/${uuid}` as CertificateArn;
}

/** One for each name and account: an apex and its wildcard share it (ACM user guide, "DNS validation"). */
export function validationRecord(base: string): ValidationRecord {
  return {
    name: `_${hex("name", base).slice(0, 32)}.${base}`,
    value: `_${hex("value", base).slice(0, 32)}.acm-validations.aws`,
  };
}

/** All that AWS names in the account of a group. */
export const namesFor = (group: string): MadeUp => ({
  now: NOW,
  certificateArn,
  validationRecord,
  distribution: place(distributionId(group), null),
  accessControlId,
});

/** Somebody else's, as ListDomainConflicts shows it: the first half is hidden. */
export const stranger = (domain: string): Conflict => ({
  domain,
  kind: "distribution",
  id: masked(distributionId(`another's ${domain}`)),
  account: masked(OTHER_ACCOUNT),
});

function masked(text: string): string {
  const shown = Math.floor(text.length / 2);
  return "*".repeat(text.length - shown) + text.slice(-shown);
}
