import { restService } from "../codec/rest-service";
import type { CloudFrontView, Service, World } from "../contracts";
import { ACCESS_CONTROL_OPERATIONS } from "./access-control-operations";
import { CONFLICT_OPERATIONS } from "./conflict-operations";
import { type CloudFrontControls, controlsOf } from "./controls";
import { answerAtEdge, cloudFrontRecords } from "./edges";
import { emptyFacts, latestVersion } from "./facts";
import { MOVE_OPERATIONS } from "./move-operations";
import { DISTRIBUTION_OPERATIONS } from "./operations";
import { serveAtEdge } from "./serving";
import { type CloudFrontState, defaultQuotas, type EdgeSettings } from "./state";
import { usersOf } from "./usage";
import { NAMESPACE } from "./wire";

const OPERATIONS = [
  ...DISTRIBUTION_OPERATIONS,
  ...MOVE_OPERATIONS,
  ...CONFLICT_OPERATIONS,
  ...ACCESS_CONTROL_OPERATIONS,
];

export type CloudFront = Service & CloudFrontView & CloudFrontControls;

/** CloudFront, with its zone `cloudfront.net` in the simulated DNS. */
export function createCloudFront(world: World, edges: EdgeSettings): CloudFront {
  const state: CloudFrontState = { world, facts: emptyFacts(), edges, quotas: { ...defaultQuotas } };
  world.dns.addComputedZone("cloudfront.net", (name, type, at) => cloudFrontRecords(state, name, type, at));
  return { ...restService("cloudfront", NAMESPACE, OPERATIONS, state), ...viewOf(state), ...controlsOf(state) };
}

function viewOf(state: CloudFrontState): CloudFrontView {
  return {
    edgeCount: state.edges.addresses.length,
    answer: (edge, serverName) => answerAtEdge(state, edge, serverName),
    serve: (edge, request) => serveAtEdge(state, edge, request),
    usersOf: (certificateArn) => usersOf(state.facts, certificateArn),
    byDomainName(domainName) {
      const found = state.facts.byDomainName.get(domainName);
      if (found === undefined || found.deletedAt !== undefined) {
        return undefined;
      }
      const { aliases, ipv6, httpVersion } = latestVersion(found).config;
      return { id: found.id, account: found.account, aliases: [...aliases], ipv6, httpVersion };
    },
  };
}
