/** How long AWS takes. Shorter than in truth, so that there are few looks at what AWS works on, and most calls are between two different states. */
import type { Latencies } from "../../simulator/contracts";
import type { LifeWorld } from "../life/world";

const SECOND = 1000;

/** Everything lags. */
export const SHORT: Partial<Latencies> = {
  certificateVisible: 2 * SECOND,
  validationFirstRecord: SECOND,
  validationAllRecords: 3 * SECOND,
  validationFirstCheck: 8 * SECOND,
  validationRecheck: 8 * SECOND,
  validationBackoff: 1.2,
  issuance: 4 * SECOND,
  certificateVisibleToCloudFront: 5 * SECOND,
  certificateListLag: 8 * SECOND,
  deployFirstEdge: 5 * SECOND,
  deploy: 30 * SECOND,
  distributionReadLag: 2 * SECOND,
  insync: 8 * SECOND,
  inUseByLag: 180 * SECOND,
  deletableAfterDeployed: 10 * SECOND,
  accessControlVisible: 5 * SECOND,
  accessControlReleased: 10 * SECOND,
};

/** For what only leads to the command in which a process dies, and for what comes long after. */
export const QUICK: Partial<Latencies> = {
  certificateVisible: 0,
  validationFirstRecord: 0,
  validationAllRecords: 0,
  validationFirstCheck: 3 * SECOND,
  validationRecheck: 2 * SECOND,
  validationBackoff: 1,
  issuance: SECOND,
  certificateVisibleToCloudFront: 0,
  certificateListLag: 0,
  deployFirstEdge: SECOND,
  deploy: 3 * SECOND,
  distributionReadLag: 0,
  insync: SECOND,
  inUseByLag: 3 * SECOND,
  deletableAfterDeployed: 0,
  accessControlVisible: 0,
  accessControlReleased: 0,
};

/** From now on. */
export function hurry({ simulator }: LifeWorld, latencies: Partial<Latencies>): void {
  Object.assign(simulator.world.latencies, latencies);
}
