import type { CertificateFacts, EdgeAnswer } from "../contracts";
import type { RecordSet, RecordType } from "../dns-contracts";
import { type Distribution, type DistributionVersion, isDeletedAt } from "./facts";
import { holderAtEdge } from "./holders";
import type { CloudFrontState } from "./state";
import { certificateArnOf } from "./viewer-certificate";

/** What an edge presents for a server name. */
export function answerAtEdge(state: CloudFrontState, edge: number, serverName: string): EdgeAnswer {
  const holder = holderAtEdge(state, edge, serverName);
  const certificate = holder && certificateFactsOf(state, holder.distribution, holder.version);
  return holder?.version.config.enabled && certificate !== undefined
    ? { kind: "certificate", certificate, distributionId: holder.distribution.id, alias: holder.alias }
    : { kind: "default" };
}

function certificateFactsOf(
  state: CloudFrontState,
  distribution: Distribution,
  version: DistributionVersion,
): CertificateFacts | undefined {
  const arn = certificateArnOf(version.config.viewerCertificate);
  return arn === undefined ? distribution.foreignCertificate : state.world.acm.certificate(arn)?.facts;
}

const TTL_SECONDS = 60;

/** The computed zone `cloudfront.net`. A disabled distribution keeps its name, a deleted one loses it. */
export function cloudFrontRecords(
  state: CloudFrontState,
  name: string,
  type: RecordType,
  at: number,
): RecordSet[] | undefined {
  const distribution = state.facts.byDomainName.get(name);
  const version = distribution?.versions.findLast((each) => each.at <= at);
  if (version === undefined || isDeletedAt(distribution, at)) {
    return undefined;
  }
  const { ipv6, httpVersion } = version.config;
  // No record set holds a value twice (RFC 2181 section 5), but edges may share an address.
  const values = addressValues([...new Set(state.edges.addresses)], type, ipv6, httpVersion);
  return values.length === 0 ? [] : [{ name, type, ttl: TTL_SECONDS, values }];
}

function addressValues(addresses: readonly string[], type: RecordType, ipv6: boolean, httpVersion: string): string[] {
  switch (type) {
    case "A":
      return [...addresses];
    case "AAAA":
      return ipv6 ? addresses.map(mappedAddress) : [];
    case "HTTPS":
      return httpVersion === "http1.1" ? [] : [`1 . alpn="${alpnOf(httpVersion)}"`];
    default:
      return [];
  }
}

/** IPv4-mapped (RFC 4291, section 2.5.5.2): an edge that listens on IPv4 alone is reached by its AAAA too. */
function mappedAddress(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split(".").map(Number);
  return `::ffff:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
}

function alpnOf(httpVersion: string): string {
  const protocols: { [httpVersion: string]: string } = { http2: "h2", http3: "h3", http2and3: "h3,h2" };
  return protocols[httpVersion] ?? "http/1.1";
}
