import { element, withChild, type XmlElement } from "../codec/xml";
import { checkConfig } from "./checks";
import { aliasesElement, type DistributionConfig, readConfig } from "./config";
import { certificateElement } from "./direct";
import { addVersion, type Distribution, latestVersion } from "./facts";
import { mapChild } from "./members";
import { newVersion } from "./propagation";
import type { CloudFrontState } from "./state";
import { viewerCertificateElement } from "./viewer-certificate";

/** What somebody changes by hand. What is left out stays as it is. */
export interface DirectEdit {
  aliases?: readonly string[];
  /** `null`: CloudFront's default certificate. */
  certificateArn?: string | null;
  /** Of a distribution that has a certificate of ACM. */
  minimumProtocolVersion?: string;
  enabled?: boolean;
  comment?: string;
  httpVersion?: string;
  ipv6?: boolean;
  /** Of the first origin. */
  originDomainName?: string;
  /** Elements for the configuration, in place of those of the same name. */
  more?: readonly XmlElement[];
}

/**
 * Somebody edits a distribution in the console: a write like any other, but no call. The console is refused what a call is refused: throws AwsError.
 * A distribution that has a certificate of no simulated account may do what it likes.
 */
export function editDirect(state: CloudFrontState, distribution: Distribution, edit: DirectEdit): void {
  const before = latestVersion(distribution);
  const config = readConfig(edited(before.config, edit), true);
  if (distribution.foreignCertificate === undefined) {
    checkConfig(state, distribution.account, config, distribution);
  }
  addVersion(state.facts, distribution, newVersion(state.world, state.edges.addresses.length, config, before));
}

function edited(config: DistributionConfig, edit: DirectEdit): XmlElement {
  const { aliases, enabled, comment, httpVersion, ipv6, originDomainName, more = [] } = edit;
  const replaced = [
    aliases === undefined ? undefined : aliasesElement(aliases),
    enabled === undefined ? undefined : element("Enabled", enabled),
    comment === undefined ? undefined : element("Comment", comment),
    httpVersion === undefined ? undefined : element("HttpVersion", httpVersion),
    ipv6 === undefined ? undefined : element("IsIPV6Enabled", ipv6),
    editedCertificate(config, edit),
    ...more,
  ].filter((each) => each !== undefined);
  const whole = replaced.reduce(withChild, config.xml);
  return originDomainName === undefined ? whole : mapChild(whole, "Origins", (list) => moved(list, originDomainName));
}

function editedCertificate(
  { viewerCertificate: current }: DistributionConfig,
  { certificateArn, minimumProtocolVersion }: DirectEdit,
): XmlElement | undefined {
  if (certificateArn === null) {
    return viewerCertificateElement({ kind: "default" });
  }
  if (certificateArn === undefined && minimumProtocolVersion === undefined) {
    return undefined;
  }
  if (current.kind === "acm") {
    const arn = certificateArn ?? current.arn;
    const version = minimumProtocolVersion ?? current.minimumProtocolVersion;
    return viewerCertificateElement({ ...current, arn, minimumProtocolVersion: version });
  }
  if (certificateArn === undefined) {
    throw new RangeError("minimumProtocolVersion: the distribution has no certificate of ACM.");
  }
  return certificateElement(certificateArn, minimumProtocolVersion);
}

function moved(origins: XmlElement, domainName: string): XmlElement {
  return mapChild(origins, "Items", ({ children: [first, ...others], ...list }) => ({
    ...list,
    children: first === undefined ? others : [withChild(first, element("DomainName", domainName)), ...others],
  }));
}
