/** A plugin process: one `up` by the real hooks, the SDK of AWS and sockets, then it is over. `up.ts` starts it and says what to do. */
import { randomBytes } from "node:crypto";
import { createGroupHooks } from "../../provider/pulumi/group-hooks";
import { createDnsPort, createPorts, systemClock } from "../../provider/pulumi/ports-factory";
import type { Dependencies } from "../../provider/pulumi/run-group";
import { reconcile, refresh } from "../../provider/reconcile";
import { rehearse } from "../../provider/rehearse";
import { type Declared, type Outcome, type Stack, up } from "../simulation/life/engine";
import { withNaiveMoves } from "./naive-moves";

export interface Order {
  stack: Stack;
  declared: Declared[];
  /** Aliases move as a tool would move them that knows no better. */
  naiveMoves: boolean;
}

export interface Done {
  stack: Stack;
  outcome: Outcome;
}

const silent = { live: () => {}, say: () => {} };
const never = new Promise<never>(() => {});

function hooksFor({ naiveMoves }: Order) {
  const dependencies: Dependencies = {
    reconcile,
    refresh,
    rehearse,
    createPorts: (wish) => {
      const ports = createPorts(wish, silent);
      return naiveMoves ? withNaiveMoves(ports) : ports;
    },
    createDns: createDnsPort,
    openEngineLog: () => ({ progress: silent, close: async () => {} }),
    cancellation: () => ({ cancelled: () => false, cancellation: never }),
    clock: systemClock,
    newIncarnation: () => randomBytes(8).toString("hex"),
  };
  return createGroupHooks(dependencies);
}

process.once("message", async (order: Order) => {
  const { stack, declared } = order;
  const plugin = { hooks: hooksFor(order), accessKey: "", death: never, calls: () => 0, writes: () => 0 };
  const outcome = await up(stack, declared, plugin, { together: true, replace: null });
  process.send?.({ stack, outcome } satisfies Done);
});
