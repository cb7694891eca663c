import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { say } from "./run.mjs";

/** Longer than any work done under a lock: an older lock was left by a machine that stopped, whatever runs under its process id now. */
const LONGEST_WORK_MS = 20 * 60_000;

/**
 * Runs `work` while no other process holds the lock `file`, which names its holder's process id. What a killed process leaves is taken over; two
 * that do so in the same instant would both work, so results are still put in place by a rename.
 */
export async function withLock(file, work, { every = 250 } = {}) {
  mkdirSync(dirname(file), { recursive: true });
  for (let told = false; !take(file); told = true) {
    if (!told) say(`Waiting for another process that holds ${file}`);
    await sleep(every);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take(file) {
  if (isAbandoned(file)) rmSync(file, { force: true });
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  }
}

function isAbandoned(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > LONGEST_WORK_MS) return true;
    const holder = Number(readFileSync(file, "utf8"));
    // 0: just created, not written yet.
    if (holder !== 0) process.kill(holder, 0);
    return false;
  } catch (error) {
    // ESRCH: no such process. ENOENT: released meanwhile. EPERM: alive, of another user.
    return error.code === "ESRCH";
  }
}
