/** What others do to the things of a group, or beside them. */

import type { DistributionSnapshot } from "../../simulator/cloudfront/snapshot";
import { AwsError } from "../../simulator/contracts";
import { ACCOUNT } from "../world";
import type { LifeWorld, Place } from "./world";

export const ACCIDENT_KINDS = [
  "comment",
  "disabled",
  "alias off",
  "certificate off",
  "old configuration",
  "certificate deleted",
  "validation record removed",
  "validation record broken",
  "routing record removed",
  "routing record broken",
  "tags stripped",
  "load balancer",
] as const;

export type AccidentKind = (typeof ACCIDENT_KINDS)[number];

/** What an accident did, for those who must know. */
export interface Damage {
  /** Nobody can promise anything for these until a run has mended them. */
  domains: string[];
  /** ARNs of which nothing tells any more whose they are. */
  untold: string[];
}

/** What users did and must take back themselves: nobody else may. */
export interface Aftermath {
  /** Ids of distributions. */
  disabled: Set<string>;
  /** ARNs of certificates that a load balancer uses. */
  balanced: Set<string>;
  broken: { zoneId: string; name: string; type: string; value: string }[];
  /** Aliases that came back with an old configuration: whoever wants them there must say so. */
  putBack: { id: string; alias: string }[];
  /** What the program's own provider has in its state of a distribution, by its id. */
  remembered: Map<string, { aliases: readonly string[]; certificateArn: string | null }>;
}

export const emptyAftermath = (): Aftermath => ({
  disabled: new Set(),
  balanced: new Set(),
  broken: [],
  putBack: [],
  remembered: new Map(),
});

const NOTHING: Damage = { domains: [], untold: [] };

/** What the console refuses does not happen. */
export function happen(kind: AccidentKind, scene: Scene): Damage {
  try {
    return ACCIDENTS[kind](scene);
  } catch (error) {
    if (error instanceof AwsError) return NOTHING;
    throw error;
  }
}

export interface Scene {
  world: LifeWorld;
  aftermath: Aftermath;
  /** Chooses among what is there. */
  pick: number;
  /** ARNs and ids in the state: what is neither there nor tagged is lost. */
  stated: ReadonlySet<string>;
}

const ACCIDENTS: { [kind in AccidentKind]: (scene: Scene) => Damage } = {
  comment: ({ world, pick }) => {
    editComment(world, pick);
    return NOTHING;
  },
  disabled: (scene) => {
    const found = chosen(distributions(scene), scene.pick);
    if (found === undefined) return NOTHING;
    scene.world.simulator.cloudfront.editDirect(found.id, { enabled: false });
    scene.aftermath.disabled.add(found.id);
    return damage(found.aliases);
  },
  "alias off": (scene) => {
    const found = chosen(distributions(scene), scene.pick);
    const alias = chosen(found?.aliases.filter((each) => each !== scene.world.foreignAlias) ?? [], scene.pick);
    if (found === undefined || alias === undefined) return NOTHING;
    const aliases = found.aliases.filter((each) => each !== alias);
    scene.world.simulator.cloudfront.editDirect(found.id, { aliases });
    return damage([alias]);
  },
  "certificate off": (scene) => {
    const { simulator, foreignAlias } = scene.world;
    const found = chosen(distributions(scene), scene.pick);
    if (found === undefined || found.aliases.some((alias) => alias === foreignAlias)) return NOTHING;
    simulator.cloudfront.editDirect(found.id, { aliases: [], certificateArn: null });
    return damage(found.aliases);
  },
  "old configuration": (scene) => {
    const { simulator, places } = scene.world;
    const place = chosen(places, scene.pick);
    const old = scene.aftermath.remembered.get(place?.id ?? "");
    const now = simulator.cloudfront.snapshot().find(({ id }) => id === place?.id);
    if (place === undefined || old === undefined || now === undefined) return NOTHING;
    for (const alias of old.aliases)
      if (!now.aliases.includes(alias)) scene.aftermath.putBack.push({ id: place.id, alias });
    place.etag = simulator.cloudfront.editDirect(place.id, { ...old, comment: "written whole" });
    return damage(now.aliases);
  },
  "certificate deleted": ({ world, pick }) => {
    const found = chosen(certificates(world), pick);
    if (found !== undefined) world.simulator.acm.deleteDirect(found.arn);
    return NOTHING;
  },
  "validation record removed": (scene) => removeRecord(scene, isValidation),
  "validation record broken": (scene) => breakRecord(scene, isValidation, "CNAME", "_x.wrong.acm-validations.aws"),
  "routing record removed": (scene) => removeRecord(scene, isRouting),
  "routing record broken": (scene) => breakRecord(scene, isRouting, "A", "192.0.2.1"),
  "tags stripped": ({ world, pick, stated }) => {
    const { acm, cloudfront } = world.simulator;
    const made = cloudfront.snapshot().filter((each) => isAlive(each) && "domain-group:id" in each.tags);
    const tagged = [...certificates(world).map(({ arn }) => arn), ...made.map(({ id }) => id)];
    const found = chosen(
      tagged.filter((name) => stated.has(name)),
      pick,
    );
    if (found === undefined) return NOTHING;
    if (found.startsWith("arn:")) acm.untagDirect(found, keysOf(world, found));
    else cloudfront.untagDirect(found, Object.keys(made.find(({ id }) => id === found)?.tags ?? {}));
    return { domains: [], untold: [found] };
  },
  "load balancer": ({ world, aftermath, pick }) => {
    const found = chosen(certificates(world), pick);
    if (found === undefined || found.status !== "ISSUED") return NOTHING;
    world.simulator.acm.setForeignUser(found.arn, BALANCER);
    aftermath.balanced.add(found.arn);
    return NOTHING;
  },
};

