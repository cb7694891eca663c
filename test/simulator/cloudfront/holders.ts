import { type Distribution, type DistributionVersion, versionAtEdge } from "./facts";
import { aliasesFor } from "./names";
import type { CloudFrontState } from "./state";

/** Who has a host name at one edge, by the configuration that this edge has. */
export interface Holder {
  distribution: Distribution;
  version: DistributionVersion;
  alias: string;
}

/** The most specific alias wins, even when its distribution is disabled and serves nothing. */
export function holderAtEdge(state: CloudFrontState, edge: number, hostName: string): Holder | undefined {
  const now = state.world.clock.now();
  for (const alias of aliasesFor(hostName)) {
    for (const distribution of state.facts.byAlias.get(alias) ?? []) {
      const version = versionAtEdge(distribution, edge, now);
      if (version?.config.aliases.includes(alias)) {
        return { distribution, version, alias };
      }
    }
  }
  return undefined;
}
