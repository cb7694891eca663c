import type { XmlElement } from "../codec/xml";
import type { Caller } from "../contracts";
import { summaryElement } from "./elements";
import { isListed, readableVersion } from "./facts";
import { pageElement, pageOf } from "./paging";
import type { CloudFrontState } from "./state";

/** In order of creation. */
export function listDistributions(
  state: CloudFrontState,
  caller: Caller,
  query: { [name: string]: string },
): XmlElement {
  const now = state.world.clock.now();
  const lag = state.world.latencies.distributionReadLag;
  const own = [...state.facts.distributions.values()].filter((each) => each.account === caller.account);
  const page = pageOf(own, query, (each) => isListed(each, now, lag, caller.stale));
  return pageElement("DistributionList", page, (each) =>
    summaryElement(each, readableVersion(each, now, caller.stale), now),
  );
}
