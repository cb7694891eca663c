import { element, optionalElement, textAt, type XmlElement } from "../codec/xml";
import { invalidArgument, invalidMinimumProtocolVersion } from "./errors";

export type ViewerCertificate =
  | { kind: "default" }
  | { kind: "acm"; arn: string; sslSupportMethod: string; minimumProtocolVersion: string }
  | { kind: "iam"; id: string; sslSupportMethod: string; minimumProtocolVersion: string };

/** CloudFront API reference, ViewerCertificate. SSLv3 cannot be had with SNI, dedicated addresses know only the two oldest. */
const SNI_PROTOCOLS = [
  "TLSv1",
  "TLSv1_2016",
  "TLSv1.1_2016",
  "TLSv1.2_2018",
  "TLSv1.2_2019",
  "TLSv1.2_2021",
  "TLSv1.2_2025",
  "TLSv1.3_2025",
];
const PROTOCOLS: { [sslSupportMethod: string]: readonly string[] } = {
  "sni-only": SNI_PROTOCOLS,
  "static-ip": SNI_PROTOCOLS,
  vip: ["SSLv3", "TLSv1"],
};

/** `strict`: the deprecated members Certificate and CertificateSource must agree with the current ones. */
export function readViewerCertificate(sent: XmlElement | undefined, strict: boolean): ViewerCertificate {
  const arn = presentText(sent, "ACMCertificateArn");
  const iamId = presentText(sent, "IAMCertificateId");
  const isDefault = textAt(sent, "CloudFrontDefaultCertificate") === "true";
  if ([arn, iamId, isDefault || undefined].filter((each) => each !== undefined).length > 1) {
    throw invalidArgument(
      "The parameter ViewerCertificate contains more than one of CloudFrontDefaultCertificate, ACMCertificateArn and IAMCertificateId.",
    );
  }
  const current = arn ?? iamId ?? (isDefault ? "" : undefined);
  if (strict && current !== undefined) {
    checkDeprecatedMembers(sent, current, arn !== undefined ? "acm" : iamId !== undefined ? "iam" : "cloudfront");
  }
  const source = textAt(sent, "CertificateSource");
  const deprecated = current === undefined ? presentText(sent, "Certificate") : undefined;
  const acmArn = arn ?? (source === "acm" ? deprecated : undefined);
  const iam = iamId ?? (source === "iam" ? deprecated : undefined);
  if (acmArn !== undefined) {
    return { kind: "acm", arn: acmArn, ...readProtocols(sent) };
  }
  return iam === undefined ? { kind: "default" } : { kind: "iam", id: iam, ...readProtocols(sent) };
}

function presentText(parent: XmlElement | undefined, name: string): string | undefined {
  return textAt(parent, name) || undefined;
}

function checkDeprecatedMembers(sent: XmlElement | undefined, current: string, source: string): void {
  const certificate = presentText(sent, "Certificate");
  const certificateSource = presentText(sent, "CertificateSource");
  const agree =
    (certificate === undefined || certificate === current) &&
    (certificateSource === undefined || certificateSource === source);
  if (!agree) {
    throw invalidArgument(
      "The parameter Certificate or CertificateSource does not agree with the certificate of the ViewerCertificate.",
    );
  }
}

function readProtocols(sent: XmlElement | undefined): { sslSupportMethod: string; minimumProtocolVersion: string } {
  const sslSupportMethod = presentText(sent, "SSLSupportMethod");
  const minimumProtocolVersion = presentText(sent, "MinimumProtocolVersion");
  if (sslSupportMethod === undefined || minimumProtocolVersion === undefined) {
    const missing = sslSupportMethod === undefined ? "SSLSupportMethod" : "MinimumProtocolVersion";
    throw invalidArgument(`The parameter ${missing} is required.`);
  }
  const protocols = PROTOCOLS[sslSupportMethod];
  if (protocols === undefined) {
    throw invalidArgument("The parameter SSLSupportMethod contains one or more parameters that are not valid.");
  }
  if (!protocols.includes(minimumProtocolVersion)) {
    throw invalidMinimumProtocolVersion();
  }
  return { sslSupportMethod, minimumProtocolVersion };
}

/** As GET shows it: with the deprecated members, which CloudFront still returns. */
export function viewerCertificateElement(certificate: ViewerCertificate): XmlElement {
  if (certificate.kind === "default") {
    return element("ViewerCertificate", [
      element("CloudFrontDefaultCertificate", true),
      element("SSLSupportMethod", "vip"),
      element("MinimumProtocolVersion", "TLSv1"),
      element("CertificateSource", "cloudfront"),
    ]);
  }
  const reference = certificate.kind === "acm" ? certificate.arn : certificate.id;
  return element("ViewerCertificate", [
    element("CloudFrontDefaultCertificate", false),
    optionalElement("ACMCertificateArn", certificate.kind === "acm" ? reference : undefined),
    optionalElement("IAMCertificateId", certificate.kind === "iam" ? reference : undefined),
    element("SSLSupportMethod", certificate.sslSupportMethod),
    element("MinimumProtocolVersion", certificate.minimumProtocolVersion),
    element("Certificate", reference),
    element("CertificateSource", certificate.kind),
  ]);
}

export function certificateArnOf(certificate: ViewerCertificate): string | undefined {
  return certificate.kind === "acm" ? certificate.arn : undefined;
}

export function sameViewerCertificate(one: ViewerCertificate, other: ViewerCertificate): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
