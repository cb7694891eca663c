/** What is attached to a distribution: by the state of an `aws.cloudfront.Distribution`, and by CloudFront. */
import type { DistributionFacts, Trouble } from "../core/model";
import type { Reply } from "../ports";

/** Two are the same when their JSON is: names sorted and in lower case, nothing left out. */
interface AttachedDomains {
  aliases: string[];
  /** ARN or IAM id; `null` for CloudFront's default certificate, whose other settings are CloudFront's own. */
  certificate: { id: string; minimumProtocolVersion: string | null; sslSupportMethod: string | null } | null;
}

/** The two properties of an `aws.cloudfront.Distribution`, as its state has them: whatever is there, for it comes from another package. */
export interface DistributionState {
  aliases?: unknown;
  viewerCertificate?: unknown;
}

/** Why the update must not go on; `undefined`: it writes what is attached now. `name`: the resource's. */
export function refusal(
  name: string,
  id: string,
  state: DistributionState,
  live: Reply<DistributionFacts>,
): string | undefined {
  switch (live.kind) {
    case "failed":
      return blind(name, id, live.trouble);
    case "absent":
      return `${name}: CloudFront has no distribution ${id} any more. Bring the state up to date in the same run: pulumi up --refresh`;
    case "ok": {
      const [inState, now] = [attachedByState(state), attachedNow(live.value)];
      return JSON.stringify(inState) === JSON.stringify(now) ? undefined : stale(name, id, inState, now);
    }
  }
}

function attachedByState({ aliases, viewerCertificate }: DistributionState): AttachedDomains {
  const certificate: { [property: string]: unknown } = { ...(viewerCertificate ?? {}) };
  const id = text(certificate["acmCertificateArn"]) ?? text(certificate["iamCertificateId"]);
  return {
    aliases: sorted(Array.isArray(aliases) ? aliases.map(String) : []),
    certificate: id === null ? null : { id, ...settingsOf(certificate) },
  };
}

function attachedNow({ aliases, viewerCertificate }: DistributionFacts): AttachedDomains {
  const { id } = viewerCertificate;
  return {
    aliases: sorted(aliases),
    certificate: id === null ? null : { id, ...settingsOf({ ...viewerCertificate }) },
  };
}

function settingsOf(certificate: { [property: string]: unknown }) {
  return {
    minimumProtocolVersion: text(certificate["minimumProtocolVersion"]),
    sslSupportMethod: text(certificate["sslSupportMethod"]),
  };
}

/** The AWS provider keeps what is not set as an empty text. */
const text = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);

const sorted = (names: string[]): string[] => names.map((name) => name.toLowerCase()).sort();

function stale(name: string, id: string, inState: AttachedDomains, now: AttachedDomains): string {
  return [
    `${name}: this update would write the aliases and the viewer certificate of the Pulumi state, which differ from those of the distribution ${id}.`,
    `  In the state:  ${described(inState)}`,
    `  At CloudFront: ${described(now)}`,
    "Nothing is written. Bring the state up to date in the same run: pulumi up --refresh",
  ].join("\n");
}

function described({ aliases, certificate }: AttachedDomains): string {
  const names = aliases.length === 0 ? "no aliases" : `aliases ${aliases.join(", ")}`;
  if (certificate === null) return `${names}; CloudFront's default certificate`;
  const settings = [certificate.minimumProtocolVersion, certificate.sslSupportMethod].filter((value) => value !== null);
  return [`${names}; certificate ${certificate.id}`, ...settings].join(", ");
}

function blind(name: string, id: string, { operation, code, message }: Trouble): string {
  return [
    `${name}: this update would write the aliases and the viewer certificate of the Pulumi state, and whether the distribution ${id} has others could not be seen:`,
    `  ${operation} failed with ${code}: ${message}`,
    "Nothing is written: it might take domains off. Let the program call cloudfront:GetDistribution on it, with the credentials of aws:profile and aws:assumeRoles of the stack, else of the environment.",
  ].join("\n");
}
