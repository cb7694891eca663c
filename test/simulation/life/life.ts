/** One life as it is played: the world, what is in it, and what is held against the promises at every event. */
import type { Report } from "../../../provider/core/report";
import type { Ports } from "../../../provider/ports";
import type { Run, RunResult } from "../../../provider/reconcile";
import type { ServiceName } from "../../simulator/contracts";
import { seededRandom } from "../../simulator/random";
import { ACCESS_KEY, ACCOUNT } from "../world";
import { type Aftermath, editComment, emptyAftermath } from "./accidents";
import type { Upset } from "./commands";
import { type Declared, emptyStack, type Stack } from "./engine";
import { createForeign, type Foreign, type Leave } from "./foreign";
import type { Plan } from "./plan";
import { type Process, startProcess } from "./process";
import { type Args, declared, type Program } from "./program";
import { forbiddenIn, type ValidationWatch, watchValidation } from "./promises";
import { createServing, type Serving } from "./serving";
import { createTroubles, type Troubles } from "./troubles";
import { createLifeWorld, type LifeWorld, OTHER_KEY } from "./world";

/** Between the hooks and AWS: the product as it would be without one of its rules. */
export type Breaking = (ports: Ports, world: LifeWorld) => Ports;

export interface Life {
  plan: Plan;
  world: LifeWorld;
  stack: Stack;
  program: Program;
  strangers: ReadonlySet<string>;
  serving: Serving;
  foreign: Foreign;
  validation: ValidationWatch;
  aftermath: Aftermath;
  troubles: Troubles;
  /** Things whose tags a user took off. */
  untold: Set<string>;
  /** Groups that the user took out of the state. */
  forgotten: Set<string>;
  problems: string[];
  broken(problem: string): void;
  /** What is going on now. */
  occasion: string;
  /** The last process was killed, and none has come to a good end since: the state does not have all that there is. */
  isCutShort: boolean;
  processStartedAt: number;
  /** When each service was last written to. */
  lastWrites: Map<ServiceName, number>;
  /** Rate refusals that the simulator was told to make. */
  throttles: number;
  breaking: Breaking;
  end(): void;
}

export async function beginLife(plan: Plan, breaking: Breaking): Promise<Life> {
  const { seed, level, facts } = plan;
  const world = await createLifeWorld(String(seed), level, facts);
  const { simulator } = world;
  const problems: string[] = [];
  const broken = (problem: string): void => {
    if (problems.length < MOST_PROBLEMS) problems.push(`${life.occasion}: ${problem}`);
  };
  const serving = createServing(world, broken);
  const foreign = createForeign(
    world,
    broken,
    leaveOf(world, () => life.program.groups),
  );
  const strangers = new Set(simulator.acm.snapshot().map(({ arn }) => arn));
  const validation = watchValidation(simulator, strangers, broken);
  const end = simulator.onCall({
    before: ({ operation, request }) => {
      if (operation !== "RequestCertificate" || !life.troubles.isReadable(life.processStartedAt)) return;
      for (const name of forbiddenIn(simulator, request))
        broken(`a certificate is requested that CAA forbids for ${name}`);
    },
    after: ({ service, operation }, { status, code }) => {
      if (!simulator.services[service].isWrite(operation)) return;
      life.lastWrites.set(service, world.clock.now());
      const occasion = `${operation} answered with ${code ?? status}`;
      serving.look(occasion);
      foreign.look(occasion);
      validation.look(occasion);
    },
  });
  const life: Life = {
    plan,
    world,
    stack: emptyStack(),
    program: { stack: "prod", groups: facts.groups },
    strangers,
    forgotten: new Set(),
    serving,
    foreign,
    validation,
    aftermath: emptyAftermath(),
    troubles: createTroubles(world, () => life.program.groups),
    untold: new Set(),
    problems,
    broken,
    occasion: "",
    throttles: 0,
    isCutShort: false,
    processStartedAt: 0,
    lastWrites: new Map(),
    breaking,
    end,
  };
  return life;
}

const MOST_PROBLEMS = 10;

/** By the program as it is. */
function leaveOf({ owners }: LifeWorld, groups: () => Args[]): Leave {
  return {
    extendsCaa: (name) =>
      groups().some(({ managesCaa, domains }) => managesCaa && domains.some((domain) => isAtOrAbove(name, domain))),
    takes: (alias, id) =>
      owners.get(id) === ACCOUNT && groups().some(({ takesNames, domains }) => takesNames && domains.includes(alias)),
  };
}

