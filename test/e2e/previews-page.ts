/** Writes examples/previews/README.md: `node --import tsx test/e2e/previews-page.ts`. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../setup/root";
import { type Played, playPreviews, programOf, type Scene } from "./previews";

export const PAGE = "examples/previews/README.md";
export const COMMAND = "node --import tsx test/e2e/previews-page.ts";

const INTRODUCTION = `# Previews

<!-- Written by \`${COMMAND}\` out of what the Pulumi CLI prints: change the scenes in test/e2e/previews.ts, not this page. -->

What \`pulumi preview\` says of a group on a distribution that exists, with its zone in Route 53: when it is new, and then of each change to the group as it is
served. The output is that of the real CLI; AWS and DNS are the simulator's.
`;

const NOTES = `## How this page is made

\`${COMMAND}\` plays every preview and writes the page; a test plays them again and compares. The CLI runs with
\`--non-interactive --color never --suppress-progress\`: a terminal shows the same with colours, and its rows as a table. Ids and domain names of distributions are
replaced by ones that tell which is which, and \`resolvers\` and \`ports\`, which lead the group to the simulator, are left out. Nothing else is changed.
`;

export function pageOf(played: Played[]): string {
  return [INTRODUCTION, ...played.map((each) => `${sectionOf(each)}\n`), NOTES].join("\n");
}

function sectionOf({ scene, output }: Played): string {
  const command = ["pulumi preview", ...scene.flags].join(" ");
  return [`## ${scene.title}`, scene.about, changeOf(scene), block("sh", command), block("text", output)].join("\n\n");
}

/** The whole program where there was none before. */
function changeOf({ before, wish }: Scene): string {
  const [old, text] = [programOf(before), programOf(wish)];
  if (old === text) return block("ts", text.trimEnd());
  const without = (one: string, other: string): string[] =>
    one.split("\n").filter((line) => !other.split("\n").includes(line));
  const lines = [...without(old, text).map((line) => `-${line}`), ...without(text, old).map((line) => `+${line}`)];
  return block("diff", lines.join("\n"));
}

const block = (language: string, text: string): string => ["```".concat(language), text, "```"].join("\n");

async function write(): Promise<void> {
  writeFileSync(join(root, PAGE), pageOf(await playPreviews()));
}

if (require.main === module) void write();
