/** What users, AWS and accidents do in one life: plain data, drawn from a seed before anything happens. */
import type { Random } from "../../simulator/contracts";
import { type FaultKind, faultKinds } from "../../simulator/faults";
import { ACCIDENT_KINDS, type AccidentKind } from "./accidents";
import type { Change } from "./changes";
import { LABELS, type ProgramFacts, SERVICES, type Where } from "./program";
import { placeOf } from "./trouble";
import { TROUBLE_FAMILIES, type TroubleKind } from "./troubles";

/** What goes wrong with a process while it runs. */
export interface Upset {
  kill?: { call: number; when: "before" | "sent" | "after" };
  expired?: number;
  cancelled?: number;
  /** Somebody else writes right before this write of ours. */
  raced?: number;
  /** With the credentials of another account. */
  isOtherAccount?: true;
  /** A trouble begins right before this call. */
  struck?: { call: number; trouble: TroubleKind; pick: number };
  /** So many calls out of a hundred fail, in one of these ways. */
  faults?: { percent: number; kinds: FaultKind[] };
}

export type Command =
  | { kind: "up"; changes: Change[]; together: boolean; replace: number | null; upset: Upset }
  | { kind: "preview"; changes: Change[] }
  | { kind: "refresh"; upset: Upset }
  | { kind: "destroy"; upset: Upset }
  | { kind: "forget"; group: number }
  | { kind: "publish" }
  | { kind: "wait"; minutes: number }
  | { kind: "accident"; accident: AccidentKind; pick: number }
  | { kind: "trouble"; trouble: TroubleKind; pick: number }
  /** `of`: the command that began the trouble. */
  | { kind: "relief"; of: number };

/** `id`: what a command draws on the way depends on it, and not on the commands before. */
export type Numbered = Command & { id: number };

/** `troubles`: draws those that come on top of all the rest. */
export function drawCommands(random: Random, troubles: Random, { places }: Pick<ProgramFacts, "places">): Numbered[] {
  const count = 3 + random.below(5);
  const first: Command = { kind: "up", changes: [], together: true, replace: null, upset: drawUpset(random) };
  const later = Array.from({ length: count }, () => drawCommand(random, places));
  const commands = [first, ...later].map((command, id) => ({ ...command, id }));
  return withTroubles(commands, troubles, places);
}

/**
 * A trouble comes anywhere, the beginning included, as a rule shortly before an `up` that meets it, or in the middle of that; half of them go again
 * before the end.
 */
function withTroubles(commands: Numbered[], random: Random, places: number): Numbered[] {
  const all = [...commands];
  const count = random.below(4);
  for (let id = TROUBLES_FROM; id < TROUBLES_FROM + count; id++) {
    const at = random.below(all.length);
    const come = drawComing(random, places).map((command, index) => ({ ...command, id: id + 100 * index }));
    all.splice(at, 0, ...come);
    const later = at + come.length + random.below(all.length - at - come.length + 1);
    if (random.next() < 0.5) all.splice(later, 0, { kind: "relief", of: id, id: id + 200 });
  }
  return all;
}

function drawComing(random: Random, places: number): Command[] {
  const trouble = oneOf(random, oneOf(random, TROUBLE_FAMILIES, []), "resolver down");
  const pick = random.below(1000);
  const meeting = drawMeeting(random, places, trouble, pick);
  const drawn = random.next();
  if (drawn < 0.35) return [meeting({ struck: { call: 1 + Math.floor(random.next() ** 1.5 * 50), trouble, pick } })];
  return [{ kind: "trouble", trouble, pick }, ...(drawn < 0.8 ? [meeting({})] : [])];
}

/** The numbers of all others stay as they are without them. */
const TROUBLES_FROM = 100;

/** Something that the trouble is in the way of: a new certificate, or the very name that an owner has. */
function drawMeeting(random: Random, places: number, trouble: TroubleKind, pick: number): (upset: Upset) => Command {
  const { group, label } = placeOf(pick);
  const changes = trouble.startsWith("owner") ? [{ kind: "add", group, label } as const] : drawNeed(random, places);
  return (upset) => ({ kind: "up", changes, together: true, replace: null, upset });
}

function drawNeed(random: Random, places: number): Change[] {
  const group = random.below(3);
  const drawn = random.next();
  if (drawn < 0.3) return [{ kind: "add", group, label: oneOf(random, LABELS, "") }];
  if (drawn < 0.5) return [{ kind: "key", group }];
  if (drawn < 0.65) return [{ kind: "replace", group, labels: drawLabels(random) }];
  return drawn < 0.8 ? [drawChange(random, places)] : [];
}

