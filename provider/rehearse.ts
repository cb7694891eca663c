/**
 * The run before the run: the same decisions, on what is really there now, with every step only imagined. Looks at AWS and DNS, and changes nothing. What
 * nobody can see is taken for nothing, and said to be unseen.
 */
import { part } from "./core/causes";
import { decide } from "./core/decide";
import type { Next, Step } from "./core/decision";
import { baseName } from "./core/domain-name";
import { emptyDistribution, type MadeUp, take } from "./core/imagine";
import { seenAt, servedEdges, withDistributions } from "./core/imagine-parts";
import { waitedFor } from "./core/imagine-waits";
import { known } from "./core/known";
import type { ConflictLook } from "./core/looks";
import { remember, startRun, startWait } from "./core/memory";
import type { CertificateArn, Instant, Observed, Part, Trouble, ValidationRecord } from "./core/model";
import { notice } from "./core/notice";
import { NEW_DISTRIBUTION, NEW_ZONE, type Plan, type PlanItem, withItem } from "./core/plan";
import type { Memory } from "./core/remembered";
import { reportOf } from "./core/report";
import { isForOwners } from "./core/rules/temporary";
import type { Input } from "./core/situation";
import { hasReached } from "./core/status";
import { LOOK_AFTER, MOVED } from "./core/steps";
import { withWildcards } from "./core/wildcards";
import { forget, observe } from "./observe";
import { inputOf, type Run } from "./reconcile";
import { UNKNOWN_VALUE, withForesight } from "./rehearse-ports";

interface Scene {
  /** All that was looked at, with what the steps so far have made of it. */
  world: Observed;
  /** Of that, what the decision has been shown since it was last changed. */
  observed: Observed;
  memory: Memory;
  now: Instant;
  items: PlanItem[];
  unchecked: Trouble[];
}

/** More than any run of a group of a hundred names takes. */
const MOST_TURNS = 200;
/** The same wait, again and again, is for something that nobody can imagine. */
const MOST_WAITS = 12;

export const rehearse = (run: Run): Promise<Plan> => play({ ...run, ports: withForesight(run) });

async function play(run: Run): Promise<Plan> {
  const now = run.ports.clock.now();
  // A handshake would tell what answers now, and not what will then.
  const world: Observed = { edges: seenAt(now)(servedEdges(run.desired.domains)) };
  let scene: Scene = { world, observed: {}, memory: startRun(run.memory, now), now, items: [], unchecked: [] };
  let waits = 0;
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const there = at(run, scene);
    const input = inputOf(there, scene);
    const next = decide(input);
    waits = next.kind === "wait" ? waits + 1 : next.kind === "look" ? waits : 0;
    const end = endOf(next) ?? (waits > MOST_WAITS ? "open" : undefined);
    if (end !== undefined) return planOf(run, scene, input, next, end);
    scene = await follow(there, scene, input, next);
  }
  const input = inputOf(at(run, scene), scene);
  return planOf(run, scene, input, { kind: "look", parts: [] }, "open");
}

/** Time goes by as the decision asks for it, and nobody waits. */
const at = (run: Run, { now }: Scene): Run => ({
  ...run,
  deadline: Number.POSITIVE_INFINITY,
  ports: { ...run.ports, clock: { now: () => now, sleep: async () => {} } },
});

function endOf(next: Next): Plan["end"] | undefined {
  switch (next.kind) {
    case "settled":
    case "superseded":
      return "reached";
    case "blocked":
      return "stops";
    case "wait":
      return next.on === "sibling" ? "reached" : undefined;
    default:
      return undefined;
  }
}

function planOf(run: Run, { items, unchecked, world }: Scene, input: Input, next: Next, end: Plan["end"]): Plan {
  const guidance = withWildcards(reportOf(input, next, run.previous).guidance, input.desired, world);
  const distinct = new Map(unchecked.map(({ reason, operation, code }) => [operation, { reason, operation, code }]));
  const obstacle = next.kind === "blocked" ? next.cause : null;
  return { items, end, guidance, obstacle, unchecked: [...distinct.values()] };
}

