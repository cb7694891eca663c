/** Why CloudFront does not take a certificate: its one error code for that has many meanings, and most of them can be computed. */
import { verdictOn } from "./brought-certificate";
import { cause } from "./causes";
import type { Cause } from "./decision";
import type { DomainName } from "./domain-name";
import type { GuidanceCode } from "./guidance";
import type { CertificateArn, CertificateDetail, Instant, Trouble } from "./model";

export interface RefusedCertificate {
  trouble: Pick<Trouble, "code" | "message">;
  arn: CertificateArn;
  /** `null`: ACM knows no such certificate. */
  detail: CertificateDetail | null;
  /** All that the distribution was to have with it. */
  aliases: string[];
  now: Instant;
  accountOfDistribution: string;
}

/** What is known comes first: CloudFront's message names several causes at once, and AWS rewords it. */
export function viewerCertificateCause(refused: RefusedCertificate): Cause {
  const { trouble, arn, detail, now, accountOfDistribution } = refused;
  const aliases = refused.aliases as DomainName[];
  const about = (code: GuidanceCode, params: Cause["params"] = {}): Cause =>
    cause(code, { domains: aliases, params: { certificate: arn, ...params } });
  const region = arn.split(":")[3] ?? "";
  if (region !== CLOUDFRONT_REGION) return about("VIEWER_CERTIFICATE_REGION", { region });
  const verdict = verdictOn(arn, detail, accountOfDistribution, aliases);
  if (verdict !== undefined) return { ...verdict, code: WHOEVER_REQUESTED_IT[verdict.code] ?? verdict.code };
  if (detail?.notAfter != null && detail.notAfter <= now) return about("VIEWER_CERTIFICATE_EXPIRED");
  return about(isAboutChain(trouble) ? "VIEWER_CERTIFICATE_CHAIN" : "CERTIFICATE_REFUSED");
}

const CLOUDFRONT_REGION = "us-east-1";

/** What `verdictOn` says of the program's own certificate, in words that fit the group's as well. */
const WHOEVER_REQUESTED_IT: { [code: string]: GuidanceCode } = {
  OWN_CERTIFICATE_ELSEWHERE: "VIEWER_CERTIFICATE_ACCOUNT",
  OWN_CERTIFICATE_NOT_FOUND: "VIEWER_CERTIFICATE_GONE",
  OWN_CERTIFICATE_NOT_ISSUED: "VIEWER_CERTIFICATE_NOT_ISSUED",
  OWN_CERTIFICATE_KEY: "VIEWER_CERTIFICATE_KEY",
  OWN_CERTIFICATE_LACKS: "VIEWER_CERTIFICATE_LACKS",
};

/** Not the message that names everything at once ("doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain"). */
const isAboutChain = ({ message }: Pick<Trouble, "message">): boolean =>
  /\bchain\b|certificate authority/i.test(message) && !/exist/i.test(message);
