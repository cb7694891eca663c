/** Real sockets under change: `--requests N` goes on changing groups until so many requests are made. */
import { parseArgs } from "node:util";
import { runLoad } from "./load";
import { LAST_SCENE, story } from "./story";
import { createTally, requestsOf, type Tally, tableOf } from "./tally";

const SHOWN_LOSSES = 20;

function readRequests(): number {
  const { values } = parseArgs({ options: { requests: { type: "string", default: "20000" } } });
  const requests = Number(values.requests);
  if (!Number.isInteger(requests) || requests < 1)
    throw new RangeError(`--requests takes a whole number from 1, got ${values.requests}`);
  return requests;
}

async function main(): Promise<void> {
  const requests = readRequests();
  const tally = createTally();
  const isEnough = (): boolean => requestsOf(tally.phases()) >= requests && tally.phases().at(-1)?.name === LAST_SCENE;
  try {
    await runLoad({
      scenes: story(),
      tally,
      isEnough,
      onScene: ({ name }) =>
        console.error(`${name}: ${requestsOf(tally.phases())} requests so far, ${tally.losses().length} lost`),
    });
  } finally {
    show(tally);
  }
}

/** What went well is worth seeing, whatever happened then. */
function show(tally: Tally): void {
  console.log(tableOf(tally.phases()));
  for (const { phase, kind, what } of tally.losses().slice(0, SHOWN_LOSSES)) console.log(`${phase}: ${kind}: ${what}`);
  if (tally.losses().length > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
