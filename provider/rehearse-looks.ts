/** What a rehearsal looks at: each part of the world once, and what nobody can see is taken for nothing, and said to be unseen. */

import type { Cause } from "./core/decision";
import { baseName } from "./core/domain-name";
import { emptyDistribution } from "./core/imagine";
import { seenAt, withDistributions } from "./core/imagine-parts";
import { known } from "./core/known";
import type { ConflictLook } from "./core/looks";
import type { Instant, Observed, Part, Trouble } from "./core/model";
import { notice } from "./core/notice";
import { NEW_DISTRIBUTION, NEW_ZONE, type PlanItem } from "./core/plan";
import type { Memory } from "./core/remembered";
import type { Input } from "./core/situation";
import { MOVED } from "./core/steps";
import { observe } from "./observe";
import type { Run } from "./reconcile";
import type { Strangers } from "./rehearse-strangers";

export interface Scene {
  /** All that was looked at, with what the steps so far have made of it. */
  world: Observed;
  /** Of that, what the decision has been shown since it was last changed. */
  observed: Observed;
  memory: Memory;
  now: Instant;
  items: PlanItem[];
  unchecked: Trouble[];
  /** What is to be said although it is over by the end; `undefined`: not looked for yet. */
  notes: Cause[] | undefined;
  /** `undefined`: no name has come new yet. */
  strangers: Strangers | undefined;
  /** What is being looked at: the same object all along. */
  pending: Set<Part["part"]>;
}

/** What has been looked at once is looked at in the imagination. */
export async function looked(run: Run, scene: Scene, input: Input, parts: Part[]): Promise<Scene> {
  const open = parts.filter((part) => isUnseen(part, scene.world));
  const real = open.filter((part) => !isImagined(part, input, scene));
  const view = { ...input, observed: scene.observed };
  const seen = await Promise.all(real.map((each) => during(scene, each.part, () => observe(view, [each], run.ports))));
  const all: Observed = Object.assign({}, scene.observed, ...seen.map((each) => newIn(each, scene.observed)));
  const { picture, troubles } = withoutUnknown(newIn(all, scene.observed), input, scene);
  const names = parts.map(nameOf);
  const nothing = Object.entries(nothingThere(input, scene)).filter(([name]) => names.some((each) => each === name));
  const world = readAnew({ ...Object.fromEntries(nothing), ...scene.world, ...picture });
  const wanted = [...Object.keys(picture), ...names];
  const added = Object.fromEntries(Object.entries(world).filter(([name]) => wanted.includes(name)));
  const observed = shown(world, { ...scene.observed, ...added }, scene.now, wanted);
  const memory = notice(scene.memory, input.desired, observed, scene.now);
  return { ...scene, world, observed, memory, unchecked: [...scene.unchecked, ...troubles] };
}

const newIn = (seen: Observed, before: Observed): Observed =>
  Object.fromEntries(Object.entries(seen).filter(([name, part]) => part !== before[name as keyof Observed]));

/** For who is kept waiting too long: what for. */
export async function during<T>(
  { pending }: Pick<Scene, "pending">,
  name: Part["part"],
  look: () => Promise<T>,
): Promise<T> {
  pending.add(name);
  const found = await look();
  pending.delete(name);
  return found;
}

const nameOf = ({ part }: Part): keyof Observed => (part === "certificate" ? "certificates" : part);

/** Of these nothing can be there yet, or nobody asks for a preview's sake. */
function isImagined(part: Part, input: Input, scene: Scene): boolean {
  if (
    isYetToBeMade(part, input) ||
    isInNewZone(part, input) ||
    isToBeAskedBy(NEW_DISTRIBUTION, part, scene) ||
    IMAGINED.has(part.part)
  )
    return true;
  // Who is not told the account can't tell what the other answers are about.
  const isBlind = scene.unchecked.some(({ operation }) => operation === "sts:GetCallerIdentity");
  return isBlind && !BY_DNS.has(part.part);
}

const IMAGINED = new Set<Part["part"]>(["edges", "origin"]);
const BY_DNS = new Set<Part["part"]>(["account", "dns", "exams", "traffic", "formerTraffic", "caa", "leads"]);

