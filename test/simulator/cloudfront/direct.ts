import { element, withChild, type XmlElement } from "../codec/xml";
import type { CertificateFacts } from "../contracts";
import { aliasesElement, readConfig } from "./config";
import type { Distribution } from "./facts";
import { listElement, mapChild, mapItems, withMissing } from "./members";
import { settledVersion } from "./propagation";
import type { CloudFrontState } from "./state";
import { viewerCertificateElement } from "./viewer-certificate";
import { addNew } from "./writes";

/** A distribution made without the wire, with AWS's defaults for what is left out, and without the checks. */
export interface DirectDistribution {
  account: string;
  aliases?: readonly string[];
  certificateArn?: string;
  /** Served when there is no `certificateArn`: for distributions of accounts that nobody simulates. */
  certificate?: CertificateFacts;
  /** Default true. */
  enabled?: boolean;
  /** Default `http2`. */
  httpVersion?: string;
  /** Default true. */
  ipv6?: boolean;
  comment?: string;
  tags?: { [key: string]: string };
  /** Elements for the configuration, in place of those of the same name. A cache behavior needs no more than its path pattern. */
  more?: readonly XmlElement[];
}

/** It is Deployed at every edge from the start. */
export function createDirect(state: CloudFrontState, spec: DirectDistribution): Distribution {
  const tags = Object.entries(spec.tags ?? {}).map(([key, value]) => ({ key, value }));
  const config = readConfig(configElement(spec, `direct-${state.world.random.hex(16)}`), true);
  const version = settledVersion(state.world, state.edges.addresses.length, config);
  return addNew(state, spec.account, version, tags, spec.certificate);
}

const BEHAVIOR: readonly XmlElement[] = [
  element("TargetOriginId", "origin"),
  element("ViewerProtocolPolicy", "redirect-to-https"),
  // The managed policy CachingOptimized.
  element("CachePolicyId", "658327ea-f89d-4fab-a63d-7e88639e58f6"),
];

function configElement(spec: DirectDistribution, callerReference: string): XmlElement {
  const config = element("DistributionConfig", [
    element("CallerReference", callerReference),
    aliasesElement(spec.aliases ?? []),
    listElement("Origins", [originElement()]),
    element("DefaultCacheBehavior", BEHAVIOR),
    element("Comment", spec.comment ?? ""),
    element("Enabled", spec.enabled ?? true),
    spec.certificateArn === undefined ? undefined : certificateElement(spec.certificateArn),
    element("HttpVersion", spec.httpVersion ?? "http2"),
    element("IsIPV6Enabled", spec.ipv6 ?? true),
  ]);
  const whole = (spec.more ?? []).reduce(withChild, config);
  return mapChild(whole, "CacheBehaviors", (list) => mapItems(list, (each) => withMissing(each, BEHAVIOR)));
}

function originElement(): XmlElement {
  return element("Origin", [
    element("Id", "origin"),
    element("DomainName", "origin.example.net"),
    element("CustomOriginConfig", [
      element("HTTPPort", 80),
      element("HTTPSPort", 443),
      element("OriginProtocolPolicy", "https-only"),
    ]),
  ]);
}

/** A ViewerCertificate as the console makes it. */
export function certificateElement(arn: string, minimumProtocolVersion = "TLSv1.2_2021"): XmlElement {
  return viewerCertificateElement({ kind: "acm", arn, sslSupportMethod: "sni-only", minimumProtocolVersion });
}
