/** DNS that is broken: zones that the world is led away from, servers and resolvers that fail, signatures that are wrong, records that people spoil. */
import type { QuestionType, RecordSet } from "../../simulator/dns-contracts";
import { chosen, type Planned, type Trouble, type TroubleScene, zoneNameOf } from "./trouble";
import { CUSTOMERS, type LifeWorld, OTHER_ACCOUNT } from "./world";

export type DnsTroubleKind =
  | "delegation lame"
  | "delegation parked"
  | "delegation gone"
  | "zone servers down"
  | "one server down"
  | "signatures wrong"
  | "resolver down"
  | "CAA look-ups fail"
  | "their validation record removed"
  | "their validation record wrong";

export const DNS_TROUBLES: { [kind in DnsTroubleKind]: Planned } = {
  "delegation lame": (scene) => redelegated(scene, () => lameServers(scene)),
  "delegation parked": (scene) => redelegated(scene, (zone) => park(scene.world, zone)),
  "delegation gone": (scene) => redelegated(scene, () => []),
  "zone servers down": (scene) => down(zoneOf(scene), scene),
  "one server down": (scene) => down(chosen(serversOf(scene), scene.pick >> 2), scene),
  "signatures wrong": (scene) => bogus(scene),
  "resolver down": (scene) => down("public", scene),
  "CAA look-ups fail": (scene) => down(zoneOf(scene), scene, "CAA"),
  "their validation record removed": (scene) => spoiled(scene, null),
  "their validation record wrong": (scene) => spoiled(scene, "_x.wrong.acm-validations.aws"),
};

/** One that groups have names in. */
function zoneOf({ groups, pick }: TroubleScene): string | undefined {
  return chosen([...new Set(groups.flatMap(({ domains }) => domains.map(zoneNameOf)))].sort(), pick);
}

function serversOf(scene: TroubleScene): string[] {
  const zoneId = scene.world.zoneIds.get(zoneOf(scene) ?? "");
  return scene.world.simulator.dns.zones().find(({ id }) => id === zoneId)?.nameServers ?? [];
}

/** What `begin` gives back ends it. */
function ofZone(
  what: string,
  scene: TroubleScene,
  begin: (dns: LifeWorld["simulator"]["dns"], zone: string) => () => void,
): Trouble | undefined {
  const zone = zoneOf(scene);
  if (zone === undefined) return undefined;
  return { target: `${what} of ${zone}`, isOfDns: true, begin: () => begin(scene.world.simulator.dns, zone) };
}

function redelegated(scene: TroubleScene, to: (zone: string) => string[]): Trouble | undefined {
  return ofZone("delegation", scene, (dns, zone) => {
    const before = dns.delegationOf(zone);
    dns.delegate(zone, to(zone));
    return () => dns.delegate(zone, before);
  });
}

/** Servers of somebody else's zone, or such as nobody has. */
function lameServers({ world, pick }: TroubleScene): string[] {
  if (pick % 2 === 0) return ["ns1.gone-host.net", "ns2.gone-host.net"];
  const theirs = world.simulator.route53.snapshot().find(({ account }) => account === OTHER_ACCOUNT);
  return [...(theirs?.nameServers ?? [])];
}

const PARKING = ["ns1.parking-host.net", "ns2.parking-host.net"];

/** As registrars do with a zone that nobody has paid for: all names lead to a page of theirs. */
function park({ simulator, clock }: LifeWorld, zone: string): string[] {
  const id = `parked ${zone}`;
  if (simulator.dns.zones().every((each) => each.id !== id)) {
    simulator.dns.addZone({ id, name: zone, nameServers: PARKING, private: false, soaMinimum: 300 });
    for (const name of [zone, `*.${zone}`])
      simulator.dns.setRecord(id, name, "A", { name, type: "A", ttl: 300, values: ["192.0.2.9"] }, clock.now());
  }
  return PARKING;
}

/** `type`: for questions of this type alone, as servers do that do not know CAA. */
function down(server: string | undefined, { world, pick }: TroubleScene, type?: QuestionType): Trouble | undefined {
  if (server === undefined) return undefined;
  const { dns } = world.simulator;
  const fault = chosen(["SERVFAIL", "TIMEOUT", "REFUSED"] as const, pick) ?? "SERVFAIL";
  return {
    target: `answers of ${server} ${type ?? ""}`,
    isOfDns: true,
    begin: () => {
      dns.setServerFault(server, fault, type);
      return () => dns.setServerFault(server, null, type);
    },
  };
}

function bogus(scene: TroubleScene): Trouble | undefined {
  return ofZone("signatures", scene, (dns, zone) => {
    dns.setBogus(zone, true);
    return () => dns.setBogus(zone, false);
  });
}

/** In the zone that only people write. The outputs tell them how to mend it. */
function spoiled({ world, pick }: TroubleScene, value: string | null): Trouble | undefined {
  const { simulator, clock, zoneIds } = world;
  const zoneId = zoneIds.get(CUSTOMERS) ?? "";
  const records = simulator.dns.zones().find(({ id }) => id === zoneId)?.records ?? [];
  const found = chosen(
    records.filter((each) => "values" in each && each.values.some((text) => text.includes("acm-validations.aws"))),
    pick,
  );
  if (found === undefined) return undefined;
  const { name } = found;
  const record: RecordSet | null = value === null ? null : { name, type: "CNAME", ttl: 300, values: [value] };
  return {
    target: `record ${name}`,
    begin: () => {
      simulator.dns.setRecord(zoneId, name, "CNAME", record, clock.now());
      return () => {};
    },
  };
}
