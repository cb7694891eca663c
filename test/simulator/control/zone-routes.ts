import type { ZoneView } from "../dns-contracts";
import type { Simulator } from "../simulator";
import { account, ControlError, domainName, listOf, object, optional, text, truth, wholeNumber } from "./readers";
import type { Route } from "./route";

const readZone = object({
  name: domainName,
  /** A hosted zone of this account. */
  account: optional(account),
  private: optional(truth),
  /** A zone outside of AWS on these servers, or on two that are there for it. `[]`: nobody is delegated to any more. */
  nameServers: optional(listOf(domainName)),
  /** The name is delegated to this zone, which is there already. */
  zoneId: optional(text),
  /** Default true. */
  delegated: optional(truth),
  /** Default true. False: the servers that the name is delegated to know nothing of it. */
  held: optional(truth),
  /** Seconds that resolvers keep an NXDOMAIN of a zone outside of AWS. Default 60. */
  soaMinimum: optional(wholeNumber),
});

type Wanted = ReturnType<typeof readZone>;

const HOSTER = ["ns1.dns-host.net", "ns2.dns-host.net"];
const SOA_MINIMUM = 60;

/** Somebody makes a zone or moves the delegation of a name. */
export const zoneRoutes: Route[] = [
  { method: "POST", path: "/zones", run: (simulator, body) => makeZone(simulator, readZone(body, "")) },
];

function makeZone(simulator: Simulator, wanted: Wanted): { name: string; zoneId: string | null; delegation: string[] } {
  const { dns } = simulator;
  const { zoneId, nameServers } =
    wanted.zoneId === undefined ? newZone(simulator, wanted) : zoneById(simulator, wanted);
  if (wanted.private !== true && wanted.delegated !== false) dns.delegate(wanted.name, nameServers);
  return { name: wanted.name, zoneId, delegation: dns.delegationOf(wanted.name) };
}

interface Place {
  zoneId: string | null;
  nameServers: string[];
}

function zoneById({ dns }: Simulator, { zoneId }: Wanted): Place {
  const zone = dns.zones().find((candidate) => candidate.id === zoneId);
  if (!zone) throw new ControlError(`zoneId: there is no zone ${zoneId}`, 404);
  return { zoneId: zone.id, nameServers: zone.nameServers };
}

function newZone(simulator: Simulator, wanted: Wanted): Place {
  const { dns, route53 } = simulator;
  const { name, nameServers = HOSTER } = wanted;
  if (wanted.account !== undefined) {
    const made = route53.createZone(wanted.account, name, { private: wanted.private === true });
    return { zoneId: made.id, nameServers: made.nameServers };
  }
  if (nameServers.length === 0 || wanted.held === false) return { zoneId: null, nameServers };
  const held = dns.zones().find((zone) => zone.name === name && isOn(zone, nameServers));
  if (held) return { zoneId: held.id, nameServers };
  const id = `outside-${dns.zones().length + 1}`;
  dns.addZone({
    id,
    name,
    nameServers,
    private: wanted.private === true,
    soaMinimum: wanted.soaMinimum ?? SOA_MINIMUM,
  });
  return { zoneId: id, nameServers };
}

function isOn(zone: ZoneView, nameServers: string[]): boolean {
  return nameServers.every((server) => zone.nameServers.includes(server));
}
