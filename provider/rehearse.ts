/**
 * The run before the run: the same decisions, on what is really there now, with every step only imagined. Looks at AWS and DNS, and changes nothing. What
 * nobody can see is taken for nothing, and said to be unseen.
 */
import { ROUTES_ARE_FORGOTTEN_WITHIN } from "./core/backoff";
import { part } from "./core/causes";
import { decide } from "./core/decide";
import type { Next, Step } from "./core/decision";
import { baseName } from "./core/domain-name";
import { guidanceOf } from "./core/guidance";
import { type MadeUp, take } from "./core/imagine";
import { seenAt, servedEdges } from "./core/imagine-parts";
import { waitedFor } from "./core/imagine-waits";
import { known } from "./core/known";
import { remember, startRun, startWait } from "./core/memory";
import type { CertificateArn, Instant, Observed, ValidationRecord } from "./core/model";
import { NEW_DISTRIBUTION, type Plan, withItem } from "./core/plan";
import { reportOf } from "./core/report";
import { isForOwners } from "./core/rules/temporary";
import type { Input } from "./core/situation";
import { hasReached } from "./core/status";
import { LOOK_AFTER } from "./core/steps";
import { withWildcards } from "./core/wildcards";
import { forget } from "./observe";
import { inputOf, type Run } from "./reconcile";
import { newRecordName, UNKNOWN_VALUE, withoutNewNames } from "./rehearse-dns";
import { accountOf, during, looked, placeholder, type Scene, shown } from "./rehearse-looks";
import { isZoneUnseen, leftToSay, notesOf } from "./rehearse-notes";
import { withForesight } from "./rehearse-ports";
import { findStrangers, isImagined, mayHave, unlistedOf, withoutImagined, withStrangers } from "./rehearse-strangers";

/** More than any run of a group of a hundred names takes. */
const MOST_TURNS = 200;
/** The same wait, again and again, is for something that nobody can imagine. */
const MOST_WAITS = 12;
/** Whoever waits for a preview gets what there is of it by then. */
const LASTS_MS = 9_000;

export const rehearse = (run: Run): Promise<Plan> => play({ ...run, ports: withForesight(run) });

async function play(run: Run): Promise<Plan> {
  const over = run.ports.clock.sleep(LASTS_MS).then(() => "over" as const);
  let scene = opening(run);
  let waits: { what: string; times: number } = { what: "", times: 0 };
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const there = at(run, scene);
    const input = inputAt(there, scene);
    const next = decide(input);
    if (next.kind === "wait") waits = { what: next.what, times: next.what === waits.what ? waits.times + 1 : 1 };
    if (next.kind === "step") waits = { what: "", times: 0 };
    const end = endOf(next, scene) ?? (waits.times > MOST_WAITS ? "open" : undefined);
    if (end !== undefined) return planOf(run, scene, input, next, end);
    const followed = await Promise.race([follow(there, scene, input, next), over]);
    if (followed === "over") return planOf(run, scene, input, next, "late");
    scene = followed;
  }
  return planOf(run, scene, inputAt(at(run, scene), scene), { kind: "look", parts: [] }, "open");
}

function opening({ ports, desired, memory }: Run): Scene {
  const now = ports.clock.now();
  // A handshake would tell what answers now, and not what will then.
  const world: Observed = { edges: seenAt(now)(servedEdges(desired.domains)) };
  const nothing = { observed: {}, items: [], unchecked: [], notes: undefined, strangers: undefined };
  return { ...nothing, world, memory: startRun(memory, now), now, pending: new Set() };
}

function inputAt(run: Run, scene: Scene): Input {
  const { observed, strangers, now } = scene;
  return inputOf(run, { ...scene, observed: withStrangers(observed, strangers, now) });
}

/** Time goes by as the decision asks for it, and nobody waits. */
const at = (run: Run, { now }: Scene): Run => ({
  ...run,
  deadline: Number.POSITIVE_INFINITY,
  ports: { ...run.ports, clock: { now: () => now, sleep: async () => {} } },
});

function endOf(next: Next, { strangers, notes }: Scene): Plan["end"] | undefined {
  switch (next.kind) {
    case "settled":
    case "superseded":
      return mayHave(strangers).length > 0 || isZoneUnseen(notes) ? "open" : "reached";
    case "blocked":
      return strangers !== undefined && isImagined(next.cause, strangers) ? "open" : "stops";
    case "wait":
      return next.on === "sibling" ? "reached" : undefined;
    default:
      return undefined;
  }
}

