/** One plugin process: the real hooks over ports of their own. It may die, lose its credentials or be cancelled at any AWS call. */
import type { Clock, Ports } from "../../../provider/ports";
import { createGroupHooks } from "../../../provider/pulumi/group-hooks";
import type { Hooks } from "../../../provider/pulumi/hook-set";
import type { Dependencies } from "../../../provider/pulumi/run-group";
import { type Run, type RunResult, reconcile, refresh } from "../../../provider/reconcile";
import { rehearse } from "../../../provider/rehearse";
import {
  AwsError,
  type Caller,
  type ServiceName,
  type WireRequest,
  type WireResponse,
} from "../../simulator/contracts";
import { isJson } from "../../simulator/permissions";
import type { Simulator } from "../../simulator/simulator";
import { watchRepeats } from "./repeats";
import { type LifeWorld, portsOf } from "./world";

/** What goes wrong with a process. Calls are counted from 1, writes too. */
export interface Mishaps {
  /** `sent`: the request is on its way, and nobody waits for it any more. */
  kill?: { call: number; when: "before" | "sent" | "after" };
  /** The session is over from this call on. */
  expired?: number;
  /** Ctrl-C before this call. */
  cancelled?: number;
  /** Somebody else does something right before this write. */
  beforeWrite?: { write: number; act: () => void };
  /** The same, before any call. */
  beforeCall?: { call: number; act: () => void };
}

export interface ProcessOptions {
  accessKey: string;
  mishaps: Mishaps;
  /** Between the hooks and AWS, to break a promise on purpose. */
  breaking: (ports: Ports) => Ports;
  /** Told of every run of the loop that came to an end. */
  onResult: (run: Run, result: RunResult) => void;
  /** Told of a write that a run sends twice with no wait between. */
  onRepeat?: (what: string) => void;
}

export interface Process {
  hooks: Hooks;
  accessKey: string;
  /** Resolves when the process dies, if ever. */
  death: Promise<"killed">;
  /** To AWS, so far. */
  calls(): number;
  /** Of these, those that change something. */
  writes(): number;
}

/** What a dead process waits for. */
const NEVER = new Promise<never>(() => {});

export function startProcess(world: LifeWorld, options: ProcessOptions): Process {
  const { accessKey, mishaps, breaking, onResult, onRepeat = () => {} } = options;
  const life = createLifeLine();
  const cancellation = createSwitch();
  const wire = troubledWire(world.simulator, mishaps, life, cancellation.turn);
  let ports: Ports | undefined;
  const clock = mortalClock(world.clock, life);
  const watched = (loop: (run: Run) => Promise<RunResult>) => async (run: Run) => {
    const result = await loop(run);
    onResult(run, result);
    return result;
  };
  const portsHere = (): Ports => {
    ports ??= breaking({
      ...portsOf({ ...world, simulator: { ...world.simulator, call: wire.call } }, accessKey),
      clock,
    });
    return ports;
  };
  const dependencies: Dependencies = {
    reconcile: watched(reconcile),
    refresh: watched(refresh),
    rehearse,
    createPorts: (_wish, progress) => watchRepeats({ ...portsHere(), progress }, onRepeat),
    createDns: () => portsHere().dns,
    openEngineLog: () => ({ progress: { live: () => {}, say: () => {} }, close: async () => {} }),
    cancellation: () => ({ cancelled: cancellation.isOn, cancellation: cancellation.turned }),
    clock,
    newIncarnation: () => world.random.hex(16),
  };
  return {
    hooks: createGroupHooks(dependencies),
    accessKey,
    death: life.death,
    calls: wire.calls,
    writes: wire.writes,
  };
}

interface LifeLine {
  death: Promise<"killed">;
  isOver(): boolean;
  end(): void;
}

function createLifeLine(): LifeLine {
  const { isOn, turn, turned } = createSwitch();
  return { death: turned.then(() => "killed"), isOver: isOn, end: turn };
}

function createSwitch(): { isOn(): boolean; turn(): void; turned: Promise<void> } {
  let on = false;
  let resolve = (): void => {};
  const turned = new Promise<void>((resolved) => {
    resolve = resolved;
  });
  return {
    isOn: () => on,
    turn: () => {
      on = true;
      resolve();
    },
    turned,
  };
}

function mortalClock({ now, sleep }: Clock, { isOver }: LifeLine): Clock {
  return {
    now,
    sleep: async (ms) => {
      await sleep(ms);
      if (isOver()) await NEVER;
    },
  };
}

function troubledWire(simulator: Simulator, mishaps: Mishaps, life: LifeLine, cancel: () => void) {
  const { kill, expired, cancelled, beforeWrite, beforeCall } = mishaps;
  let calls = 0;
  let writes = 0;

  function isWrite(request: WireRequest, name: ServiceName): boolean {
    const service = simulator.services[name];
    const operation = service.operationOf(request);
    return operation !== undefined && service.isWrite(operation);
  }

  async function call(request: WireRequest, service: ServiceName): Promise<WireResponse> {
    if (life.isOver()) return NEVER;
    calls += 1;
    if (isWrite(request, service)) {
      writes += 1;
      if (writes === beforeWrite?.write) beforeWrite.act();
    }
    if (calls === beforeCall?.call) beforeCall.act();
    if (calls === cancelled) cancel();
    const dies = calls === kill?.call ? kill.when : undefined;
    if (dies === "before") return die();
    if (expired !== undefined && calls >= expired) return expiredToken(simulator, service);
    const answer = simulator.call(request, service);
    if (dies === "sent") return die();
    const response = await answer;
    if (dies === "after") return die();
    return life.isOver() ? NEVER : response;
  }

  function die(): Promise<never> {
    life.end();
    return NEVER;
  }

  return { call, calls: () => calls, writes: () => writes };
}

function expiredToken({ services }: Simulator, service: ServiceName): WireResponse {
  const code = isJson(service) ? "ExpiredTokenException" : "ExpiredToken";
  const error = new AwsError(code, "The security token included in the request is expired", 403);
  const nobody: Caller = { account: "", region: "us-east-1", principal: "", requestId: "expired", stale: false };
  return services[service].errorResponse(error, nobody);
}
