import { epochSeconds, integerOf, type JsonInput, objectOf, textListOf, textOf } from "../codec/json";
import { AwsError, type Caller, type World } from "../contracts";
import { type Certificate, existsAt, issuedFactsAt, outcomeAt, statusAt, usersAt } from "./certificate";
import { keyAlgorithmText, renewalEligibility } from "./describe";
import type { AcmStore } from "./store";

/** ListCertificates shows the certificates as they were a moment ago. */
export function listCertificates(world: World, store: AcmStore, input: JsonInput, caller: Caller): object {
  const at = store.readInstant(caller) - world.latencies.certificateListLag;
  const size = integerOf(input, "MaxItems", 1, 1000) ?? 1000;
  const descending = isDescending(input);
  const after = orderOf(textOf(input, "NextToken"));
  const matching = store
    .inRegion(caller.account, caller.region)
    .filter((each) => existsAt(each, at))
    .filter(filterOf(input, at))
    .sort((a, b) => (descending ? b.order - a.order : a.order - b.order))
    .filter(({ order }) => after === undefined || (descending ? order < after : order > after));
  const page = matching.slice(0, size);
  return {
    CertificateSummaryList: page.map((each) => summary(world, each, at)),
    NextToken: matching.length > size ? tokenOf(page.at(-1)?.order ?? 0) : undefined,
  };
}

/** ACM API Reference, `Filters`: without `keyTypes` only RSA certificates of up to 2048 bits are listed. */
function filterOf(input: JsonInput, at: number): (certificate: Certificate) => boolean {
  const includes = objectOf(input, "Includes") ?? {};
  const others = Object.keys(includes).filter((member) => member !== "keyTypes");
  if (others.length > 0) {
    throw new AwsError("NotImplemented", `The simulator has no filter Includes.${others.join(", ")}.`, 501);
  }
  const keyTypes = textListOf(includes, "keyTypes") ?? ["RSA_1024", "RSA_2048"];
  const statuses = textListOf(input, "CertificateStatuses");
  return (certificate) =>
    keyTypes.includes(certificate.keyAlgorithm) &&
    (statuses === undefined || statuses.includes(statusAt(certificate, at)));
}

function summary(world: World, certificate: Certificate, at: number): object {
  const users = usersAt(world, certificate, at);
  const facts = issuedFactsAt(certificate, at);
  return {
    CertificateArn: certificate.arn,
    DomainName: certificate.names[0],
    SubjectAlternativeNameSummaries: certificate.names,
    HasAdditionalSubjectAlternativeNames: false,
    Status: statusAt(certificate, at),
    Type: "AMAZON_ISSUED",
    KeyAlgorithm: keyAlgorithmText(world, certificate.keyAlgorithm),
    KeyUsages: facts === undefined ? [] : ["DIGITAL_SIGNATURE", "KEY_ENCIPHERMENT"],
    ExtendedKeyUsages: facts === undefined ? [] : ["TLS_WEB_SERVER_AUTHENTICATION"],
    InUse: users.length > 0,
    Exported: false,
    RenewalEligibility: renewalEligibility(certificate, users, at),
    NotBefore: epochSeconds(facts?.notBefore),
    NotAfter: epochSeconds(facts?.notAfter),
    CreatedAt: epochSeconds(certificate.requestedAt),
    IssuedAt: facts === undefined ? undefined : epochSeconds(outcomeAt(certificate, at)?.at),
  };
}

/** SortBy and SortOrder go together; the one thing to sort by is the time of the request. */
function isDescending(input: JsonInput): boolean {
  const by = textOf(input, "SortBy");
  const order = textOf(input, "SortOrder");
  if (by === undefined && order === undefined) return false;
  if (by === "CREATED_AT" && (order === "ASCENDING" || order === "DESCENDING")) return order === "DESCENDING";
  throw new AwsError(
    "InvalidArgsException",
    "SortBy CREATED_AT and SortOrder ASCENDING or DESCENDING go together.",
    400,
  );
}

const tokenOf = (order: number) => Buffer.from(`after ${order}`).toString("base64");

function orderOf(token: string | undefined): number | undefined {
  if (token === undefined) return undefined;
  const order = /^after (\d+)$/.exec(Buffer.from(token, "base64").toString())?.[1];
  if (order === undefined) throw new AwsError("InvalidArgsException", "The NextToken is not valid.", 400);
  return Number(order);
}
