import type { RestOperation } from "../codec/rest-service";
import { bodyOf, emptyResponse, type RestCall, xmlResponse } from "../codec/rest-xml";
import type { WireResponse } from "../contracts";
import { distributionElement } from "./elements";
import { invalidArgument } from "./errors";
import { type Distribution, type DistributionVersion, latestVersion, readableVersion } from "./facts";
import { listDistributions } from "./listing";
import type { CloudFrontState } from "./state";
import { findTagged, mergeTags, readTagKeys, readTags, setTags, splitConfigWithTags, tagsElement } from "./tags";
import { createdHeaders, idOf, ifMatchOf, NAMESPACE, sentBody } from "./wire";
import { createDistribution, deleteDistribution, findDistribution, updateDistribution } from "./writes";

const DISTRIBUTIONS = "/2020-05-31/distribution";
const DISTRIBUTION = `${DISTRIBUTIONS}/{Id}`;
const TAGGING = "/2020-05-31/tagging";

export const DISTRIBUTION_OPERATIONS: readonly RestOperation<CloudFrontState>[] = [
  {
    operation: "CreateDistribution",
    method: "POST",
    path: DISTRIBUTIONS,
    write: true,
    run(state, call) {
      const created = createDistribution(state, call.caller.account, sentBody(call, "DistributionConfig"), []);
      return createdResponse(state, created);
    },
  },
  {
    operation: "CreateDistributionWithTags",
    method: "POST",
    path: DISTRIBUTIONS,
    query: { WithTags: "" },
    write: true,
    run(state, call) {
      const { config, tags } = splitConfigWithTags(sentBody(call, "DistributionConfigWithTags"));
      if (config === undefined) {
        throw invalidArgument("The parameter DistributionConfig is required.");
      }
      const created = createDistribution(state, call.caller.account, config, tags);
      return createdResponse(state, created);
    },
  },
  {
    operation: "GetDistribution",
    method: "GET",
    path: DISTRIBUTION,
    write: false,
    run(state, call) {
      const { distribution, version } = readDistribution(state, call);
      return distributionResponse(state, 200, distribution, version, { etag: version.etag });
    },
  },
  {
    operation: "GetDistributionConfig",
    method: "GET",
    path: `${DISTRIBUTION}/config`,
    write: false,
    run(state, call) {
      const { version } = readDistribution(state, call);
      return xmlResponse(200, NAMESPACE, version.config.xml, { etag: version.etag });
    },
  },
  {
    operation: "UpdateDistribution",
    method: "PUT",
    path: `${DISTRIBUTION}/config`,
    write: true,
    run(state, call) {
      const sent = sentBody(call, "DistributionConfig");
      const updated = updateDistribution(state, call.caller.account, idOf(call), ifMatchOf(call), sent);
      const version = latestVersion(updated);
      return distributionResponse(state, 200, updated, version, { etag: version.etag });
    },
  },
  {
    operation: "DeleteDistribution",
    method: "DELETE",
    path: DISTRIBUTION,
    write: true,
    run(state, call) {
      deleteDistribution(state, call.caller.account, idOf(call), ifMatchOf(call));
      return emptyResponse(204);
    },
  },
  {
    operation: "ListDistributions",
    method: "GET",
    path: DISTRIBUTIONS,
    write: false,
    run(state, call) {
      return xmlResponse(200, NAMESPACE, listDistributions(state, call.caller, call.request.query));
    },
  },
  {
    operation: "ListTagsForResource",
    method: "GET",
    path: TAGGING,
    write: false,
    run(state, call) {
      const distribution = taggedBy(state, call);
      const tags = call.caller.stale ? distribution.tagsBefore : distribution.tags;
      return xmlResponse(200, NAMESPACE, tagsElement(tags));
    },
  },
  {
    operation: "TagResource",
    method: "POST",
    path: TAGGING,
    query: { Operation: "Tag" },
    write: true,
    run(state, call) {
      const distribution = taggedBy(state, call);
      setTags(distribution, mergeTags(distribution.tags, readTags(bodyOf(call.request, "Tags"))));
      return emptyResponse(204);
    },
  },
  {
    operation: "UntagResource",
    method: "POST",
    path: TAGGING,
    query: { Operation: "Untag" },
    write: true,
    run(state, call) {
      const distribution = taggedBy(state, call);
      const keys = readTagKeys(bodyOf(call.request, "TagKeys"));
      setTags(
        distribution,
        distribution.tags.filter((tag) => !keys.includes(tag.key)),
      );
      return emptyResponse(204);
    },
  },
];

function taggedBy(state: CloudFrontState, call: RestCall): Distribution {
  return findTagged(state, call.caller.account, call.request.query["Resource"]);
}

function readDistribution(
  state: CloudFrontState,
  call: RestCall,
): { distribution: Distribution; version: DistributionVersion } {
  const distribution = findDistribution(state, call.caller.account, idOf(call));
  return { distribution, version: readableVersion(distribution, state.world.clock.now(), call.caller.stale) };
}

function createdResponse(state: CloudFrontState, created: Distribution): WireResponse {
  const version = latestVersion(created);
  const headers = createdHeaders(DISTRIBUTIONS, created.id, version.etag);
  return distributionResponse(state, 201, created, version, headers);
}

function distributionResponse(
  state: CloudFrontState,
  status: number,
  distribution: Distribution,
  version: DistributionVersion,
  headers: { [name: string]: string },
): WireResponse {
  const body = distributionElement(distribution, version, state.world.clock.now());
  return xmlResponse(status, NAMESPACE, body, headers);
}
