/** Reads what concerns AWS itself: credentials, and a certificate that the program brings. */
import type { AssumedRole } from "../aws/connection";
import type { CertificateArn } from "../core/model";
import { bad, known, listOf, mapped, objectOf, optional, type Reader, reader, text } from "./reading";

const roleArn = text(
  /^arn:[\w-]+:iam::\d{12}:role\/.+$/,
  'must be the ARN of an IAM role, such as "arn:aws:iam::123456789012:role/deploy"',
);

/** Nothing of it is shown: an external id is often kept secret. */
function hidden<T>(read: Reader<T>): Reader<T> {
  return (value) => {
    const reading = read(value);
    if (reading.kind !== "bad") return reading;
    return { kind: "bad", problems: reading.problems.map((problem) => ({ ...problem, got: undefined })) };
  };
}

/** STS API reference, AssumeRole. */
export const role = objectOf<AssumedRole>(
  {
    roleArn,
    externalId: optional(
      hidden(text(/^[\w+=,.@:/-]{2,1224}$/, "must be 2 to 1224 letters, digits and _ + = , . @ : / -")),
      null,
    ),
    sessionName: optional(text(/^[\w+=,.@-]{2,64}$/, "must be 2 to 64 letters, digits and _ + = , . @ -"), null),
  },
  "must be an object: { roleArn }",
);

export const aws = objectOf(
  {
    profile: optional(text(/./, "must be a string that is not empty"), null),
    assumeRoles: optional(listOf(role, "must be a list of roles"), []),
  },
  "must be an object: profile, assumeRole",
);

const ARN_RULE =
  'must be the ARN of an ACM certificate in us-east-1, such as "arn:aws:acm:us-east-1:123456789012:certificate/12345678-1234-1234-1234-123456789012"';

/** CloudFront developer guide, "Requirements for using SSL/TLS certificates with CloudFront". */
const certificateArn: Reader<CertificateArn> = reader((value) => {
  if (typeof value !== "string") return bad(value, ARN_RULE);
  const [, region] = /^arn:aws:acm:([a-z0-9-]+):\d{12}:certificate\/[\w-]+$/.exec(value) ?? [];
  if (region === undefined) return bad(value, ARN_RULE);
  if (region === "us-east-1") return known(value as CertificateArn);
  const rule = `is in ${region}, and CloudFront takes certificates of us-east-1 only`;
  return bad(value, `${rule}: request or import it there (an aws.acm.Certificate with region: "us-east-1")`);
});

export const certificate = mapped(
  objectOf({ arn: certificateArn }, "must be an ACM certificate, or { arn } of one"),
  ({ arn }) => arn,
);
