/** `npm run demo`: a real Pulumi program on a simulated AWS, from nothing to served domains and back. With `-- --why`: what it says when something is wrong. */
import { parseArgs } from "node:util";
import { tour } from "./tour";
import { why } from "./why";

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { why: { type: "boolean" } } });
  await (values.why === true ? why() : tour());
}

main().catch((error: Error) => {
  console.error(`\nThe demo failed: ${error.message}`);
  process.exitCode = 1;
});