const isAtOrAbove = (name: string, domain: string): boolean => `.${domain}`.endsWith(`.${name}`);

/** Every group that has to do with the set extends it, and goes on. */
export const isLeftToGroups = ({ program }: Life, { extendable }: { extendable?: string }): boolean =>
  extendable !== undefined &&
  program.groups.every(
    ({ managesCaa, domains }) => managesCaa || domains.every((domain) => !isAtOrAbove(extendable, domain)),
  );

/** The program as its user runs it. */
export function declaredIn({ program, world }: Pick<Life, "program" | "world">, groups = program.groups): Declared[] {
  const owners = [...world.owners].filter(([, account]) => account === ACCOUNT).map(([id]) => id);
  return declared({ ...program, groups }, world.places, owners);
}

/** What others do: the promises are about what the groups do. */
export function byOthers(life: Life, act: () => void): void {
  life.foreign.byOthers(act);
  life.validation.forget();
  life.serving.look("after somebody else acted");
}

/** A process of its own for one command. `id`: of the command. */
export function processFor(life: Life, upset: Upset, id: number): Process {
  const { world, breaking } = life;
  const { kill, expired, cancelled, raced, struck, isOtherAccount } = upset;
  disturb(life, upset, id);
  life.processStartedAt = world.clock.now();
  const act = (): void => byOthers(life, () => void editComment(world, id));
  const strike = ({ trouble, pick }: NonNullable<Upset["struck"]>): void =>
    byOthers(life, () => life.troubles.begin(id, trouble, pick));
  return startProcess(world, {
    accessKey: isOtherAccount === true ? OTHER_KEY : ACCESS_KEY,
    mishaps: {
      ...(kill !== undefined && { kill }),
      ...(expired !== undefined && { expired }),
      ...(cancelled !== undefined && { cancelled }),
      ...(raced !== undefined && { beforeWrite: { write: raced, act } }),
      ...(struck !== undefined && { beforeCall: { call: struck.call, act: () => strike(struck) } }),
    },
    breaking: (ports) => breaking(ports, world),
    onResult: (run, result) => judge(life, run, result, upset),
    onRepeat: (what) => life.broken(`the same write twice with no wait between: ${what}`),
  });
}

/** Some of the calls fail for as long as the command lasts. */
function disturb(life: Life, { faults: wanted }: Upset, id: number): void {
  const { faults } = life.world.simulator;
  faults.clear();
  if (wanted === undefined) return;
  const random = seededRandom(`faults ${life.plan.seed} ${id}`);
  faults.choose(({ isWrite, hasIfMatch, service }) => {
    const kind = wanted.kinds[random.below(wanted.kinds.length)];
    if (random.next() * 100 >= wanted.percent || kind === undefined) return undefined;
    // "This action returns the most current version of the records" (Route 53 API reference, ListResourceRecordSets).
    if (kind === "stale" && (isWrite || service === "route53" || !isRecent(life, service))) return undefined;
    if (kind === "precondition" && !hasIfMatch) return undefined;
    if (kind === "throttle") life.throttles += 1;
    return kind;
  });
}

/** Reads lag by seconds: nobody is shown what was there before for minutes. */
const isRecent = ({ lastWrites, world }: Life, service: ServiceName): boolean =>
  world.clock.now() - (lastWrites.get(service) ?? 0) < 60_000;

function judge(life: Life, { desired, goal }: Run, { end, report }: RunResult, upset: Upset): void {
  if (report.causes.some(({ code }) => code === "NOT_KEPT")) life.broken("a step was decided on again (NOT_KEPT)");
  const keys = report.dnsRecords.map(({ key }) => key);
  for (const key of keys.filter((each, index) => keys.indexOf(each) < index))
    life.broken(`the record ${key} is there twice`);
  if (goal === "present" && end === "settled") settle(life, desired.domains, report, upset);
}

/** What a run says of a world in which somebody else acted counts only when it has seen all as it is. */
function settle(life: Life, domains: string[], report: Report, { faults }: Upset): void {
  if (!report.settled || faults?.kinds.includes("stale") === true) return;
  // It is attached, and serves when the user switches it on again.
  if (life.aftermath.disabled.has(report.distributionId ?? "")) return;
  life.serving.complete(domains);
}
