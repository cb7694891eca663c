/** Previews of one group with the real CLI: what examples/previews shows. The group is brought to life once; each scene is a change of it that nobody makes. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXAMPLE_ENVIRONMENT, EXAMPLE_FRAME } from "./example-stack";
import { createStack, type Stack } from "./stack";
import { ACCOUNT, control, startWorld, type World, writes } from "./world";

const STRANGER = "222222222222";

/** In place of what the simulator draws, and as long, so that nothing else moves. */
const BRAND = { id: "E1EXAMPLEBRAND", domainName: "d1examplebrand.cloudfront.net" };
const NEXT = { id: "E2EXAMPLEBRAND", domainName: "d2examplebrand.cloudfront.net" };
const LEGACY = { id: "E3EXAMPLEOTHER", domainName: "d3exampleother.cloudfront.net" };
const STRANGERS = { id: "E4EXAMPLEOTHER", domainName: "d4exampleother.cloudfront.net" };

interface Wish {
  alternativeDomains: string[];
  distribution: string;
  /** More arguments, a line each. */
  more: string[];
}

const START: Wish = { alternativeDomains: ["www.example.com", "shop.example.com"], distribution: BRAND.id, more: [] };

export interface Scene {
  title: string;
  about: string;
  before: Wish;
  wish: Wish;
  flags: string[];
}

const scene = (title: string, about: string, change: Partial<Wish>, more: Partial<Scene> = {}): Scene => {
  const before = more.before ?? START;
  return { title, about, before, wish: { ...before, ...change }, flags: [], ...more };
};

const NEW = scene(
  "A new group",
  "Nothing is there yet but the distribution and the zone of `example.com` in Route 53.",
  {},
);

const withDomain = (domain: string): Pick<Wish, "alternativeDomains"> => ({
  alternativeDomains: [...START.alternativeDomains, domain],
});
const ADDED = withDomain("blog.example.com");
const TAKEN = withDomain("news.example.com");

/** Each of a group that is served. */
const CHANGES: readonly Scene[] = [
  scene(
    "A domain more",
    "Only its own validation record is new; the certificate that is there serves until the next one does.",
    ADDED,
  ),
  scene("The same, in detail", "`--diff` shows each input that changes.", ADDED, { flags: ["--diff"] }),
  scene("A domain less", "Its traffic goes first, then the alias; a narrower certificate follows.", {
    alternativeDomains: ["www.example.com"],
  }),
  scene("Another key", "The certificate is replaced by one with a key of another algorithm.", {
    more: ['keyAlgorithm: "EC_prime256v1",'],
  }),
  scene("Another distribution", "The group moves; every edge of the new one can serve before DNS leads there.", {
    distribution: NEXT.id,
  }),
  scene(
    "A name that another distribution of the account has",
    "CloudFront would refuse it. All else is done; the name stays where it is.",
    TAKEN,
  ),
  scene(
    "The same name, to be taken over",
    "`onConflict` says which distribution may lose it.",
    { more: [`onConflict: { moveFrom: ["${LEGACY.id}"] },`] },
    { before: { ...START, ...TAKEN } },
  ),
  scene(
    "A name that another account has",
    "Other accounts can't be looked into: CloudFront tells who has a name only to a distribution with a certificate for it, so the `pulumi up` does. A preview sees where DNS leads.",
    withDomain("help.example.com"),
  ),
];

export interface Played {
  scene: Scene;
  output: string;
  /** Writing calls of AWS. */
  written: string[];
}

export async function playPreviews(): Promise<Played[]> {
  const world = await startWorld();
  try {
    const names = await furnish(world);
    const stack = await createStack(EXAMPLE_FRAME, { ...world.environment, ...EXAMPLE_ENVIRONMENT });
    try {
      const stage = { world, stack, names };
      const first = await play(stage, NEW);
      const { code, output } = await stack.up("--skip-preview");
      if (code !== 0) throw new Error(output);
      const others: Played[] = [];
      for (const each of CHANGES) others.push(await play(stage, each));
      return [first, ...others];
    } finally {
      stack.remove();
    }
  } finally {
    await world.close();
  }
}

type Names = readonly (readonly [real: string, shown: string])[];

/** Two names are where others have them, and DNS leads there. */
async function furnish(world: World): Promise<Names> {
  const { cloudfront } = world.simulator;
  const brand = cloudfront.snapshot().find(({ id }) => id === world.distributionId);
  const next = cloudfront.createDirect({ account: ACCOUNT });
  const legacy = cloudfront.createDirect({ account: ACCOUNT, aliases: ["news.example.com"] });
  const strangers = cloudfront.addForeignOwner("help.example.com", STRANGER);
  const held = { "news.example.com": legacy, "help.example.com": strangers };
  const records = Object.entries(held).map(([name, { domainName }]) => ({ name, type: "CNAME", values: [domainName] }));
  await control(world, "/records", records);
  const places = [brand ?? next, next, legacy, strangers];
  return [BRAND, NEXT, LEGACY, STRANGERS].flatMap((shown, index) => {
    const { id = "", domainName = "" } = places[index] ?? {};
    return [[id, shown.id] as const, [domainName, shown.domainName] as const];
  });
}

interface Stage {
  world: World;
  stack: Stack;
  names: Names;
}

async function play({ world, stack, names }: Stage, scene: Scene): Promise<Played> {
  const program = names.reduce((text, [real, shown]) => text.replaceAll(shown, real), programOf(scene.wish));
  mkdirSync(join(stack.folder, "example"), { recursive: true });
  writeFileSync(join(stack.folder, "example", "index.ts"), program);
  world.calls();
  const plain = ["--non-interactive", "--color", "never", "--suppress-progress"];
  const { code, output } = await stack.run("preview", ...plain, ...scene.flags);
  if (code !== 0) throw new Error(output);
  return { scene, output: shownOf(output, names), written: writes(world.calls()) };
}

/** Arguments that lead the group to the simulator, as `--diff` shows them. */
const SIMULATED = /^( +)(?:ports|resolvers) +: [{[]\n(?:\1 +.*\n)*\1[\]}]\n/gm;

/** No spaces at the ends of lines, and no empty lines around. */
function shownOf(output: string, names: Names): string {
  const text = output.replace(/ +$/gm, "").trim().replace(SIMULATED, "");
  return names.reduce((shown, [real, name]) => shown.replaceAll(real, name), text);
}

export const programOf = ({ alternativeDomains, distribution, more }: Wish): string =>
  [
    'import { DomainGroup } from "pulumi-domain-group";',
    "",
    'new DomainGroup("brand", {',
    '  primaryDomain: "example.com",',
    `  alternativeDomains: [${alternativeDomains.map((name) => `"${name}"`).join(", ")}],`,
    `  distribution: { id: "${distribution}" },`,
    '  dns: "route53",',
    ...more.map((line) => `  ${line}`),
    "});",
    "",
  ].join("\n");
