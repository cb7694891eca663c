/** From nothing to served domains and back. */
import type { DnsRecord, DomainGroupState } from "pulumi-domain-group";
import type { RunningSimulator } from "../../test/simulator/run";
import { heading, say, servedTable } from "./show";
import { ACCOUNT, ask, onStage, openStack, type Pulumi, pause, type Stage } from "./stage";

const GROUPS = ["shop", "customer"] as const;

type Groups = { [group in (typeof GROUPS)[number]]: DomainGroupState };

export const tour = (): Promise<void> => onStage(__dirname, tell);

async function tell(stage: Stage): Promise<void> {
  const { world, pulumi } = stage;
  await openStack(stage, "demo", await settings(world));
  say(`AWS is simulated at ${world.aws}, its DNS at ${world.dns}. The Pulumi CLI, the AWS SDK, DNS and TLS are real.`);

  heading("1. The first `pulumi up`: our own domains are served, the customer's records are known");
  await pulumi(UP);
  const first = await groups(pulumi);
  say("The records that the customer has to publish, above, are also in the stack's output `customer`.");

  heading("2. A few seconds later the customer publishes the validation records; the second `up` attaches");
  await pause(3);
  await publish(world, first.customer.dnsRecords, "VALIDATION");
  await pulumi(UP);

  heading("3. Now that every edge can serve, the customer lets DNS lead here; a refresh sees it");
  await publish(world, first.customer.dnsRecords, "ROUTING");
  await pulumi([...UP, "--refresh"]);

  heading("4. What the world sees: DNS look-ups and TLS handshakes");
  const done = await groups(pulumi);
  const { text, problems } = await servedTable(
    world,
    Object.values(done).flatMap((group) => group.domains),
  );
  say(text);

  heading("5. An `up` that changes nothing asks AWS nothing");
  await ask(world, "DELETE", "/history");
  await pulumi(UP);
  const history = (await ask(world, "GET", "/history")) as unknown[];
  say(`${history.length} AWS calls`);

  heading("6. `pulumi destroy` leaves nothing behind");
  await pulumi(["destroy", "--yes", "--suppress-outputs"]);
  const left =
    world.simulator.acm.snapshot().length +
    world.simulator.cloudfront.snapshot().flatMap(({ aliases }) => aliases).length;
  say(`${left} certificates and aliases left`);

  if (history.length > 0) problems.push(`the \`up\` without a change made ${history.length} AWS calls`);
  if (left > 0) problems.push("something is left behind");
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

/** What has to be there before the program: two distributions, our zone, and the customer's at another DNS provider. */
async function settings(world: RunningSimulator): Promise<{ [key: string]: string }> {
  const { cloudfront } = world.simulator;
  await ask(world, "POST", "/zones", { name: "example.com", account: ACCOUNT });
  await ask(world, "POST", "/zones", { name: "customer.net" });
  return {
    shopDistribution: cloudfront.createDirect({ account: ACCOUNT, httpVersion: "http2and3" }).id,
    customerDistribution: cloudfront.createDirect({ account: ACCOUNT }).id,
  };
}

const UP = ["up", "--yes", "--suppress-outputs"];

const groups = async (pulumi: Pulumi): Promise<Groups> =>
  JSON.parse(await pulumi(["stack", "output", "--json"], "quiet")) as Groups;

async function publish(world: RunningSimulator, records: DnsRecord[], purpose: DnsRecord["purpose"]): Promise<void> {
  for (const { name, type, value, ttl } of records.filter((record) => record.purpose === purpose)) {
    await ask(world, "POST", "/records", { name, type, values: [value], ttl });
    say(`The customer publishes ${name} ${type} ${value}`);
  }
}
