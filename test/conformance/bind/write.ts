/** Writes what named reads into a folder. Prints, as JSON, from where named is to hear what is sent to an address. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CAA_ALIASES } from "./caa-aliases";
import { CAA_CLIMBS } from "./caa-climbs";
import { CAA_SETS } from "./caa-sets";
import { EXAM_CASES } from "./exam-cases";
import { filesOf, sources, type Zones } from "./internet";
import { LOOK_CASES } from "./look-cases";
import { TRAFFIC_CASES } from "./traffic-cases";
import { WILDCARD_CASES } from "./wildcard-cases";

const [folder = "", port] = process.argv.slice(2);
const cases = [
  ...CAA_SETS,
  ...CAA_CLIMBS,
  ...CAA_ALIASES,
  ...LOOK_CASES,
  ...EXAM_CASES,
  ...TRAFFIC_CASES,
  ...WILDCARD_CASES,
];

for (const [path, text] of Object.entries(filesOf(together(cases.map(({ zones }) => zones)), Number(port)))) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
console.log(JSON.stringify(sources()));

/** Each zone belongs to one case, whoever reads it. */
function together(parts: Zones[]): Zones {
  const names = parts.flatMap((zones) => Object.keys(zones));
  const twice = names.filter((name, place) => names.indexOf(name) !== place);
  if (twice.length > 0) throw new Error(`Two cases have a zone of the same name: ${twice.join(", ")}`);
  return Object.assign({}, ...parts);
}
