import { parseArgs } from "node:util";
import { readLatencies, readSwitches } from "./control/setting-routes";
import { type RunOptions, startSimulator } from "./run";

const USAGE = `npm run simulator -- [--port N] [--seed S] [--latency NAME=MS]... [--switch NAME=VALUE]...
  --port     AWS; the control plane, DNS and the edges are at the three ports after it (default: free ones)
  --latency  as POST /latency takes them: issuance=500
  --switch   as POST /switches takes them: aliasDnsCheck=false`;

function readOptions(): RunOptions {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      seed: { type: "string" },
      latency: { type: "string", multiple: true, default: [] },
      switch: { type: "string", multiple: true, default: [] },
    },
  });
  return {
    ...(values.port === undefined ? {} : { port: readPort(values.port) }),
    ...(values.seed === undefined ? {} : { seed: values.seed }),
    latencies: readLatencies(Object.fromEntries(values.latency.map(pair)), "--latency"),
    switches: readSwitches(Object.fromEntries(values.switch.map(pair)), "--switch"),
  };
}

const LARGEST_FIRST_PORT = 65_532;

function readPort(text: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port <= LARGEST_FIRST_PORT) return port;
  throw new RangeError(`--port must be a whole number from 1 to ${LARGEST_FIRST_PORT}, and is ${text}`);
}

function pair(text: string): [string, unknown] {
  const [name = "", value = ""] = text.split("=");
  if (value === "true" || value === "false") return [name, value === "true"];
  return [name, value === "" || Number.isNaN(Number(value)) ? value : Number(value)];
}

async function main(): Promise<void> {
  const { aws, dns, edges, control, ca, close } = await startSimulator(readOptions());
  const stop = (): void => void close().then(() => process.exit(0));
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  console.log(JSON.stringify({ aws, dns, edges, control, ca }));
}

main().catch((error: unknown) => {
  console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  process.exit(2);
});
