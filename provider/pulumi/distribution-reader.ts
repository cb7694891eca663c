/** Reads `distribution`. */
import type { Service } from "../core/model";
import { bad, isBag, known, mapped, objectOf, optional, type Reader, reader, text } from "./reading";
import { service } from "./service-reader";

/** As a program names it: an `aws.cloudfront.Distribution` fits. */
export type GivenDistribution =
  | { kind: "existing"; id: string; domainName: string | null; etag: string | null }
  | { kind: "created"; service: Service }
  /** Left out: the program attaches. */
  | { kind: "program" };

/** Upper-case letters and digits (CloudFront API reference, Distribution.Id). */
const distributionId: Reader<string> = reader((value) => {
  if (typeof value === "string" && /^[A-Z0-9]{1,64}$/.test(value)) return known(value);
  const rule = 'must be the id of a CloudFront distribution, such as "E2QWRUHAPOMQZL"';
  if (typeof value !== "string") return bad(value, rule);
  if (value.startsWith("arn:")) return bad(value, `${rule}; in its ARN that is what follows "distribution/"`);
  return bad(value, value.includes(".") ? `${rule}; a domain name goes into distribution.domainName` : rule);
});

const anyText = text(/./, "must be a string that is not empty");

const RULE =
  "must be a CloudFront distribution, or { id } of one; or { create: { serviceType, origin } } for a new one";

const existing = objectOf<{ id: string; domainName: string | null; etag: string | null }>(
  {
    id: distributionId,
    domainName: optional(
      mapped(anyText, (name) => name.toLowerCase().replace(/\.$/, "")),
      null,
    ),
    etag: optional(anyText, null),
  },
  RULE,
);

const created = objectOf({ create: service }, RULE);

const given: Reader<GivenDistribution> = reader((value) => {
  if (!isBag(value)) return bad(value, RULE);
  if (value["create"] === undefined) {
    return mapped(existing, (distribution): GivenDistribution => ({ kind: "existing", ...distribution }))(value);
  }
  if (value["id"] !== undefined) return bad(value, `${RULE}, and not two of them`);
  return mapped(created, ({ create }): GivenDistribution => ({ kind: "created", service: create }))(value);
});

export const distribution = optional<GivenDistribution, GivenDistribution>(given, { kind: "program" });
