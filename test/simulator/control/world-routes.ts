import type { CertificateSnapshot } from "../acm/controls";
import type { Bucket } from "../cloudfront/bucket";
import type { AccessControlSnapshot, DistributionSnapshot } from "../cloudfront/snapshot";
import type { ZoneView } from "../dns-contracts";
import type { Simulator } from "../simulator";
import type { Route } from "./route";
import { latenciesOf, quotasOf } from "./setting-routes";

/** Everything as it is now, without any lag. */
export interface WorldView {
  /** RFC 3339, of the simulator's clock. */
  time: string;
  certificates: CertificateSnapshot[];
  distributions: DistributionSnapshot[];
  originAccessControls: AccessControlSnapshot[];
  buckets: Bucket[];
  /** Zones outside of AWS have no account. */
  zones: (ZoneView & { account: string | null; tags: { [key: string]: string } })[];
  faults: object[];
  denied: { account: string; action: string }[];
  latencies: object;
  switches: object;
  quotas: object;
}

/** What one can look at. */
export const worldRoutes: Route[] = [
  { method: "GET", path: "/world", run: worldView },
  { method: "GET", path: "/operations", run: operationsByService },
];

function operationsByService({ services }: Simulator): object {
  return Object.fromEntries(Object.values(services).map(({ name, operations }) => [name, operations]));
}

function worldView(simulator: Simulator): WorldView {
  const { acm, cloudfront, route53, dns, faults, accounts, world } = simulator;
  const hosted = new Map(route53.snapshot().map((zone) => [zone.id, zone]));
  return {
    time: new Date(world.clock.now()).toISOString(),
    certificates: acm.snapshot(),
    distributions: cloudfront.snapshot(),
    originAccessControls: cloudfront.accessControls(),
    buckets: cloudfront.buckets(),
    zones: dns.zones().map((zone) => {
      const { account = null, tags = {} } = hosted.get(zone.id) ?? {};
      return { ...zone, account, tags };
    }),
    faults: faults.pending(),
    denied: accounts.denied(),
    latencies: latenciesOf(simulator),
    switches: world.switches,
    quotas: quotasOf(simulator),
  };
}
