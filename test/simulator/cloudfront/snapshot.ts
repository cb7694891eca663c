import { isInUse } from "./access-controls";
import { isDeployed, latestVersion, versionAtEdge } from "./facts";
import type { CloudFrontState } from "./state";
import { certificateArnOf } from "./viewer-certificate";

/** What `/world` shows of a distribution. */
export interface DistributionSnapshot {
  id: string;
  account: string;
  domainName: string;
  status: "InProgress" | "Deployed" | "Deleted";
  enabled: boolean;
  aliases: readonly string[];
  certificateArn: string | null;
  httpVersion: string;
  callerReference: string;
  etag: string;
  comment: string;
  tags: { [key: string]: string };
  /** By edge: the ETag of the configuration that it serves by. */
  edges: (string | null)[];
}

export function snapshotOf(state: CloudFrontState): DistributionSnapshot[] {
  const now = state.world.clock.now();
  return [...state.facts.distributions.values()].map((distribution) => {
    const latest = latestVersion(distribution);
    const { enabled, aliases, viewerCertificate, httpVersion, callerReference, comment } = latest.config;
    return {
      id: distribution.id,
      account: distribution.account,
      domainName: distribution.domainName,
      status: distribution.deletedAt !== undefined ? "Deleted" : isDeployed(latest, now) ? "Deployed" : "InProgress",
      enabled,
      aliases,
      certificateArn: certificateArnOf(viewerCertificate) ?? null,
      httpVersion,
      callerReference,
      etag: latest.etag,
      comment,
      tags: Object.fromEntries(distribution.tags.map(({ key, value }) => [key, value])),
      edges: state.edges.addresses.map((_, edge) => versionAtEdge(distribution, edge, now)?.etag ?? null),
    };
  });
}

/** What `/world` shows of an origin access control. */
export interface AccessControlSnapshot {
  id: string;
  account: string;
  name: string;
  isDeleted: boolean;
  isInUse: boolean;
  etag: string;
}

export function accessControlsOf(state: CloudFrontState): AccessControlSnapshot[] {
  return [...state.facts.accessControls.values()].map((control) => {
    const { config, etag } = latestVersion(control);
    return {
      id: control.id,
      account: control.account,
      name: config.name,
      isDeleted: control.deletedAt !== undefined,
      isInUse: isInUse(state, control),
      etag,
    };
  });
}
