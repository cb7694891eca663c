/** Route 53. */
import {
  ChangeResourceRecordSetsCommand,
  GetHostedZoneCommand,
  ListHostedZonesCommand,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsCommandInput,
  type ListResourceRecordSetsCommandOutput,
  type ResourceRecordSet,
  type Route53Client,
} from "@aws-sdk/client-route-53";
import type { RecordSetFacts } from "../core/model";
import type { Clock, HostedZone, Reply, Zones } from "../ports";
import { allPages, type Call, endless, hostName, MOST_PAGES } from "./call";
import { required } from "./errors";
import { asRecordSet, readableName, recordSetFacts } from "./record-sets";
import { createSharedLook } from "./shared-look";

const listingKeptMs = 5_000;
/** The most that one page holds (API reference, ListResourceRecordSets). */
const pageSize = 300;

export function createZones(route53: Route53Client, call: Call, clock: Clock): Zones {
  const listing = createSharedLook(clock, listingKeptMs, () => listZones(route53, call));
  /** By their facts, as Route 53 spells them: a DELETE must repeat values to the letter (API reference, Change). */
  const seen = new Map<string, ResourceRecordSet>();
  const read: ReadPage = (zoneId, start) =>
    call("route53:ListResourceRecordSets", async () => {
      const input = { HostedZoneId: zoneId, MaxItems: pageSize, ...start };
      const page = await route53.send(new ListResourceRecordSetsCommand(input));
      const sets = (page.ResourceRecordSets ?? []).map((set) => {
        const facts = recordSetFacts(zoneId, set);
        seen.set(JSON.stringify(facts), set);
        return facts;
      });
      return { sets, next: nextStart(page) };
    });
  return {
    list: listing.get,
    nameServers: (zoneId) =>
      call("route53:GetHostedZone", async () => {
        const answer = await route53.send(new GetHostedZoneCommand({ Id: zoneId }));
        return (answer.DelegationSet?.NameServers ?? []).map(hostName);
      }),
    recordSets: (zoneId, names) => recordSetsOf(read, zoneId, names),
    change: (zoneId, changes) =>
      call("route53:ChangeResourceRecordSets", async () => {
        const Changes = changes.map(({ action, record }) => ({
          Action: action,
          ResourceRecordSet: (action === "DELETE" && seen.get(JSON.stringify(record))) || asRecordSet(record),
        }));
        await route53.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch: { Changes } }));
        return null;
      }),
  };
}

function listZones(route53: Route53Client, call: Call): Promise<Reply<HostedZone[]>> {
  return allPages(
    (start) =>
      call("route53:ListHostedZones", async () => {
        const page = await route53.send(new ListHostedZonesCommand({ MaxItems: 100, Marker: start }));
        const items = (page.HostedZones ?? []).map((zone) => ({
          id: required(zone.Id, "HostedZone.Id").replace(/^\/hostedzone\//, ""),
          name: readableName(required(zone.Name, "HostedZone.Name")),
          private: zone.Config?.PrivateZone ?? false,
          linkedService: zone.LinkedService !== undefined,
        }));
        return { items, next: page.IsTruncated ? required(page.NextMarker, "NextMarker") : undefined };
      }),
    "route53:ListHostedZones",
  );
}

type Start = Pick<ListResourceRecordSetsCommandInput, "StartRecordName" | "StartRecordType" | "StartRecordIdentifier">;
type ReadPage = (zoneId: string, start: Start) => Promise<Reply<{ sets: RecordSetFacts[]; next: Start | undefined }>>;

/** Small zones are read in one page. In larger ones each name is looked up by where it would start: pages of other names would be of no use. */
async function recordSetsOf(read: ReadPage, zoneId: string, names: string[]): Promise<Reply<RecordSetFacts[]>> {
  const first = await read(zoneId, {});
  if (first.kind !== "ok") return first;
  if (first.value.next === undefined) {
    return { kind: "ok", value: first.value.sets.filter((set) => names.includes(set.name)) };
  }
  const found: RecordSetFacts[] = [];
  for (const name of new Set(names)) {
    const reply = await recordSetsOfName(read, zoneId, name);
    if (reply.kind !== "ok") return reply;
    found.push(...reply.value);
  }
  return { kind: "ok", value: found };
}

async function recordSetsOfName(read: ReadPage, zoneId: string, name: string): Promise<Reply<RecordSetFacts[]>> {
  const found: RecordSetFacts[] = [];
  const starts = new Set<string>();
  let start: Start | undefined = { StartRecordName: name };
  while (start !== undefined) {
    const isNew = starts.size < starts.add(JSON.stringify(start)).size;
    if (!isNew || starts.size > MOST_PAGES)
      return { kind: "failed", trouble: endless("route53:ListResourceRecordSets") };
    const page = await read(zoneId, start);
    if (page.kind !== "ok") return page;
    const mine = page.value.sets.filter((set) => set.name === name);
    found.push(...mine);
    start = mine.length === page.value.sets.length ? page.value.next : undefined;
  }
  return { kind: "ok", value: found };
}

function nextStart(page: ListResourceRecordSetsCommandOutput): Start | undefined {
  if (!page.IsTruncated) return undefined;
  return {
    StartRecordName: required(page.NextRecordName, "NextRecordName"),
    StartRecordType: page.NextRecordType,
    StartRecordIdentifier: page.NextRecordIdentifier,
  };
}
