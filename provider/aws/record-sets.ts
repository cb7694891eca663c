/** Route 53's record sets, in the words of the model and back. */
import { type ResourceRecordSet, RRType } from "@aws-sdk/client-route-53";
import type { RecordSetFacts } from "../core/model";
import { hostName } from "./call";
import { required, unreadable } from "./errors";

export function recordSetFacts(zoneId: string, set: ResourceRecordSet): RecordSetFacts {
  const target = set.AliasTarget;
  return {
    zoneId,
    name: readableName(required(set.Name, "ResourceRecordSet.Name")),
    type: required(set.Type, "ResourceRecordSet.Type"),
    ttl: set.TTL ?? null,
    values: (set.ResourceRecords ?? []).map(({ Value }) => valueIn(set, required(Value, "ResourceRecord.Value"))),
    alias: target
      ? {
          dnsName: hostName(required(target.DNSName, "AliasTarget.DNSName")),
          zoneId: required(target.HostedZoneId, "AliasTarget.HostedZoneId"),
          evaluateTargetHealth: target.EvaluateTargetHealth ?? false,
        }
      : null,
    routingPolicy: hasMore(set),
  };
}

/** Host names as everywhere here; other values as they are, quotes included. */
function valueIn(set: ResourceRecordSet, value: string): string {
  return set.Type === "CNAME" || set.Type === "NS" ? hostName(value) : value;
}

/** What {@link RecordSetFacts} cannot hold, so that writing it back would lose it. */
function hasMore(set: ResourceRecordSet): boolean {
  return [set.SetIdentifier, set.HealthCheckId, set.TrafficPolicyInstanceId].some((member) => member !== undefined);
}

export function asRecordSet(record: RecordSetFacts): ResourceRecordSet {
  const base = { Name: record.name, Type: recordType(record.type) };
  if (record.alias !== null) {
    const { dnsName, zoneId, evaluateTargetHealth } = record.alias;
    return {
      ...base,
      AliasTarget: { DNSName: dnsName, HostedZoneId: zoneId, EvaluateTargetHealth: evaluateTargetHealth },
    };
  }
  return {
    ...base,
    ResourceRecords: record.values.map((Value) => ({ Value })),
    ...(record.ttl !== null && { TTL: record.ttl }),
  };
}

function recordType(type: string): RRType {
  const known = Object.values(RRType).find((candidate) => candidate === type);
  if (known === undefined) throw unreadable(`"${type}" is no record type of Route 53`);
  return known;
}

/**
 * Route 53 writes other characters than a-z, 0-9, hyphen and underscore as octal codes: `\052` is the asterisk of a wildcard (Developer Guide,
 * "DNS domain name format"). Codes of what would change the name's meaning, or be invisible, stay as they are.
 */
export function readableName(name: string): string {
  return hostName(name).replace(/\\([0-7]{3})/g, (code, octal: string) => {
    const character = String.fromCharCode(Number.parseInt(octal, 8));
    return /[!-~]/.test(character) && !/[.\\]/.test(character) ? character : code;
  });
}
