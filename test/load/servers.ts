/** The simulator in a process of its own, as `npm run simulator` starts it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { control, environmentOf, QUICK } from "../e2e/world";
import { root } from "../setup/root";
import type { RunningSimulator } from "../simulator/run";

export interface Servers extends Pick<RunningSimulator, "aws" | "dns" | "edges" | "control" | "ca"> {
  httpsPort: number;
  dnsPort: number;
  /** For a process that calls AWS. */
  environment: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export async function startServers(): Promise<Servers> {
  const latencies = Object.entries(QUICK).flatMap(([name, ms]) => ["--latency", `${name}=${ms}`]);
  const child = spawn(process.execPath, ["--import", "tsx", "test/simulator/main.ts", ...latencies], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const close = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    const exit = once(child, "exit");
    child.kill();
    await exit;
  };
  const said = once(createInterface({ input: child.stdout }), "line");
  const [line] = await Promise.race([said, once(child, "exit").then(refuse)]);
  const places: Pick<RunningSimulator, "aws" | "dns" | "edges" | "control" | "ca"> = JSON.parse(line);
  const ports = { dnsPort: portOf(places.dns), httpsPort: portOf(places.edges[0]) };
  return { ...places, ...ports, environment: environmentOf({ ...places, ...ports }), close };
}

function refuse([code]: unknown[]): never {
  throw new Error(`The simulator ended with ${code} before it could be used.`);
}

const portOf = (place = ""): number => Number(place.split(":")[1]);
export const addressOf = (place: string): string => place.split(":")[0] ?? "";

/** Distributions of the account, in a world with a zone for all domains. */
export async function createPlaces(servers: Servers, account: string, count: number): Promise<Place[]> {
  await control(servers, "/zones", { name: "example.com", account });
  const places: Place[] = [];
  for (let made = 0; made < count; made += 1) places.push((await control(servers, "/distributions", {})) as Place);
  return places;
}

export interface Place {
  id: string;
  domainName: string;
}