async function follow(run: Run, scene: Scene, input: Input, next: Next): Promise<Scene> {
  switch (next.kind) {
    case "look":
      return looked(run, scene, input, next.parts);
    case "step": {
      // Who has a name is told to a run by a refusal, and by the account to who asks.
      if (bringsNames(next.step, scene) && scene.observed.holders === undefined)
        return looked(run, scene, input, [part("holders")]);
      const { observed: world, outcome } = take(scene.world, next.step, madeUp(input, scene));
      const memory = remember(scene.memory, next.step, outcome, scene.now);
      const { aliases = [], viewerCertificate } = known(scene.world.distribution) ?? {};
      const before = { aliases, certificate: viewerCertificate?.id ?? null };
      const items = withItem(scene.items, { kind: "step", step: next.step, before });
      const observed = shown(world, forget(scene.observed, LOOK_AFTER[next.step.kind].done), scene.now);
      return { ...scene, world, observed, memory, items };
    }
    case "wait": {
      const now = Math.max(scene.now + 1, next.until);
      const returns = returnsAt(input, next) && !scene.items.some((item) => item.kind === "wait" && item.returns);
      const items = withItem(scene.items, { kind: "wait", on: next.on, cause: next.cause, returns });
      const world = waitedFor(scene.world, next, input, now);
      const memory = startWait(scene.memory, next.what, scene.now);
      const rested = { ...scene, world, observed: shown(world, scene.observed, now), memory, items, now };
      return looked(run, rested, input, next.parts);
    }
    default:
      return scene;
  }
}

/** Names that come from another distribution come by a move. */
function bringsNames(step: Step, { world }: Scene): boolean {
  const present = known(world.distribution)?.aliases ?? [];
  return step.kind === "updateDistribution" && step.change.aliases.some((alias) => !present.includes(alias));
}

/** As `reconcile` ends. */
function returnsAt(input: Input, next: Extract<Next, { kind: "wait" }>): boolean {
  const { waitFor, distribution } = input.desired;
  if (isForOwners(next)) return false;
  if (waitFor === "auto") return next.on === "you" && distribution.kind !== "program";
  return hasReached(reportOf(input, next, null).reached, waitFor);
}

/** What has been looked at once is looked at in the imagination. */
async function looked(run: Run, scene: Scene, input: Input, parts: Part[]): Promise<Scene> {
  const open = parts.filter((part) => isUnseen(part, scene.world));
  const real = open.filter((part) => !isImagined(part, input, scene));
  const all = await observe({ ...input, observed: scene.observed }, real, run.ports);
  const changed = Object.entries(all).filter(([name, part]) => part !== scene.observed[name as keyof Observed]);
  const { picture, troubles } = withoutUnknown(Object.fromEntries(changed), input, scene);
  const names = parts.map(nameOf);
  const nothing = Object.entries(nothingThere(input, scene)).filter(([name]) => names.some((each) => each === name));
  const world = readAnew({ ...Object.fromEntries(nothing), ...scene.world, ...picture });
  const wanted = [...Object.keys(picture), ...names];
  const added = Object.fromEntries(Object.entries(world).filter(([name]) => wanted.includes(name)));
  const observed = shown(world, { ...scene.observed, ...added }, scene.now, wanted);
  const memory = notice(scene.memory, input.desired, observed, scene.now);
  return { ...scene, world, observed, memory, unchecked: [...scene.unchecked, ...troubles] };
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
function shown(world: Observed, observed: Observed, now: Instant, again: string[] = []): Observed {
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

const accountOf = ({ observed, facts }: Input): string => known(observed.account) ?? facts.accountId ?? "";

const zoneUnseen = (domain: string) => ({ kind: "found" as const, zoneId: "", zone: baseName(domain) });

const placeholder = (id: string, domainName: string | null) => ({
  id,
  arn: `distribution/${id}`,
  domainName: domainName ?? `${id.toLowerCase()}.cloudfront.net`,
});

/** Nobody can know the names that AWS will give; those of validation records do not change. */
function madeUp(input: Input, { world, now }: Scene): MadeUp {
  const accountId = accountOf(input);
  return {
    now,
    certificateArn: (token) => `arn:aws:acm:us-east-1:${accountId}:certificate/${token}` as CertificateArn,
    validationRecord: (base) => assignedBefore(world, base) ?? { name: `_new.${base}`, value: UNKNOWN_VALUE },
    distribution: { ...placeholder(NEW_DISTRIBUTION, null), accountId },
    accessControlId: () => "NEW",
  };
}

/** The same for every certificate of the account (ACM user guide, "DNS validation"). */
function assignedBefore({ certificates }: Observed, base: string): ValidationRecord | undefined {
  const details = (known(certificates) ?? []).flatMap(({ detail }) => known(detail) ?? []);
  const validations = details.flatMap((detail) => detail.validations);
  return validations.flatMap(({ domain, record }) => (record !== null && baseName(domain) === base ? [record] : []))[0];
}
