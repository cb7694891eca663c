import { element, optionalElement, type XmlElement } from "../codec/xml";
import { type ChangeFact, type HostedZone, isPrivate } from "./facts";
import { wireName } from "./names";

export function hostedZoneElement(zone: HostedZone): XmlElement {
  return element("HostedZone", [
    element("Id", `/hostedzone/${zone.id}`),
    element("Name", wireName(zone.name)),
    element("CallerReference", zone.callerReference),
    element("Config", [optionalElement("Comment", zone.comment), element("PrivateZone", isPrivate(zone))]),
    element("ResourceRecordSetCount", zone.records.size),
  ]);
}

/** Of public zones. */
export function delegationElement(zone: HostedZone): XmlElement | undefined {
  const servers = zone.nameServers.map((server) => element("NameServer", server));
  return isPrivate(zone) ? undefined : element("DelegationSet", [element("NameServers", servers)]);
}

/** Of private zones. */
export function vpcElement(zone: HostedZone): XmlElement | undefined {
  const { vpc } = zone;
  return vpc === undefined ? undefined : element("VPC", [element("VPCRegion", vpc.region), element("VPCId", vpc.id)]);
}

export function changeInfoElement(change: ChangeFact, now: number): XmlElement {
  return element("ChangeInfo", [
    element("Id", `/change/${change.id}`),
    element("Status", now >= change.insyncAt ? "INSYNC" : "PENDING"),
    element("SubmittedAt", new Date(change.submittedAt).toISOString()),
    optionalElement("Comment", change.comment),
  ]);
}
