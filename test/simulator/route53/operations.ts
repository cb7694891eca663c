import type { RestOperation } from "../codec/rest-service";
import { bodyOf, type RestCall, xmlResponse } from "../codec/rest-xml";
import { childOf, element, textAt, type XmlElement } from "../codec/xml";
import type { WireResponse } from "../contracts";
import { readChanges, recordsAfter } from "./change-batch";
import { changeInfoElement, delegationElement, hostedZoneElement, vpcElement } from "./elements";
import { noSuchChange } from "./errors";
import type { ChangeFact, HostedZone, Route53State } from "./facts";
import { listHostedZones, listHostedZonesByName, listRecordSets } from "./listing";
import { newChange, putRecords } from "./publication";
import { changeTags, checkTagged, tagSetElement } from "./tags";
import { createZone, deleteZone, findZone, readZoneRequest } from "./zones";

export const NAMESPACE = "https://route53.amazonaws.com/doc/2013-04-01/";

const ZONES = "/2013-04-01/hostedzone";
const RECORD_SETS = `${ZONES}/{Id}/rrset`;
const TAGS = "/2013-04-01/tags/{ResourceType}/{Id}";

export const OPERATIONS: readonly RestOperation<Route53State>[] = [
  { operation: "CreateHostedZone", method: "POST", path: ZONES, write: true, run: createHostedZone },
  { operation: "GetHostedZone", method: "GET", path: `${ZONES}/{Id}`, write: false, run: getHostedZone },
  { operation: "DeleteHostedZone", method: "DELETE", path: `${ZONES}/{Id}`, write: true, run: deleteHostedZone },
  {
    operation: "ListHostedZones",
    method: "GET",
    path: ZONES,
    write: false,
    run: (state, call) => answer(listHostedZones(state, call.caller.account, call.request.query)),
  },
  {
    operation: "ListHostedZonesByName",
    method: "GET",
    path: "/2013-04-01/hostedzonesbyname",
    write: false,
    run: (state, call) => answer(listHostedZonesByName(state, call.caller.account, call.request.query)),
  },
  { operation: "ChangeResourceRecordSets", method: "POST", path: RECORD_SETS, write: true, run: changeRecordSets },
  {
    operation: "ListResourceRecordSets",
    method: "GET",
    path: RECORD_SETS,
    write: false,
    run(state, call) {
      const zone = zoneOf(state, call);
      const records = call.caller.stale ? zone.recordsBefore : zone.records;
      return answer(listRecordSets(records, call.request.query));
    },
  },
  { operation: "GetChange", method: "GET", path: "/2013-04-01/change/{Id}", write: false, run: getChange },
  {
    operation: "ChangeTagsForResource",
    method: "POST",
    path: TAGS,
    write: true,
    run(state, call) {
      checkTagged(call.labels["ResourceType"]);
      changeTags(zoneOf(state, call), bodyOf(call.request, "ChangeTagsForResourceRequest"));
      return answer(element("ChangeTagsForResourceResponse", []));
    },
  },
  {
    operation: "ListTagsForResource",
    method: "GET",
    path: TAGS,
    write: false,
    run(state, call) {
      checkTagged(call.labels["ResourceType"]);
      return answer(element("ListTagsForResourceResponse", [tagSetElement(zoneOf(state, call))]));
    },
  },
];

function answer(root: XmlElement, status = 200, headers: { [name: string]: string } = {}): WireResponse {
  return xmlResponse(status, NAMESPACE, root, headers);
}

function zoneOf(state: Route53State, call: RestCall): HostedZone {
  return findZone(state, call.caller.account, call.labels["Id"] ?? "");
}

function changeInfo(state: Route53State, change: ChangeFact): XmlElement {
  return changeInfoElement(change, state.world.clock.now());
}

function createHostedZone(state: Route53State, call: RestCall): WireResponse {
  const { account } = call.caller;
  const zone = createZone(state, readZoneRequest(bodyOf(call.request, "CreateHostedZoneRequest"), account));
  const response = element("CreateHostedZoneResponse", [
    hostedZoneElement(zone),
    changeInfo(state, newChange(state, account, undefined)),
    delegationElement(zone),
    vpcElement(zone),
  ]);
  return answer(response, 201, { location: `https://route53.amazonaws.com${ZONES}/${zone.id}` });
}

function getHostedZone(state: Route53State, call: RestCall): WireResponse {
  const zone = zoneOf(state, call);
  const vpc = vpcElement(zone);
  return answer(
    element("GetHostedZoneResponse", [
      hostedZoneElement(zone),
      delegationElement(zone),
      vpc === undefined ? undefined : element("VPCs", [vpc]),
    ]),
  );
}

function deleteHostedZone(state: Route53State, call: RestCall): WireResponse {
  deleteZone(state, zoneOf(state, call));
  const change = newChange(state, call.caller.account, undefined);
  return answer(element("DeleteHostedZoneResponse", [changeInfo(state, change)]));
}

function changeRecordSets(state: Route53State, call: RestCall): WireResponse {
  const zone = zoneOf(state, call);
  const batch = childOf(bodyOf(call.request, "ChangeResourceRecordSetsRequest"), "ChangeBatch");
  const records = recordsAfter(state, zone, readChanges(batch));
  const change = newChange(state, call.caller.account, textAt(batch, "Comment"));
  putRecords(state, zone, records, change);
  return answer(element("ChangeResourceRecordSetsResponse", [changeInfo(state, change)]));
}

function getChange(state: Route53State, call: RestCall): WireResponse {
  const id = call.labels["Id"] ?? "";
  const change = state.changes.get(id);
  if (change === undefined || change.account !== call.caller.account) {
    throw noSuchChange(id);
  }
  return answer(element("GetChangeResponse", [changeInfo(state, change)]));
}