/** A move tells no new ETag; a read does. */
const readAnew = (world: Observed): Observed =>
  withDistributions(world, (each) => (each.etag === MOVED ? { ...each, etag: "E-moved" } : each));

/** What does not exist yet can't ask. */
function isToBeAskedBy(id: string, { part }: Part, { world }: Scene): boolean {
  const temporary = known(world.temporary) ?? null;
  return part === "conflicts" && temporary?.kind === "there" && temporary.distribution.id === id;
}

/** By the same update, as another resource of the program. */
const isYetToBeMade = ({ part }: Part, { desired: { distribution } }: Input): boolean =>
  part === "distribution" && distribution.kind === "existing" && distribution.id === NEW_DISTRIBUTION;

const isInNewZone = ({ part }: Part, { desired: { dns } }: Input): boolean =>
  (part === "zones" || part === "recordSets") && dns.kind === "route53" && (dns.zoneIds?.includes(NEW_ZONE) ?? false);

function isUnseen(part: Part, world: Observed): boolean {
  if (part.part !== "certificate") return world[part.part] === undefined;
  const certificate = known(world.certificates)?.find(({ arn }) => arn === part.arn);
  return certificate?.detail === undefined;
}

/** The same parts, as they are in the world now. `again`: looked at now. */
export function shown(world: Observed, observed: Observed, now: Instant, again: string[] = []): Observed {
  const entries = Object.entries(world).filter(([name]) => name in observed);
  return Object.fromEntries(entries.map(([name, part]) => [name, again.includes(name) ? { ...part, at: now } : part]));
}

/** Who can't ask goes on as if there were nothing: and says so. */
function withoutUnknown(seen: Observed, input: Input, scene: Scene): { picture: Observed; troubles: Trouble[] } {
  const nothing = nothingThere(input, scene);
  const troubles: Trouble[] = [];
  const picture: Observed = { ...seen };
  for (const [name, part] of Object.entries(seen)) {
    if (part.kind !== "unknown") continue;
    troubles.push(part.trouble);
    Object.assign(picture, { [name]: nothing[name as keyof Observed] });
  }
  const { certificates } = picture;
  if (certificates?.kind !== "known") return { picture, troubles };
  const readable = certificates.value.filter(({ tags, detail }) => {
    const unread = [tags, detail].flatMap((each) => (each?.kind === "unknown" ? [each.trouble] : []));
    troubles.push(...unread);
    return unread.length === 0;
  });
  return { picture: { ...picture, certificates: { ...certificates, value: readable } }, troubles };
}

function nothingThere(input: Input, { now }: Scene): Required<Observed> {
  const seen = seenAt(now);
  const { distribution } = input.desired;
  const accountId = accountOf(input);
  const existing = distribution.kind === "existing" ? placeholder(distribution.id, distribution.domainName) : null;
  return {
    account: seen(accountId),
    distribution: seen(existing === null ? null : emptyDistribution({ ...existing, accountId })),
    distributionTags: seen(null),
    holders: seen([]),
    former: seen([]),
    formerTraffic: seen({}),
    accessControl: seen(null),
    origin: seen({ kind: "unknown" as const }),
    certificates: seen([]),
    zones: seen(Object.fromEntries(input.desired.domains.map((domain) => [domain, zoneUnseen(domain)]))),
    recordSets: seen([]),
    dns: seen({}),
    exams: seen({}),
    traffic: seen({}),
    edges: seen({}),
    neighbours: seen([]),
    conflicts: seen(Object.fromEntries(input.desired.domains.map((domain) => [domain, NOBODY]))),
    leads: seen({}),
    temporary: seen(null),
    caa: seen({}),
    wildcards: seen({}),
  };
}

const NOBODY: ConflictLook = { conflicts: [], lead: { kind: "unknown" }, proof: null };

export const accountOf = ({ observed, facts }: Input): string => known(observed.account) ?? facts.accountId ?? "";

const zoneUnseen = (domain: string) => ({ kind: "found" as const, zoneId: "", zone: baseName(domain) });

export const placeholder = (id: string, domainName: string | null) => ({
  id,
  arn: `distribution/${id}`,
  domainName: domainName ?? `${id.toLowerCase()}.cloudfront.net`,
});
