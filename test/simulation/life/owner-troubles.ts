/** Owners of names in CloudFront: distributions that no group has take a name that nobody has, as AWS lets anybody do who has a certificate for it. */
import { ACCOUNT } from "../world";
import { zoneOf } from "./program";
import { chosen, type Planned, placeOf, type Trouble, type TroubleScene, zoneNameOf } from "./trouble";
import { CUSTOMERS, type LifeWorld, OTHER_ACCOUNT } from "./world";

export type OwnerTroubleKind = "owner elsewhere" | "owner here" | "owner here, led to" | "owner of what overlaps";

export const OWNER_TROUBLES: { [kind in OwnerTroubleKind]: Planned } = {
  "owner elsewhere": (scene) => owning(scene, nameFor(scene), OTHER_ACCOUNT),
  "owner here": (scene) => owning(scene, nameFor(scene), ACCOUNT),
  "owner here, led to": (scene) => owning(scene, nameFor(scene), ACCOUNT, true),
  "owner of what overlaps": (scene) =>
    owning(scene, overlapping(scene), scene.pick % 2 === 0 ? ACCOUNT : OTHER_ACCOUNT),
};

const wantedIn = ({ groups }: TroubleScene): string[] => groups.flatMap(({ domains }) => domains).sort();

/** One that a group may want next, or wants already and does not have yet. */
function nameFor(scene: TroubleScene): string | undefined {
  const { world, groups, pick } = scene;
  const { group, label } = placeOf(pick);
  const args = groups[group % Math.max(1, groups.length)];
  const next = args === undefined ? [] : [label + zoneOf(args)];
  return [...next, ...wantedIn(scene)].find((name) => isNobodys(world, name));
}

/** A wildcard over a wanted name, or a name under a wanted wildcard. */
function overlapping(scene: TroubleScene): string | undefined {
  const names = wantedIn(scene).map((name) =>
    name.startsWith("*.") ? name.replace("*", "deep") : `*.${name.slice(name.indexOf(".") + 1)}`,
  );
  return chosen(
    names.filter((name) => name.split(".").length > 2 && isNobodys(scene.world, name)),
    scene.pick,
  );
}

/** Neither written anywhere nor served by an edge. */
function isNobodys({ simulator: { cloudfront } }: LifeWorld, name: string): boolean {
  const host = name.replace("*", "any");
  const edges = Array.from({ length: cloudfront.edgeCount }, (_, edge) => cloudfront.answer(edge, host));
  return (
    cloudfront.snapshot().every(({ status, aliases }) => status === "Deleted" || !aliases.includes(name)) &&
    edges.every((answer) => answer.kind === "default" || answer.alias !== name)
  );
}

function owning(scene: TroubleScene, alias: string | undefined, account: string, isLedTo = false): Trouble | undefined {
  if (alias === undefined) return undefined;
  const { simulator, owners } = scene.world;
  return {
    target: `owner of ${alias}`,
    begin: () => {
      const { id, domainName } = simulator.cloudfront.addForeignOwner(alias, account);
      owners.set(id, account);
      const leadAway = isLedTo ? ledTo(scene.world, alias, domainName) : () => {};
      return () => {
        leadAway();
        const held = simulator.cloudfront.snapshot().find((each) => each.id === id)?.aliases ?? [];
        if (held.length > 0) simulator.cloudfront.editDirect(id, { aliases: [] });
      };
    },
  };
}

/** By a record in a zone of the account, where nothing else stands at the name. */
function ledTo({ simulator, zoneIds }: LifeWorld, name: string, target: string): () => void {
  const { route53 } = simulator;
  const zone = zoneNameOf(name);
  const zoneId = zoneIds.get(zone) ?? "";
  const recordsHere = () =>
    (route53.snapshot().find(({ id }) => id === zoneId)?.records ?? []).filter((record) => record.name === name);
  if (zone === CUSTOMERS || name === zone || recordsHere().length > 0) return () => {};
  route53.putRecord(zoneId, { name, type: "CNAME", ttl: 300, values: [target] });
  return () => {
    if (recordsHere().some(({ type, values }) => type === "CNAME" && values.includes(target)))
      route53.removeRecord(zoneId, name, "CNAME");
  };
}
