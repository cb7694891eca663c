import { pageSize } from "../codec/rest-xml";
import { element, optionalElement, type XmlElement } from "../codec/xml";
import type { Caller } from "../contracts";
import { summaryElement } from "./elements";
import { invalidArgument } from "./errors";
import { type Distribution, readableVersion } from "./facts";
import type { CloudFrontState } from "./state";

const LARGEST_PAGE = 100;

/** In order of creation. `Marker` is the id of the last distribution of the page before. */
export function listDistributions(
  state: CloudFrontState,
  caller: Caller,
  query: { [name: string]: string },
): XmlElement {
  const size = pageSize(query["MaxItems"], LARGEST_PAGE, LARGEST_PAGE);
  if (size === undefined) {
    throw invalidArgument("The parameter MaxItems is not valid.");
  }
  const marker = query["Marker"] ?? "";
  const own = [...state.facts.distributions.values()].filter((each) => each.account === caller.account);
  // A marker may name a distribution that is gone by now.
  const from = marker === "" ? 0 : own.findIndex((each) => each.id === marker) + 1;
  if (marker !== "" && from === 0) {
    throw invalidArgument("The parameter Marker is not valid.");
  }
  const listed = own.slice(from).filter((each) => isListed(state, each, caller));
  const page = listed.slice(0, size);
  const more = listed.length > page.length;
  const now = state.world.clock.now();
  return element("DistributionList", [
    element("Marker", marker),
    optionalElement("NextMarker", more ? page.at(-1)?.id : undefined),
    element("MaxItems", size),
    element("IsTruncated", more),
    element("Quantity", page.length),
    page.length === 0
      ? undefined
      : element(
          "Items",
          page.map((each) => summaryElement(each, readableVersion(each, now, caller.stale), now)),
        ),
  ]);
}

/** New distributions show, and deleted ones vanish, some time after the write. */
function isListed(state: CloudFrontState, distribution: Distribution, caller: Caller): boolean {
  const now = state.world.clock.now();
  const lag = state.world.latencies.distributionReadLag;
  if (distribution.deletedAt !== undefined) {
    return caller.stale || now < distribution.deletedAt + lag;
  }
  const isNew = caller.stale ? distribution.versions.length === 1 : now < distribution.versions[0].readableAt;
  return !isNew;
}
