import { constraintViolation, type JsonInput, objectOf, requiredTextOf, textListOf, textOf } from "../codec/json";
import { AwsError, type Caller, type Random, type World } from "../contracts";
import { hour } from "../defaults";
import { type Certificate, type KeyAlgorithm, statusAt, type Tag } from "./certificate";
import { acceptedName, checkCommonName } from "./names";
import { type AcmStore, requestsOfLastYear } from "./store";
import { tagsOf, withTags } from "./tags";
import { startValidation } from "./validation";

/** What one asks for, checked. */
interface Wish {
  names: string[];
  keyAlgorithm: KeyAlgorithm;
  validationMethod: "DNS" | "EMAIL";
  transparencyLogging: "ENABLED" | "DISABLED";
  tags: Tag[];
}

/** RequestCertificate: gives the ARN. */
export function requestCertificate(world: World, store: AcmStore, input: JsonInput, caller: Caller): string {
  const wish = wishOf(input, store.quotas.namesPerCertificate);
  const token = textOf(input, "IdempotencyToken") ?? "";
  if (!/^\w{0,32}$/.test(token)) {
    throw constraintViolation("IdempotencyToken", token, "Member must satisfy regular expression pattern: \\w+");
  }
  const parameters = JSON.stringify(wish);
  const earlier = earlierAnswer(world, store, caller, token, parameters);
  if (earlier !== undefined) return earlier;
  checkQuotas(world, store, caller);
  const certificate = newCertificate(world, store, wish, caller);
  store.add(certificate);
  store.wrote(caller.account);
  store.tokens.set(tokenKey(caller, token, parameters), { arn: certificate.arn, at: world.clock.now(), parameters });
  startValidation(world, certificate);
  return certificate.arn;
}

function wishOf(input: JsonInput, largestCount: number): Wish {
  const first = acceptedName("DomainName", requiredTextOf(input, "DomainName"));
  checkCommonName(first);
  const others = (textListOf(input, "SubjectAlternativeNames") ?? []).map((name) =>
    acceptedName("SubjectAlternativeNames", name),
  );
  if (others.length > 100) {
    throw constraintViolation("SubjectAlternativeNames", "[...]", "Member must have length less than or equal to 100");
  }
  const names = [...new Set([first, ...others])];
  if (names.length > largestCount) {
    throw new AwsError(
      "LimitExceededException",
      `Error: the certificate request has ${names.length} domain names, your limit is ${largestCount}.`,
      400,
    );
  }
  if (textOf(input, "CertificateAuthorityArn") !== undefined) throw notSimulated("private certificate authorities");
  return {
    names,
    keyAlgorithm: oneOf("KeyAlgorithm", textOf(input, "KeyAlgorithm"), ["RSA_2048", "EC_prime256v1", "EC_secp384r1"]),
    validationMethod: validationMethodOf(input),
    transparencyLogging: oneOf(
      "CertificateTransparencyLoggingPreference",
      textOf(objectOf(input, "Options") ?? {}, "CertificateTransparencyLoggingPreference"),
      ["ENABLED", "DISABLED"],
    ),
    tags: withTags([], tagsOf(input) ?? []),
  };
}

/** HTTP is for certificates that CloudFront manages. Without a method ACM sends e-mail, which nobody here answers. */
function validationMethodOf(input: JsonInput): "DNS" | "EMAIL" {
  const method = textOf(input, "ValidationMethod");
  if (method === "HTTP" || textOf(input, "ManagedBy") !== undefined)
    throw notSimulated("certificates managed by CloudFront");
  return oneOf("ValidationMethod", method, ["EMAIL", "DNS"]);
}

/** The first of `values` is the default. */
function oneOf<const T extends string>(member: string, value: string | undefined, values: readonly [T, ...T[]]): T {
  const found = values.find((each) => each === (value ?? values[0]));
  if (found !== undefined) return found;
  throw new AwsError("InvalidParameterException", `${member} ${value} is not one of ${values.join(", ")}.`, 400);
}

const notSimulated = (what: string) => new AwsError("NotImplemented", `The simulator has no ${what}.`, 501);

/** ACM API Reference, RequestCertificate: within an hour, the same token means the same request. */
function earlierAnswer(
  world: World,
  store: AcmStore,
  caller: Caller,
  token: string,
  parameters: string,
): string | undefined {
  const entry = store.tokens.get(tokenKey(caller, token, parameters));
  if (entry === undefined || entry.at + hour <= world.clock.now()) return undefined;
  if (entry.parameters !== parameters) {
    if (world.switches.tokenWithOtherParameters === "new") return undefined;
    throw new AwsError(
      "InvalidParameterException",
      `The idempotency token ${token} was used for a request with other parameters.`,
      400,
    );
  }
  const certificate = store.byArn(entry.arn);
  const keepsDead = token !== "" && world.switches.deadTokenReturnsDeadArn;
  return keepsDead || (certificate !== undefined && isAlive(certificate, world.clock.now())) ? entry.arn : undefined;
}

/** Field reports: two equal requests without a token give one certificate, two that differ give two. */
function tokenKey(caller: Caller, token: string, parameters: string): string {
  return [caller.account, caller.region, token, token === "" ? parameters : ""].join(" ");
}

function isAlive(certificate: Certificate, now: number): boolean {
  const status = statusAt(certificate, now);
  return certificate.deletedAt === undefined && (status === "PENDING_VALIDATION" || status === "ISSUED");
}

function checkQuotas(world: World, store: AcmStore, caller: Caller): void {
  const { certificates: largestCount, certificatesPerYear } = store.quotas;
  const now = world.clock.now();
  const ofRegion = store.inRegion(caller.account, caller.region);
  if (requestsOfLastYear(ofRegion, now) >= certificatesPerYear) {
    throw new AwsError(
      "LimitExceededException",
      `Error: you have reached your limit of ${certificatesPerYear} certificates in the last year.`,
      400,
    );
  }
  const counting = ofRegion.filter(
    (each) => each.deletedAt === undefined && (world.switches.deadCertificatesCount || isAlive(each, now)),
  );
  if (counting.length >= largestCount) {
    throw new AwsError(
      "LimitExceededException",
      "Cannot request more certificates in this account. Contact Customer Service for details.",
      400,
    );
  }
}

function newCertificate(world: World, store: AcmStore, { tags, ...wish }: Wish, caller: Caller): Certificate {
  const { clock, latencies, random } = world;
  const now = clock.now();
  return {
    ...wish,
    arn: `arn:aws:acm:${caller.region}:${caller.account}:certificate/${uuid(random)}`,
    order: store.all().length,
    account: caller.account,
    region: caller.region,
    requestedAt: now,
    visibleAt: now + latencies.certificateVisible,
    firstRecordAt: now + latencies.validationFirstRecord,
    allRecordsAt: now + latencies.validationAllRecords,
    validatedAt: new Map(),
    renewals: [],
    tags: [{ at: now, tags }],
    foreignUsers: [],
  };
}

function uuid(random: Random): string {
  return [
    random.hex(8),
    random.hex(4),
    `4${random.hex(3)}`,
    `${random.text("89ab", 1)}${random.hex(3)}`,
    random.hex(12),
  ].join("-");
}
