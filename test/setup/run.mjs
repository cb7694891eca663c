import { spawnSync } from "node:child_process";

/** An error whose message is all that a person needs: printed without a stack. */
export class SetUpError extends Error {}

/** One line about something that takes long. */
export function say(line) {
  // Standard output belongs to the command that is being prepared.
  process.stderr.write(`${line}\n`);
}

/** Runs a command to its end. Its output appears only when it fails. Returns what it wrote to standard output. */
export function run(command, args, { cwd, env, what = `${command} ${args.join(" ")}` } = {}) {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
    stdio: ["ignore", "pipe", "pipe"],
    // npm is a batch file on Windows, which only a shell can start.
    shell: process.platform === "win32" && command === "npm",
  });
  if (error) throw new SetUpError(`${what} could not start: ${error.message}`);
  if (status !== 0) throw new SetUpError(`${what} failed:\n${`${stdout}${stderr}`.trim()}`);
  return stdout;
}

/** Runs `main` as a command: a {@link SetUpError} is a message and exit code 1, anything else is a fault of ours with its stack. */
export async function asCommand(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    process.exitCode = 1;
    console.error(error instanceof SetUpError ? error.message : error);
  }
}
