/** One `pulumi up`: a plugin process that lives as long as it takes. */
import { fork } from "node:child_process";
import { join } from "node:path";
import type { Done, Order } from "./plugin";

/** `withinMs`: then it is killed, and the answer is `undefined`; default: never. One that ends by itself without an answer is an error all the same. */
export function runUp(order: Order, environment: NodeJS.ProcessEnv, withinMs?: number): Promise<Done | undefined> {
  const child = fork(join(__dirname, "plugin.ts"), {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, ...environment },
    // State has maps and sets.
    serialization: "advanced",
    timeout: withinMs,
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => {
      // Nobody but the time limit kills it before it has answered.
      if (child.killed) resolve(undefined);
      else reject(new Error(`the plugin process ended with ${code ?? signal}`));
    });
    child.once("message", (done) => {
      resolve(done as Done);
      child.kill();
    });
    child.send(order);
  });
}
