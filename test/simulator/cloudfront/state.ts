import type { World } from "../contracts";
import type { CloudFrontFacts } from "./facts";

export interface EdgeSettings {
  /** IPv4 addresses: one edge each. */
  addresses: readonly string[];
}

/** Of one account. */
export interface CloudFrontQuotas {
  distributions: number;
  originAccessControls: number;
}

/** CloudFront Developer Guide, "Quotas". */
export const defaultQuotas: CloudFrontQuotas = { distributions: 500, originAccessControls: 100 };

/** What every operation works on. */
export interface CloudFrontState {
  readonly world: World;
  readonly facts: CloudFrontFacts;
  readonly edges: EdgeSettings;
  readonly quotas: CloudFrontQuotas;
}