function planOf(run: Run, scene: Scene, input: Input, next: Next, end: Plan["end"]): Plan {
  const { items, unchecked, world, strangers, notes = [], pending } = scene;
  const causes = withoutImagined(reportOf(input, next, run.previous).causes, strangers);
  const said = [...causes, ...leftToSay(notes, items, causes)].map((each) => guidanceOf(withoutNewNames(each)));
  const distinct = new Map(unchecked.map(({ reason, operation, code }) => [operation, { reason, operation, code }]));
  const unlisted = unlistedOf(strangers, input);
  return {
    items,
    end,
    guidance: withWildcards(said, input.desired, world),
    obstacle: end === "stops" && next.kind === "blocked" ? next.cause : null,
    unchecked: [...distinct.values()],
    ...(unlisted !== undefined && { unlisted }),
    pending: [...pending],
  };
}

async function follow(run: Run, scene: Scene, input: Input, next: Next): Promise<Scene> {
  switch (next.kind) {
    case "look":
      return looked(run, scene, input, next.parts);
    case "step":
      return (await beforeStep(run, scene, input, next.step)) ?? stepped(scene, input, next.step);
    case "wait":
      return waited(run, await noted(run, scene, input), input, next);
    default:
      return scene;
  }
}

/** What a run is told meanwhile, and a rehearsal has to ask for. */
async function beforeStep(run: Run, scene: Scene, input: Input, step: Step): Promise<Scene | undefined> {
  if (step.kind === "requestCertificate" && scene.notes === undefined) {
    const told = await noted(run, scene, input);
    return told.notes === undefined ? undefined : told;
  }
  if (!bringsNames(step, scene)) return undefined;
  // Who has a name is told to a run by a refusal, and by the account to who asks.
  const unseen = placesOfNames(input).filter((name) => scene.observed[name] === undefined);
  if (unseen.length > 0) return looked(run, scene, input, unseen.map(part));
  if (scene.strangers !== undefined) return undefined;
  const strangers = await during(scene, "leads", () => findStrangers(input, run.ports));
  return { ...scene, strangers };
}

/** Alias records of Route 53 show to who can read the zone alone. */
const placesOfNames = ({ observed }: Input) =>
  observed.zones === undefined ? (["holders"] as const) : (["holders", "recordSets"] as const);

async function noted(run: Run, scene: Scene, input: Input): Promise<Scene> {
  if (scene.notes !== undefined) return scene;
  return { ...scene, notes: await during(scene, "exams", () => notesOf(input, run.ports)) };
}

function stepped(scene: Scene, input: Input, step: Step): Scene {
  const { observed: world, outcome } = take(scene.world, step, madeUp(input, scene));
  const memory = remember(scene.memory, step, outcome, scene.now);
  const { aliases = [], viewerCertificate } = known(scene.world.distribution) ?? {};
  const before = { aliases, certificate: viewerCertificate?.id ?? null, unlisted: mayHave(scene.strangers) };
  const items = withItem(scene.items, { kind: "step", step, before });
  const observed = shown(world, forget(scene.observed, LOOK_AFTER[step.kind].done), scene.now);
  return { ...scene, world, observed, memory, items };
}

type Wait = Extract<Next, { kind: "wait" }>;

async function waited(run: Run, scene: Scene, input: Input, next: Wait): Promise<Scene> {
  const now = Math.max(scene.now + 1, next.until, endOfGrace(next, scene));
  const returns = returnsAt(input, next) && !scene.items.some((item) => item.kind === "wait" && item.returns);
  const items = withItem(scene.items, { kind: "wait", on: next.on, cause: withoutNewNames(next.cause), returns });
  const world = waitedFor(scene.world, next, input, now);
  const memory = startWait(scene.memory, next.what, scene.now);
  const rested = { ...scene, world, observed: shown(world, scene.observed, now), memory, items, now };
  return looked(run, rested, input, next.parts);
}

/** Nobody can imagine that people lead their traffic away before it: the time that they get goes by. */
const endOfGrace = ({ what }: Wait, { memory, now }: Scene): Instant =>
  what === "grace" ? (memory.waits[what] ?? now) + ROUTES_ARE_FORGOTTEN_WITHIN : now;

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

/** Nobody can know the names that AWS will give; those of validation records do not change. */
function madeUp(input: Input, { world, now }: Scene): MadeUp {
  const accountId = accountOf(input);
  return {
    now,
    certificateArn: (token) => `arn:aws:acm:us-east-1:${accountId}:certificate/${token}` as CertificateArn,
    validationRecord: (base) => assignedBefore(world, base) ?? { name: newRecordName(base), value: UNKNOWN_VALUE },
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
