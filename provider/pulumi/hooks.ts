/**
 * `pulumi-domain-group/provider`: the module that every stored state names, for ever, with these six names. It never imports @pulumi/pulumi, and loads
 * the SDK of AWS only for a hook that asks AWS.
 */
import { randomBytes } from "node:crypto";
import { reconcile, refresh } from "../reconcile";
import { rehearse } from "../rehearse";
import { type Cancellation, watchCancellation } from "./cancellation";
import { createHooks } from "./create-hooks";
import { openEngineLog } from "./engine";
import { createDnsPort, createPorts, systemClock } from "./ports-factory";

let watched: Cancellation | undefined;

const {
  check,
  diff,
  create,
  update,
  read,
  delete: remove,
} = createHooks({
  reconcile,
  refresh,
  rehearse,
  createPorts,
  createDns: createDnsPort,
  openEngineLog,
  // The server that sees a Ctrl-C is there by the first call, and is one for the whole process.
  cancellation: () => {
    watched ??= watchCancellation();
    return watched;
  },
  clock: systemClock,
  newIncarnation: () => randomBytes(8).toString("hex"),
});

export { check, create, diff, read, remove as delete, update };
