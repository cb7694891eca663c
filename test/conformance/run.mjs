import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { prepareDependencies } from "../setup/dependencies.mjs";
import { executableName, ROOT } from "../setup/paths.mjs";
import { run, SetUpError } from "../setup/run.mjs";
import { FAILED, mocha, setUp } from "../setup/steps.mjs";
import { startBind } from "./bind/bind.mjs";
import { preparePython } from "./python.mjs";
import { startMoto, startSimulator } from "./servers.mjs";

// node test/conformance/run.mjs [bind | MODULE...]
//
// The simulator under boto3, an independent client, with the same calls against moto, an independent double; and our DNS look-ups against BIND, an
// independent server. Sets itself up. The last line is `N passed, N failed`.

const LONGEST_RUN_MINUTES = 5;
const servers = [];

const wanted = process.argv.slice(2);
const modules = wanted.filter((name) => name !== "bind");
const parts = [
  ...(wanted.length === 0 || wanted.includes("bind") ? [bind] : []),
  ...(wanted.length === 0 || modules.length > 0 ? [python] : []),
];
const counts = [await setUp(prepareDependencies)];
try {
  // Without its packages nothing can run.
  for (const part of counts[0].failed === 0 ? parts : []) counts.push(await countsOf(part));
} finally {
  await Promise.all(servers.map(({ stop }) => stop()));
}
const sum = (key) => counts.reduce((total, part) => total + part[key], 0);
console.log(`\n${sum("passed")} passed, ${sum("failed")} failed`);
process.exitCode = sum("failed") === 0 ? 0 : 1;

/** A part that cannot be set up has failed, and the next one is tried all the same. */
async function countsOf(part) {
  try {
    return await part();
  } catch (error) {
    console.error(error instanceof SetUpError ? error.message : error);
    return FAILED;
  }
}

async function bind() {
  const { port } = await keep(startBind());
  return mocha("conformance", { minutes: LONGEST_RUN_MINUTES, secondsEach: 20, env: { BIND_PORT: String(port) } });
}

async function python() {
  const executables = await preparePython();
  const simulator = await keep(startSimulator());
  const moto = await keep(startMoto(executables));
  return boto3(executables, { SIMULATOR: simulator.line, MOTO: moto.url, CREATED: createDistributions(simulator) });
}

async function keep(starting) {
  const server = await starting;
  servers.push(server);
  return server;
}

/** What a group creates, made by our own adapter; in an account of its own, so that the other tests do not see it. */
function createDistributions({ line }) {
  const script = join("test", "conformance", "create-distributions.ts");
  return run(process.execPath, ["--import", "tsx", script], {
    cwd: ROOT,
    env: {
      AWS_ENDPOINT_URL: JSON.parse(line).aws,
      AWS_ACCESS_KEY_ID: "AKIASIMULATOR0000002",
      AWS_SECRET_ACCESS_KEY: "secret",
    },
    what: "Creating distributions",
  });
}

/** Runs the Python tests with their output shown. The user's AWS settings stay out of it. */
async function boto3(executables, environment) {
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
  const child = spawn(
    join(executables, executableName("python")),
    ["-B", "-W", "ignore", join(import.meta.dirname, "main.py"), ...modules],
    {
      env: { ...Object.fromEntries(clean), ...environment, AWS_EC2_METADATA_DISABLED: "true", AWS_CONFIG_FILE: "none" },
      stdio: ["ignore", "pipe", "inherit"],
      timeout: LONGEST_RUN_MINUTES * 60_000,
      killSignal: "SIGKILL",
    },
  );
  const ended = once(child, "close");
  const found = await countsIn(child.stdout);
  const [code, signal] = await ended;
  if (signal) throw new SetUpError(`The tests were ended by ${signal}, after at most ${LONGEST_RUN_MINUTES} minutes.`);
  if (!found) throw new SetUpError(`The Python tests ended with ${code}, without their counts.`);
  return code !== 0 && found.failed === 0 ? { ...found, failed: 1 } : found;
}

/** Of what is written, and shown here: the last line with counts. */
async function countsIn(output) {
  let found;
  for await (const line of createInterface({ input: output })) {
    console.log(line);
    const [, passed, failed] = /^(\d+) passed, (\d+) failed$/.exec(line) ?? [];
    if (passed) found = { passed: Number(passed), failed: Number(failed) };
  }
  return found;
}
