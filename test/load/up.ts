/** One `pulumi up`: a plugin process that lives as long as it takes, or as long as it may. */
import { fork } from "node:child_process";
import { join } from "node:path";
import type { Done, Order } from "./plugin";

export function runUp(order: Order, environment: NodeJS.ProcessEnv, withinMs?: number): Promise<Done> {
  const child = fork(join(__dirname, "plugin.ts"), {
    execArgv: ["--import", "tsx"],
    env: { ...process.env, ...environment },
    // State has maps and sets.
    serialization: "advanced",
    timeout: withinMs,
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => reject(new Error(`the plugin process ended with ${code ?? signal}`)));
    child.once("message", (done) => {
      resolve(done as Done);
      child.kill();
    });
    child.send(order);
  });
}
