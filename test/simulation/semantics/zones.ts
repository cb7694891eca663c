/** The port `Zones` on the simulator's Route 53. */
import type { ResourceRecordSet } from "@aws-sdk/client-route-53";
import { ResourceRecordSet$ } from "@aws-sdk/client-route-53";
import { allPages, type Call, hostName } from "../../../provider/aws/call";
import { asRecordSet, readableName, recordSetFacts } from "../../../provider/aws/record-sets";
import { createSharedLook } from "../../../provider/aws/shared-look";
import type { RecordChange, RecordSetFacts } from "../../../provider/core/model";
import type { Clock, HostedZone, Reply, Zones } from "../../../provider/ports";
import { childOf, element, renderXml, textAt, type XmlElement } from "../../simulator/codec/xml";
import { elementIn, type Line } from "./line";
import { elementOf, membersOf } from "./members";

const listingKeptMs = 5_000;
const ROOT = "/2013-04-01/hostedzone";

export function createZones(line: Line, call: Call, clock: Clock): Zones {
  const listing = createSharedLook(clock, listingKeptMs, () => list(line, call));
  /** By their facts, as Route 53 spells them: a DELETE must repeat values to the letter. */
  const seen = new Map<string, XmlElement>();
  const setElement = ({ action, record }: RecordChange): XmlElement =>
    (action === "DELETE" && seen.get(JSON.stringify(record))) ||
    elementOf("ResourceRecordSet", JSON.parse(JSON.stringify(asRecordSet(record))), ResourceRecordSet$);
  return {
    list: listing.get,
    nameServers: (zoneId) =>
      call("route53:GetHostedZone", async () => {
        const root = elementIn(await line("route53", { method: "GET", path: `${ROOT}/${zoneId}` }));
        const servers = childOf(childOf(root, "DelegationSet"), "NameServers")?.children ?? [];
        return servers.map(({ text }) => hostName(text));
      }),
    recordSets: async (zoneId, names) => {
      const read = await readSets(line, call, zoneId, seen);
      return read.kind === "ok" ? { kind: "ok", value: read.value.filter(({ name }) => names.includes(name)) } : read;
    },
    change: (zoneId, changes) =>
      call("route53:ChangeResourceRecordSets", async () => {
        const items = changes.map((change) =>
          element("Change", [element("Action", change.action), setElement(change)]),
        );
        const batch = element("ChangeBatch", [element("Changes", items)]);
        // As text: the simulator counts the changes of a batch there.
        const body = renderXml(element("ChangeResourceRecordSetsRequest", [batch]));
        await line("route53", { method: "POST", path: `${ROOT}/${zoneId}/rrset`, body });
        return null;
      }),
  };
}

/** All of the zone. The look-up of single names in zones of more than one page is the adapter's own: its tests have it. */
function readSets(
  line: Line,
  call: Call,
  zoneId: string,
  seen: Map<string, XmlElement>,
): Promise<Reply<RecordSetFacts[]>> {
  return allPages((start) =>
    call("route53:ListResourceRecordSets", async () => {
      const query = { maxitems: "300", ...(start !== undefined && JSON.parse(start)) };
      const page = elementIn(await line("route53", { method: "GET", path: `${ROOT}/${zoneId}/rrset`, query }));
      const items = (childOf(page, "ResourceRecordSets")?.children ?? []).map((set) => {
        const facts = recordSetFacts(zoneId, membersOf<ResourceRecordSet>(set, ResourceRecordSet$));
        seen.set(JSON.stringify(facts), set);
        return facts;
      });
      return { items, next: nextStart(page) };
    }),
  );
}

function nextStart(page: XmlElement): string | undefined {
  if (textAt(page, "IsTruncated") !== "true") return undefined;
  const start = { name: textAt(page, "NextRecordName"), type: textAt(page, "NextRecordType") };
  return JSON.stringify({ ...start, identifier: textAt(page, "NextRecordIdentifier") });
}

function list(line: Line, call: Call): Promise<Reply<HostedZone[]>> {
  return allPages((start) =>
    call("route53:ListHostedZones", async () => {
      const query = { maxitems: "100", ...(start !== undefined && { marker: start }) };
      const page = elementIn(await line("route53", { method: "GET", path: ROOT, query }));
      const items = (childOf(page, "HostedZones")?.children ?? []).map((zone) => ({
        id: (textAt(zone, "Id") ?? "").replace(/^\/hostedzone\//, ""),
        name: readableName(textAt(zone, "Name") ?? ""),
        private: textAt(zone, "Config/PrivateZone") === "true",
        linkedService: childOf(zone, "LinkedService") !== undefined,
      }));
      return { items, next: textAt(page, "NextMarker") };
    }),
  );
}
