/** A run of the real decision in a made-up account. */
import { decide } from "../core/decide";
import type { Next } from "../core/decision";
import { issue } from "../core/imagine";
import { known } from "../core/known";
import { emptyMemory, remember } from "../core/memory";
import type { Desired, Observed } from "../core/model";
import { notice } from "../core/notice";
import type { DomainGroupState } from "../core/outputs";
import type { Report } from "../core/report";
import { reportOf } from "../core/report";
import type { Input } from "../core/situation";
import { parseDomainGroup } from "../pulumi/parse-domain-group";
import { publicOutputs } from "../pulumi/props";
import type { ExampleKind } from "./example-kind";
import { takeIn } from "./example-steps";
import { attachedByProgram, exampleWorld } from "./example-world";
import { NOW } from "./made-up";

/** The outputs at the end of a run that goes as `what` says. */
export function outputsOfRun(desired: Desired, what: ExampleKind): DomainGroupState {
  refuseImpossible(desired, what);
  return parseDomainGroup(publicOutputs(desired, lastReport(desired, what)));
}

/** A story that can't happen would come out as another one. */
function refuseImpossible({ certificate, distribution, dns }: Desired, what: ExampleKind): void {
  if (certificate !== null && (what === "waiting-for-records" || what === "caa-forbids")) {
    throw new TypeError(`exampleState: "${what}" does not happen to a group with a certificate of your own`);
  }
  if (dns.kind === "route53" && dns.manageCaa && what === "caa-forbids") {
    throw new TypeError(
      'exampleState: "caa-forbids" does not happen to a group with manageCaa, which adds what is lacking',
    );
  }
  if (distribution.kind === "program" && what === "conflict") {
    throw new TypeError(
      'exampleState: "conflict" does not happen to a group without a distribution: your program attaches',
    );
  }
}

/** More turns than any example takes. */
const MOST_TURNS = 100;

function lastReport(desired: Desired, what: ExampleKind): Report {
  let input = firstInput(desired, what);
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const next = decide(input);
    const following = follow(input, next, what);
    if (following === undefined) return reportOf(input, next, null);
    input = following;
  }
  throw new Error(`exampleState: "${what}" comes to no end`);
}

function firstInput(desired: Desired, what: ExampleKind): Input {
  return {
    desired,
    goal: "present",
    observed: exampleWorld(desired, what),
    memory: emptyMemory(NOW),
    facts: {
      incarnation: "example",
      owners: [desired.owner],
      accountId: null,
      outOfTime: false,
      letGoFor: 0,
      formerly: [],
      siblings: [],
      successor: null,
    },
    now: NOW,
  };
}

/** `undefined`: this is the end. */
function follow(input: Input, next: Next, what: ExampleKind): Input | undefined {
  if (next.kind === "step") {
    const { observed, outcome } = takeIn(input.observed, next.step, input.desired, what);
    const memory = remember(notice(input.memory, input.desired, observed, NOW), next.step, outcome, NOW);
    return { ...input, observed, memory };
  }
  if (isForTheProgram(input, next, what))
    return { ...input, observed: attachedByProgram(input.observed, input.desired) };
  const observed = next.kind === "wait" ? judged(input.observed, what) : undefined;
  return observed === undefined ? undefined : { ...input, observed };
}

/** ACM comes to its verdict. `undefined`: it has none to come to. */
function judged(observed: Observed, what: ExampleKind): Observed | undefined {
  const isPending = (known(observed.certificates) ?? []).some(
    ({ detail }) => known(detail)?.status === "PENDING_VALIDATION",
  );
  return isPending && what !== "waiting-for-records" ? issue(observed, NOW) : undefined;
}

/** The group is through, and its program has not attached yet. */
function isForTheProgram({ desired, observed }: Input, next: Next, what: ExampleKind): boolean {
  const isOpen = known(observed.distribution) === null;
  return next.kind === "settled" && desired.distribution.kind === "program" && what === "attached" && isOpen;
}
