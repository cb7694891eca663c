import { epochSeconds } from "../codec/json";
import type { World } from "../contracts";
import { type Certificate, issuedFactsAt, type KeyAlgorithm, outcomeAt, statusAt, usersAt } from "./certificate";
import { baseDomain } from "./names";
import { validationRecord } from "./proof";
import { renewalSummary } from "./renewal";

/** `CertificateDetail` of DescribeCertificate, as it shows at `at`. */
export function certificateDetail(world: World, certificate: Certificate, at: number): object {
  const { names, arn, keyAlgorithm, transparencyLogging } = certificate;
  const users = usersAt(world, certificate, at);
  const outcome = outcomeAt(certificate, at);
  return {
    CertificateArn: arn,
    DomainName: names[0],
    SubjectAlternativeNames: names,
    DomainValidationOptions: validationOptions(certificate, at),
    Subject: `CN=${names[0]}`,
    ...issuedMembers(certificate, at),
    CreatedAt: epochSeconds(certificate.requestedAt),
    Status: statusAt(certificate, at),
    RevokedAt: statusAt(certificate, at) === "REVOKED" ? epochSeconds(certificate.revokedAt) : undefined,
    RevocationReason: statusAt(certificate, at) === "REVOKED" ? "UNSPECIFIED" : undefined,
    KeyAlgorithm: keyAlgorithmText(world, keyAlgorithm),
    InUseBy: users,
    FailureReason: outcome?.status === "FAILED" ? outcome.reason : undefined,
    Type: "AMAZON_ISSUED",
    RenewalSummary: renewalSummary(certificate, at),
    RenewalEligibility: renewalEligibility(certificate, users, at),
    Options: { CertificateTransparencyLoggingPreference: transparencyLogging, Export: "DISABLED" },
  };
}

/** A real answer spells `RSA-2048` where the request says `RSA_2048`. */
export function keyAlgorithmText(world: World, algorithm: KeyAlgorithm): string {
  if (algorithm === "RSA_2048") return "RSA-2048";
  return world.switches.ecKeyAlgorithmSpelling === "EC_prime256v1" ? algorithm : algorithm.replace("_", "-");
}

/** Only what is in use is renewed. */
export function renewalEligibility(certificate: Certificate, users: string[], at: number): string {
  return statusAt(certificate, at) === "ISSUED" && users.length > 0 ? "ELIGIBLE" : "INELIGIBLE";
}

function issuedMembers(certificate: Certificate, at: number): object {
  const facts = issuedFactsAt(certificate, at);
  if (facts === undefined) return {};
  return {
    Serial: facts.serial.replace(/..(?!$)/g, "$&:"),
    Issuer: "Amazon",
    IssuedAt: epochSeconds(certificate.outcome?.at),
    NotBefore: epochSeconds(facts.notBefore),
    NotAfter: epochSeconds(facts.notAfter),
    SignatureAlgorithm: facts.keyAlgorithm === "RSA_2048" ? "SHA256WITHRSA" : "SHA256WITHECDSA",
    KeyUsages: [
      { Name: "DIGITAL_SIGNATURE" },
      ...(facts.keyAlgorithm === "RSA_2048" ? [{ Name: "KEY_ENCIPHERMENT" }] : []),
    ],
    ExtendedKeyUsages: [{ Name: "TLS_WEB_SERVER_AUTHENTICATION", OID: "1.3.6.1.5.5.7.3.1" }],
  };
}

/** First there are none, then some without their records, at last all with theirs. */
function validationOptions(certificate: Certificate, at: number): object[] | undefined {
  const { names, firstRecordAt, allRecordsAt, validationMethod } = certificate;
  if (at < firstRecordAt) return undefined;
  const step = (allRecordsAt - firstRecordAt) / Math.max(1, names.length - 1);
  return names.map((name, index) => ({
    DomainName: name,
    ValidationDomain: name,
    ValidationStatus: domainStatus(certificate, name, at),
    ResourceRecord:
      validationMethod === "DNS" && at >= firstRecordAt + step * index ? resourceRecord(certificate, name) : undefined,
    ValidationMethod: validationMethod,
  }));
}

function resourceRecord(certificate: Certificate, name: string): object {
  const record = validationRecord(certificate.account, baseDomain(name));
  return { Name: `${record.name}.`, Type: "CNAME", Value: `${record.value}.` };
}

function domainStatus(certificate: Certificate, name: string, at: number): string {
  const outcome = outcomeAt(certificate, at);
  if (outcome?.status === "FAILED" && outcome.names.includes(name)) return "FAILED";
  const validatedAt = certificate.validatedAt.get(baseDomain(name));
  if (validatedAt !== undefined && validatedAt <= at) return "SUCCESS";
  return outcome?.status === "VALIDATION_TIMED_OUT" ? "FAILED" : "PENDING_VALIDATION";
}
