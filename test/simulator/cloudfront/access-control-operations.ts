import type { RestOperation } from "../codec/rest-service";
import { emptyResponse, type RestCall, xmlResponse } from "../codec/rest-xml";
import { element, type XmlElement } from "../codec/xml";
import type { Caller, WireResponse } from "../contracts";
import { type AccessControlConfig, accessControlMembers } from "./access-control-config";
import { createAccessControl, deleteAccessControl, findAccessControl, updateAccessControl } from "./access-controls";
import { type AccessControl, isListed, latestVersion, readableVersion, type Version } from "./facts";
import { pageElement, pageOf } from "./paging";
import type { CloudFrontState } from "./state";
import { createdHeaders, idOf, ifMatchOf, NAMESPACE, sentBody } from "./wire";

const ACCESS_CONTROLS = "/2020-05-31/origin-access-control";
const ACCESS_CONTROL = `${ACCESS_CONTROLS}/{Id}`;

export const ACCESS_CONTROL_OPERATIONS: readonly RestOperation<CloudFrontState>[] = [
  {
    operation: "CreateOriginAccessControl",
    method: "POST",
    path: ACCESS_CONTROLS,
    write: true,
    run(state, call) {
      const created = createAccessControl(state, call.caller.account, sentBody(call, "OriginAccessControlConfig"));
      const version = latestVersion(created);
      return accessControlResponse(201, created, version, createdHeaders(ACCESS_CONTROLS, created.id, version.etag));
    },
  },
  {
    operation: "GetOriginAccessControl",
    method: "GET",
    path: ACCESS_CONTROL,
    write: false,
    run(state, call) {
      const { found, version } = readAccessControl(state, call);
      return accessControlResponse(200, found, version, { etag: version.etag });
    },
  },
  {
    operation: "GetOriginAccessControlConfig",
    method: "GET",
    path: `${ACCESS_CONTROL}/config`,
    write: false,
    run(state, call) {
      const { version } = readAccessControl(state, call);
      return xmlResponse(200, NAMESPACE, configElement(version.config), { etag: version.etag });
    },
  },
  {
    operation: "ListOriginAccessControls",
    method: "GET",
    path: ACCESS_CONTROLS,
    write: false,
    run(state, call) {
      return xmlResponse(200, NAMESPACE, listAccessControls(state, call.caller, call.request.query));
    },
  },
  {
    operation: "UpdateOriginAccessControl",
    method: "PUT",
    path: `${ACCESS_CONTROL}/config`,
    write: true,
    run(state, call) {
      const sent = sentBody(call, "OriginAccessControlConfig");
      const updated = updateAccessControl(state, call.caller.account, idOf(call), ifMatchOf(call), sent);
      const version = latestVersion(updated);
      return accessControlResponse(200, updated, version, { etag: version.etag });
    },
  },
  {
    operation: "DeleteOriginAccessControl",
    method: "DELETE",
    path: ACCESS_CONTROL,
    write: true,
    run(state, call) {
      deleteAccessControl(state, call.caller.account, idOf(call), ifMatchOf(call));
      return emptyResponse(204);
    },
  },
];

function readAccessControl(
  state: CloudFrontState,
  call: RestCall,
): { found: AccessControl; version: Version<AccessControlConfig> } {
  const found = findAccessControl(state, call.caller.account, idOf(call));
  return { found, version: readableVersion(found, state.world.clock.now(), call.caller.stale) };
}

function accessControlResponse(
  status: number,
  { id }: AccessControl,
  { config }: Version<AccessControlConfig>,
  headers: { [name: string]: string },
): WireResponse {
  const body = element("OriginAccessControl", [element("Id", id), configElement(config)]);
  return xmlResponse(status, NAMESPACE, body, headers);
}

function configElement(config: AccessControlConfig): XmlElement {
  return element("OriginAccessControlConfig", accessControlMembers(config));
}

/** In order of creation. */
function listAccessControls(state: CloudFrontState, caller: Caller, query: { [name: string]: string }): XmlElement {
  const now = state.world.clock.now();
  const lag = state.world.latencies.distributionReadLag;
  const own = [...state.facts.accessControls.values()].filter((each) => each.account === caller.account);
  const page = pageOf(own, query, (each) => isListed(each, now, lag, caller.stale));
  return pageElement("OriginAccessControlList", page, (each) =>
    element("OriginAccessControlSummary", [
      element("Id", each.id),
      ...accessControlMembers(readableVersion(each, now, caller.stale).config),
    ]),
  );
}