function drawCommand(random: Random, places: number): Command {
  const drawn = random.next();
  if (drawn < 0.5) {
    const changes = Array.from({ length: random.below(3) }, () => drawChange(random, places));
    const replace = random.next() < 0.12 ? random.below(3) : null;
    return { kind: "up", changes, together: random.next() < 0.7, replace, upset: drawUpset(random) };
  }
  if (drawn < 0.54) return { kind: "preview", changes: [drawChange(random, places)] };
  if (drawn < 0.62) return { kind: "refresh", upset: drawUpsetOfLook(random) };
  if (drawn < 0.65) return { kind: "destroy", upset: drawUpsetOfLook(random) };
  if (drawn < 0.68) return { kind: "forget", group: random.below(3) };
  if (drawn < 0.76) return { kind: "publish" };
  if (drawn < 0.84) return { kind: "wait", minutes: Math.round(10 ** (random.next() * 3.5)) };
  const accident = oneOf(random, ACCIDENT_KINDS, "comment");
  return { kind: "accident", accident, pick: random.below(1000) };
}

function oneOf<T>(random: Random, list: readonly T[], otherwise: T): T {
  return list[random.below(list.length)] ?? otherwise;
}

function drawUpset(random: Random): Upset {
  const drawn = random.next();
  const call = 1 + Math.floor(random.next() ** 1.5 * 70);
  if (drawn < 0.45) return {};
  if (drawn < 0.62) return { kill: { call, when: oneOf(random, ["before", "sent", "after"] as const, "before") } };
  if (drawn < 0.67) return { expired: call };
  if (drawn < 0.72) return { cancelled: call };
  if (drawn < 0.78) return { raced: 1 + random.below(8) };
  if (drawn < 0.82) return { isOtherAccount: true };
  const kinds = random.next() < 0.5 ? [...faultKinds] : [oneOf(random, faultKinds, "lost")];
  return { faults: { percent: 2 + random.below(20), kinds } };
}

/** An update may have nothing to ask; these always ask, and what they are told decides about all that there is. */
function drawUpsetOfLook(random: Random): Upset {
  return random.next() < 0.2 ? { isOtherAccount: true } : drawUpset(random);
}

function drawChange(random: Random, places: number): Change {
  const group = random.below(3);
  const drawn = random.next();
  if (drawn < 0.22) return { kind: "add", group, label: oneOf(random, LABELS, "") };
  if (drawn < 0.4) return { kind: "remove", group, index: random.below(6) };
  if (drawn < 0.46) return { kind: "replace", group, labels: drawLabels(random) };
  if (drawn < 0.54) return { kind: "key", group };
  if (drawn < 0.58)
    return { kind: "protocol", group, version: oneOf(random, [null, "TLSv1.2_2021", "TLSv1.2_2019"], null) };
  if (drawn < 0.62) return { kind: "tags", group, tags: oneOf(random, [{}, { team: "a" }, { cost: "b" }], {}) };
  if (drawn < 0.76) return { kind: "move", group, where: drawWhere(random, places) };
  if (drawn < 0.83) return { kind: "give", group, to: random.below(3), index: random.below(6) };
  if (drawn < 0.87) return { kind: "merge", group, into: random.below(3) };
  if (drawn < 0.92) return { kind: "split", group, where: drawWhere(random, places) };
  if (drawn < 0.97) return { kind: "swap", group, with: random.below(3) };
  return { kind: "drop", group };
}

const drawLabels = (random: Random): string[] => [
  ...new Set(Array.from({ length: 1 + random.below(3) }, () => oneOf(random, LABELS, ""))),
];

export function drawWhere(random: Random, places: number): Where {
  return random.next() < 0.6
    ? { kind: "existing", place: random.below(places) }
    : { kind: "created", service: oneOf(random, SERVICES, "api") };
}

// ------------------------------------------------------------------------------------------------------------- in plain words

export function sentenceOf(command: Command): string {
  switch (command.kind) {
    case "up": {
      const { changes, together, replace, upset } = command;
      const order = together ? "" : ", one after the other";
      return `up${order}${replace === null ? "" : ` --replace group ${replace}`}${wordsOfChanges(changes)}${wordsOf(upset)}`;
    }
    case "preview":
      return `preview${wordsOfChanges(command.changes)}`;
    case "refresh":
    case "destroy":
      return `${command.kind}${wordsOf(command.upset)}`;
    case "forget":
      return `state delete of group ${command.group}`;
    case "publish":
      return "people publish all records that they are asked to";
    case "wait":
      return `${command.minutes} minutes pass`;
    case "accident":
      return `accident: ${command.accident} (${command.pick})`;
    case "trouble":
      return `trouble: ${command.trouble} (${command.pick})`;
    case "relief":
      return `relief of ${command.of}`;
  }
}

const wordsOfChanges = (changes: Change[]): string =>
  changes.length === 0 ? "" : `, after ${changes.map(({ kind, ...rest }) => `${kind} ${words(rest)}`).join(" and ")}`;

const wordsOf = (upset: Upset): string => (Object.keys(upset).length === 0 ? "" : `; upset: ${words(upset)}`);

const words = (object: object): string => JSON.stringify(object).slice(1, -1).replaceAll('"', "").replaceAll(":", " ");