export const BALANCER = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/shop/1";

/** Of a distribution of the program, which group it may be on. */
export function editComment({ simulator, places }: LifeWorld, pick: number): Place | undefined {
  const place = chosen(places, pick);
  if (place === undefined) return undefined;
  const now = simulator.cloudfront.snapshot().find(({ id }) => id === place.id);
  simulator.cloudfront.editDirect(place.id, { comment: `${now?.comment}.` });
  return place;
}

const damage = (domains: readonly string[]): Damage => ({ domains: [...domains], untold: [] });

const chosen = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)];

const isAlive = ({ account, status }: DistributionSnapshot): boolean => account === ACCOUNT && status !== "Deleted";

/** Those that groups are on. */
const distributions = ({ world: { simulator, owners } }: Scene): DistributionSnapshot[] =>
  simulator.cloudfront
    .snapshot()
    .filter((each) => isAlive(each) && each.aliases.length > 0 && each.enabled && !owners.has(each.id));

const certificates = ({ simulator }: LifeWorld) =>
  simulator.acm
    .snapshot()
    .filter(({ account, tags }) => account === ACCOUNT && tags.some(({ key }) => key === "domain-group:id"));

const keysOf = ({ simulator }: LifeWorld, arn: string): string[] =>
  simulator.acm
    .snapshot()
    .find((each) => each.arn === arn)
    ?.tags.map(({ key }) => key) ?? [];

interface RecordSnapshot {
  name: string;
  type: string;
  values: readonly string[];
}

const isValidation = ({ type, values }: RecordSnapshot): boolean =>
  type === "CNAME" && values.some((value) => value.includes("acm-validations.aws"));

const isRouting = ({ type, values }: RecordSnapshot): boolean =>
  type === "A" && values.some((value) => /^ALIAS d\w+\.cloudfront\.net/.test(value));

/** In the zones of the account, but for those that somebody's certificate needs. */
function pickRecord({ world, pick }: Scene, matches: (record: RecordSnapshot) => boolean) {
  const strangers = world.simulator.acm.snapshot().filter(({ tags }) => tags.length === 0);
  const needed = new Set(strangers.flatMap(({ records }) => records.map(({ name }) => name)));
  const all = world.simulator.route53
    .snapshot()
    .filter(({ account }) => account === ACCOUNT)
    .flatMap(({ id, records }) => records.map((record) => ({ zoneId: id, ...record })));
  return chosen(
    all.filter((record) => matches(record) && !needed.has(record.name)),
    pick,
  );
}

function removeRecord(scene: Scene, matches: (record: RecordSnapshot) => boolean): Damage {
  const found = pickRecord(scene, matches);
  if (found !== undefined) scene.world.simulator.route53.removeRecord(found.zoneId, found.name, found.type);
  return NOTHING;
}

function breakRecord(
  scene: Scene,
  matches: (record: RecordSnapshot) => boolean,
  type: "CNAME" | "A",
  value: string,
): Damage {
  const found = pickRecord(scene, matches);
  if (found === undefined) return NOTHING;
  const { zoneId, name } = found;
  scene.world.simulator.route53.putRecord(zoneId, { name, type, ttl: 300, values: [value] });
  scene.aftermath.broken.push({ zoneId, name, type, value });
  return NOTHING;
}
