import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { prepareDependencies } from "../setup/dependencies.mjs";
import { executableName, ROOT } from "../setup/paths.mjs";
import { run, SetUpError } from "../setup/run.mjs";
import { preparePython } from "./python.mjs";
import { startMoto, startSimulator } from "./servers.mjs";

// node test/conformance/run.mjs [MODULE...]
//
// boto3, an independent client, against the simulator, and the same calls against moto, an independent double. Sets itself up. The last line is
// `N passed, N failed`.

const LONGEST_RUN_MS = 5 * 60_000;
const servers = [];

try {
  await prepareDependencies();
  const executables = await preparePython();
  const simulator = await keep(startSimulator());
  const moto = await keep(startMoto(executables));
  const environment = { SIMULATOR: simulator.line, MOTO: moto.url, CREATED: createDistributions(simulator) };
  process.exitCode = await python(executables, environment);
} catch (error) {
  console.error(error instanceof SetUpError ? error.message : error);
  console.log("\n0 passed, 1 failed");
  process.exitCode = 1;
} finally {
  await Promise.all(servers.map(({ stop }) => stop()));
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

/** Runs the tests with their output shown. The user's AWS settings stay out of it. */
async function python(executables, environment) {
  const clean = Object.entries(process.env).filter(([name]) => !name.startsWith("AWS_"));
  const child = spawn(
    join(executables, executableName("python")),
    ["-B", "-W", "ignore", join(import.meta.dirname, "main.py"), ...process.argv.slice(2)],
    {
      env: { ...Object.fromEntries(clean), ...environment, AWS_EC2_METADATA_DISABLED: "true", AWS_CONFIG_FILE: "none" },
      stdio: ["ignore", "inherit", "inherit"],
      timeout: LONGEST_RUN_MS,
      killSignal: "SIGKILL",
    },
  );
  const [code, signal] = await once(child, "close");
  if (signal)
    throw new SetUpError(`The tests were ended by ${signal}, after at most ${LONGEST_RUN_MS / 60_000} minutes.`);
  return code;
}
