// A preload for the plugin process: what the provider waits for long, it waits for shortly, and its clock shows as if it had not. AHEAD: milliseconds by
// which it is later than it is.
const { join } = require("node:path");

const LONG = 15_000;
const SHORTER = 20;

if (process.argv[1]?.includes("dynamic-provider")) {
  const { systemClock } = require(join(__dirname, "..", "..", "dist", "pulumi", "ports-factory.js"));
  const { sleep } = systemClock;
  let ahead = Number(process.env.AHEAD ?? 0);
  systemClock.now = () => Date.now() + ahead;
  systemClock.sleep = async (ms) => {
    const pause = ms < LONG ? ms : ms / SHORTER;
    await sleep(pause);
    ahead += ms - pause;
  };
}
