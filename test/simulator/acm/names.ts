import { domainToUnicode } from "node:url";
import { parse } from "tldts";
import { constraintViolation } from "../codec/json";
import { AwsError } from "../contracts";

/** ACM API Reference, RequestCertificate: the pattern of `DomainNameString`. */
const pattern = "(\\*\\.)?(((?!-)[A-Za-z0-9-]{0,62}[A-Za-z0-9])\\.)+((?!-)[A-Za-z0-9-]{1,62}[A-Za-z0-9])";
const wholePattern = new RegExp(`^${pattern}$`);

/** ACM User Guide, "Request a public certificate": names that Amazon owns are refused. */
const amazonOwned = ["amazonaws.com", "cloudfront.net", "elasticbeanstalk.com"];

/** Throws what RequestCertificate answers to a name that it does not take. Gives the name in lower case. */
export function acceptedName(member: string, name: string): string {
  if (name.length > 253) {
    throw constraintViolation(member, name, "Member must have length less than or equal to 253");
  }
  if (!wholePattern.test(name)) {
    throw constraintViolation(member, name, `Member must satisfy regular expression pattern: ${pattern}`);
  }
  const lower = name.toLowerCase();
  if (amazonOwned.some((owned) => lower === owned || lower.endsWith(`.${owned}`))) {
    throw invalidName(name, "belongs to Amazon");
  }
  if (lower.split(".").some((label) => label.slice(2, 4) === "--" && !isALabel(label))) {
    throw invalidName(name, "has a label with -- in its third and fourth place that is not an A-label");
  }
  return lower;
}

/** RFC 5280, appendix A: a common name has at most 64 characters. */
export function checkCommonName(name: string): void {
  if (name.length > 64) {
    throw new AwsError(
      "InvalidDomainValidationOptionsException",
      "The first domain name can be no longer than 64 characters.",
      400,
    );
  }
}

/** A wildcard is proved through the name that it stands under: both have the same record. */
export const baseDomain = (name: string) => name.replace(/^\*\./, "");

/** A name that someone can have registered: under a public suffix that exists, and longer than it. */
export function isPublicDomain(name: string): boolean {
  const { domain, isIcann } = parse(baseDomain(name));
  return isIcann === true && domain !== null;
}

const isALabel = (label: string) => label.startsWith("xn--") && domainToUnicode(label) !== "";

function invalidName(name: string, why: string): AwsError {
  return new AwsError("InvalidDomainValidationOptionsException", `The domain name ${name} ${why}.`, 400);
}
