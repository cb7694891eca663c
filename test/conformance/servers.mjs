import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { executableName, ROOT } from "../setup/paths.mjs";
import { SetUpError } from "../setup/run.mjs";

/** Long enough for a slow machine, short enough for a person. */
const START_MS = 30_000;

/** Shorter than the simulator's own, where tests wait for them; each stage can still be seen. */
const LATENCIES = {
  accessControlReleased: 500,
  accessControlVisible: 300,
  certificateVisibleToCloudFront: 800,
  deletableAfterDeployed: 800,
  deploy: 2500,
  deployFirstEdge: 500,
  inUseByLag: 1500,
  insync: 1000,
  issuance: 500,
  resolverNegativeCache: 500,
  validationRecheck: 1000,
};

/** Starts the simulator. Its first line says where everything is. */
export async function startSimulator() {
  const latencies = Object.entries(LATENCIES).flatMap(([name, ms]) => ["--latency", `${name}=${ms}`]);
  const child = spawn(process.execPath, ["--import", "tsx", join("test", "simulator", "main.ts"), ...latencies], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface({ input: child.stdout });
  const started = once(lines, "line", { signal: AbortSignal.timeout(START_MS) });
  const [line] = await Promise.race([started, ended("The simulator", child)]).catch((error) => {
    child.kill("SIGKILL");
    throw error instanceof SetUpError ? error : new SetUpError(`The simulator did not start: ${error.message}`);
  });
  return { line, stop: () => stop(child) };
}

/** Starts moto's server, which validates certificates by itself after the given time and writes a line for each request. */
export async function startMoto(executables) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(join(executables, executableName("moto_server")), ["-H", "127.0.0.1", "-p", String(port)], {
    stdio: "ignore",
  });
  await Promise.race([untilAnswering(`${url}/moto-api/`), ended("moto", child)]);
  return { url, stop: () => stop(child) };
}

async function untilAnswering(url) {
  for (const start = Date.now(); Date.now() - start < START_MS; await sleep(100)) {
    if (await fetch(url).catch(() => undefined)) return;
  }
  throw new SetUpError(`Nothing answers at ${url}`);
}

async function ended(what, child) {
  const [code] = await Promise.race([once(child, "exit"), once(child, "error")]);
  throw new SetUpError(`${what} ended before it had started: ${code}`);
}

async function stop(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  const timer = setTimeout(() => child.kill("SIGKILL"), 3000);
  child.kill("SIGTERM");
  await exit;
  clearTimeout(timer);
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}
