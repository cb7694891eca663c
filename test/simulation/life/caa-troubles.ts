/** CAA sets that appear, at a name, above it or at its zone. */
import type { RecordSet } from "../../simulator/dns-contracts";
import { chosen, type Planned, type Trouble, type TroubleScene, zoneNameOf } from "./trouble";
import { CUSTOMERS, type LifeWorld } from "./world";

export type CaaTroubleKind = "CAA forbids names" | "CAA forbids wildcards" | "CAA forbids all" | "CAA is critical";

export const CAA_TROUBLES: { [kind in CaaTroubleKind]: Planned } = {
  "CAA forbids names": (scene) => appearing(scene, ['0 issue "letsencrypt.org"'], true),
  "CAA forbids wildcards": (scene) => appearing(scene, ['0 issue "amazon.com"', '0 issuewild ";"'], true),
  "CAA forbids all": (scene) => appearing(scene, FOR_OTHERS, true),
  "CAA is critical": (scene) => appearing(scene, ['0 issue "amazon.com"', '128 tbs "unknown"'], false),
};

const FOR_OTHERS = [
  '0 issue "letsencrypt.org; validationmethods=dns-01"',
  '0 issuewild "letsencrypt.org"',
  '0 iodef "mailto:security@example.com"',
];

function appearing(scene: TroubleScene, values: string[], isExtendable: boolean): Trouble | undefined {
  const { world } = scene;
  const name = ownerOf(scene);
  if (name === undefined) return undefined;
  return {
    target: `CAA of ${name}`,
    ...(isExtendable && { extendable: name }),
    begin: () => {
      const before = caaAt(world, name);
      putCaa(world, name, values);
      return () => putCaa(world, name, before);
    },
  };
}

/** A name without the star, or one above it within its zone; a zone's own counts as often as all others. */
function ownerOf({ world, groups, pick }: TroubleScene): string | undefined {
  const domain = chosen(groups.flatMap(({ domains }) => domains).sort(), pick);
  if (domain === undefined) return undefined;
  const zone = zoneNameOf(domain);
  const names = [];
  for (let name = domain.replace("*.", ""); name !== zone; name = name.slice(name.indexOf(".") + 1)) names.push(name);
  const free = names.filter((name) =>
    isFree(
      world,
      name,
      groups.flatMap(({ domains }) => domains),
    ),
  );
  return pick % 2 === 0 ? zone : (chosen(free, pick >> 1) ?? zone);
}

/** Nothing can be beside a CNAME (RFC 1034, 3.6.2), and people publish one where a group asks for it. */
function isFree({ simulator, zoneIds }: LifeWorld, name: string, wanted: string[]): boolean {
  const zone = zoneNameOf(name);
  if (zone === CUSTOMERS) return !wanted.includes(name);
  const records = simulator.route53.snapshot().find(({ id }) => id === zoneIds.get(zone))?.records ?? [];
  return !records.some((record) => record.name === name && record.type === "CNAME");
}

/** `null`: there is none. */
function caaAt({ simulator, zoneIds }: LifeWorld, name: string): string[] | null {
  const zoneId = zoneIds.get(zoneNameOf(name));
  const sets = simulator.route53.snapshot().find(({ id }) => id === zoneId)?.records ?? [];
  const values = sets.find((set) => set.name === name && set.type === "CAA")?.values;
  return values === undefined ? null : [...values];
}

function putCaa(world: LifeWorld, name: string, values: string[] | null): void {
  const { simulator, clock, zoneIds } = world;
  const zoneId = zoneIds.get(zoneNameOf(name)) ?? "";
  const set: RecordSet | null = values === null ? null : { name, type: "CAA", ttl: 300, values };
  if (zoneNameOf(name) === CUSTOMERS) simulator.dns.setRecord(zoneId, name, "CAA", set, clock.now());
  else if (set !== null) simulator.route53.putRecord(zoneId, set);
  else if (caaAt(world, name) !== null) simulator.route53.removeRecord(zoneId, name, "CAA");
}
