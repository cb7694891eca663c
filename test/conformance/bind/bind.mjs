import { spawn } from "node:child_process";
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { executableName, folderOnPath, ROOT, SCRATCH } from "../../setup/paths.mjs";
import { run, SetUpError, say } from "../../setup/run.mjs";
import { startRelay } from "./relay.mjs";

const START_MS = 30_000;
/** Another process may be installing something. */
const LOCK_SECONDS = 120;

/** Starts one named that plays a whole internet (internet.ts). At 127.0.0.1 and `port` it is a resolver. */
export async function startBind() {
  const named = findNamed() ?? installNamed();
  const port = await freePort();
  mkdirSync(SCRATCH, { recursive: true });
  const folder = mkdtempSync(join(SCRATCH, "bind-"));
  const closing = [() => rmSync(folder, { recursive: true, force: true })];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    const write = ["--import", "tsx", join("test", "conformance", "bind", "write.ts"), folder, String(port)];
    const sources = JSON.parse(run(process.execPath, write, { cwd: ROOT, what: "Writing the zones for BIND" }));
    // Ubuntu's AppArmor profile lets the installed one read its own folders alone.
    const program = join(folder, "named");
    copyFileSync(named, program);
    const child = spawn(program, ["-g", "-4", "-n", "1", "-c", "named.conf"], {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
    });
    closing.push(() => kill(child));
    await running(child);
    closing.push(await startRelay(sources, port));
    return { port, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Where it is installed is on the PATH of root alone on Debian. */
function findNamed() {
  const folder = folderOnPath("named", [process.env.PATH, "/usr/sbin", "/usr/local/sbin"].join(delimiter));
  return folder && join(folder, executableName("named"));
}

function installNamed() {
  const command = "apt-get install -y bind9";
  if (process.getuid?.() !== 0 || !folderOnPath("apt-get")) {
    throw new SetUpError(
      `The DNS tests need named, of BIND 9, which is not on PATH. On Debian or Ubuntu: sudo ${command}`,
    );
  }
  say(`Installing BIND 9 (${command}), about 10 seconds, once`);
  const aptGet = (...args) =>
    run("apt-get", ["-o", `DPkg::Lock::Timeout=${LOCK_SECONDS}`, ...args], {
      env: { DEBIAN_FRONTEND: "noninteractive" },
    });
  const install = () => aptGet("install", "-y", "--no-install-recommends", "bind9");
  try {
    install();
  } catch {
    // A fresh image has no lists of packages, or old ones.
    aptGet("update");
    install();
  }
  const named = findNamed();
  if (!named) throw new SetUpError(`There is no named, although this went well: ${command}`);
  return named;
}

/** Until it answers. What it writes afterwards is read too, and dropped: else it would come to wait for a reader. */
async function running(child) {
  const log = [];
  const timer = setTimeout(() => child.kill("SIGKILL"), START_MS);
  child.once("error", ({ message }) => log.push(message));
  for await (const line of createInterface({ input: child.stderr })) {
    log.push(line);
    if (line.endsWith(" running")) break;
  }
  clearTimeout(timer);
  child.stderr.resume();
  if (!log.at(-1)?.endsWith(" running") || log.some((line) => line.includes("interface ignored"))) {
    throw new SetUpError(`named did not start:\n${log.slice(-20).join("\n")}`);
  }
}

/** It holds nothing that would be lost. */
async function kill(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGKILL");
  await once(child, "exit");
}

async function freePort() {
  const socket = createSocket("udp4").bind(0, "127.0.0.1");
  await once(socket, "listening");
  const { port } = socket.address();
  socket.close();
  await once(socket, "close");
  return port;
}
