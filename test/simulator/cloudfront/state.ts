import type { World } from "../contracts";
import type { CloudFrontFacts } from "./facts";

export interface EdgeSettings {
  /** IPv4 addresses: one edge each. */
  addresses: readonly string[];
}

/** What every operation works on. */
export interface CloudFrontState {
  readonly world: World;
  readonly facts: CloudFrontFacts;
  readonly edges: EdgeSettings;
}
