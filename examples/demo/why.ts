/** What it says when something is wrong: five worlds, each with another mistake, and what helps. */
import { join } from "node:path";
import type { RunningSimulator } from "../../test/simulator/run";
import { heading, say } from "./show";
import { ACCOUNT, ask, onStage, openStack, pause, type Stage } from "./stage";

const UP = ["up", "--yes", "--skip-preview", "--suppress-outputs"];
const REFRESH = ["up", "--refresh", "--yes", "--skip-preview"];
const OLD_HOST = ["ns1.old-host.net", "ns2.old-host.net"];

/** Each world changes several times, and nobody wants to wait for that to be seen. */
const LATENCIES = { deploy: 1500, resolverCache: 1000, resolverNegativeCache: 500 };
/** Seconds, for resolvers and for CloudFront's edges. */
const UNTIL_SEEN = 2;

/** What went another way than the scenes tell. */
type Problems = string[];

const SCENES: ((stage: Stage) => Promise<Problems>)[] = [
  caaForbids,
  heldElsewhere,
  notDelegated,
  nameDoubled,
  cleanedUp,
];

export const why = (): Promise<void> => onStage(join(__dirname, "why"), tell, LATENCIES);

async function tell(stage: Stage): Promise<void> {
  const { world } = stage;
  say(`AWS is simulated at ${world.aws}, its DNS at ${world.dns}. The Pulumi CLI, the AWS SDK, DNS and TLS are real.`);
  const problems: Problems = [];
  for (const scene of SCENES) problems.push(...(await scene(stage)));
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

async function caaForbids(stage: Stage): Promise<Problems> {
  const { world, pulumi } = stage;
  heading("1. A CAA record names another authority: the preview says so, before anything is requested");
  await ask(world, "POST", "/zones", { name: "example.com", account: ACCOUNT });
  await allow(world, "letsencrypt.org");
  await openStack(stage, "caa", { domain: "example.com", dns: "route53", distribution: distributionIn(world) });
  await pulumi(["preview"]);
  await pulumi(UP);
  const problems = await unsaid(stage, "CAA_FORBIDS");
  say('Somebody adds the record: example.com CAA 0 issue "amazon.com"');
  await allow(world, "letsencrypt.org", "amazon.com");
  return [...problems, ...(await endsWell(stage))];
}

async function heldElsewhere(stage: Stage): Promise<Problems> {
  const { world, pulumi } = stage;
  heading("2. Another account has one of the names in CloudFront: it is told whose, and the others are attached");
  await ask(world, "POST", "/zones", { name: "example.org", account: ACCOUNT });
  const { id } = (await ask(world, "POST", "/alias-owner", { alias: "www.example.org" })) as { id: string };
  await openStack(stage, "held", { domain: "example.org", dns: "route53", distribution: distributionIn(world) });
  await pulumi(UP);
  const problems = await unsaid(stage, "ALIAS_TAKEN_ELSEWHERE");
  say("The other account lets www.example.org go.");
  await ask(world, "POST", "/distributions", { id, aliases: [] });
  return [...problems, ...(await endsWell(stage))];
}

async function notDelegated(stage: Stage): Promise<Problems> {
  const { world, pulumi } = stage;
  heading("3. The registrar still names the DNS host before: the hosted zone is a copy that nobody asks");
  const made = { name: "example.net", account: ACCOUNT, delegated: false };
  const { zoneId } = (await ask(world, "POST", "/zones", made)) as { zoneId: string };
  await ask(world, "POST", "/zones", { name: "example.net", nameServers: OLD_HOST });
  await openStack(stage, "delegation", { domain: "example.net", dns: "route53", distribution: distributionIn(world) });
  await pulumi(["preview"]);
  await pulumi(UP);
  const problems = await unsaid(stage, "ZONE_NOT_DELEGATED");
  say("Somebody enters the zone's name servers at the registrar.");
  await ask(world, "POST", "/zones", { name: "example.net", zoneId });
  return [...problems, ...(await endsWell(stage))];
}

async function nameDoubled(stage: Stage): Promise<Problems> {
  const { world, pulumi } = stage;
  heading("4. A customer publishes by hand, and the DNS host adds the zone's name to a name that has it already");
  await ask(world, "POST", "/zones", { name: "customer.net" });
  await openStack(stage, "customer", { domain: "customer.net", dns: "external", distribution: distributionIn(world) });
  await pulumi(UP);
  const records = validationsOf(world, "customer.net");
  for (const { name, value } of records) await publish(world, `${name}.customer.net`, value);
  await pulumi(UP);
  const problems = await unsaid(stage, "RECORD_NAME_DOUBLED");
  for (const { name, value } of records) {
    await publish(world, `${name}.customer.net`, null);
    await publish(world, name, value);
  }
  return [...problems, ...(await endsWell(stage))];
}

async function cleanedUp(stage: Stage): Promise<Problems> {
  const { world, pulumi } = stage;
  heading("5. Months later the customer tidies up the zone: a refresh says what that will lead to");
  const [record] = validationsOf(world, "customer.net");
  if (record === undefined) return ["the customer has no certificate"];
  await publish(world, record.name, null);
  await pause(UNTIL_SEEN);
  await pulumi(REFRESH);
  const problems = await unsaid(stage, "RENEWAL_AT_RISK");
  await publish(world, record.name, record.value);
  await pause(UNTIL_SEEN);
  await pulumi(REFRESH);
  const { says } = await outputsOf(stage);
  return says.some((each) => each.startsWith("RENEWAL_AT_RISK"))
    ? [...problems, "the renewal is still at risk"]
    : problems;
}

const distributionIn = ({ simulator }: RunningSimulator): string =>
  simulator.cloudfront.createDirect({ account: ACCOUNT }).id;

const allow = (world: RunningSimulator, ...authorities: string[]): Promise<unknown> =>
  ask(world, "POST", "/records", {
    name: "example.com",
    type: "CAA",
    values: authorities.map((authority) => `0 issue "${authority}"`),
  });

const validationsOf = ({ simulator }: RunningSimulator, domain: string) =>
  simulator.acm
    .snapshot()
    .filter(({ names }) => names.includes(domain))
    .flatMap(({ records }) => records);

/** `null` removes it. */
async function publish(world: RunningSimulator, name: string, value: string | null): Promise<void> {
  await ask(world, "POST", "/records", { name, type: "CNAME", values: value === null ? null : [value] });
  say(value === null ? `The customer removes ${name}` : `The customer publishes ${name} CNAME ${value}`);
}

interface Outputs {
  status: string;
  /** Each begins with its code. */
  says: string[];
}

const outputsOf = async ({ pulumi }: Stage): Promise<Outputs> =>
  JSON.parse(await pulumi(["stack", "output", "--json"], "quiet")) as Outputs;

async function unsaid(stage: Stage, code: string): Promise<Problems> {
  const { says } = await outputsOf(stage);
  return says.some((each) => each.startsWith(`${code}: `)) ? [] : [`${code} was not said, but ${says.join(" ")}`];
}

/** The world is as it should be, and the next `up` goes on. */
async function endsWell(stage: Stage): Promise<Problems> {
  await pause(UNTIL_SEEN);
  await stage.pulumi(UP);
  const { status, says } = await outputsOf(stage);
  return status === "CERTIFICATE_ATTACHED" ? [] : [`the end is ${status}: ${says.join(" ")}`];
}
