/** The world of a life: one account with its zones and distributions, another account, and things that are none of a group's business. */
import type { Ports } from "../../../provider/ports";
import type { DistributionSnapshot } from "../../simulator/cloudfront/snapshot";
import type { Latencies, Random } from "../../simulator/contracts";
import { seededRandom } from "../../simulator/random";
import { createSimulator, type Simulator } from "../../simulator/simulator";
import { randomLatencies } from "../creation";
import { semanticsInto } from "../semantics/ports";
import { ownCertificate } from "../story";
import { ACCESS_KEY, ACCOUNT, portsInto } from "../world";
import { type LifeClock, lifeClock } from "./clock";

export type Level = "sdk" | "semantics";

export const OTHER_KEY = "AKIASIMULATOR0000002";
export const OTHER_ACCOUNT = "222222222222";
/** Zones of the account, and one that a customer keeps elsewhere. */
export const HOSTED = ["example.com", "example.org"] as const;
export const CUSTOMERS = "customer.net";
const CUSTOMERS_ZONE = "customers";
const CUSTOMERS_SERVERS = ["ns1.dns-host.net", "ns2.dns-host.net"];

export interface Place {
  id: string;
  domainName: string;
  /** As the program's own resource knows it. */
  etag: string;
}

export interface LifeWorld {
  level: Level;
  simulator: Simulator;
  clock: LifeClock;
  random: Random;
  zoneIds: Map<string, string>;
  /** Distributions of the program, for groups to be on. */
  places: Place[];
  /** An alias with its certificate that was on the first place before any group. */
  foreignAlias: string | null;
  /** Distributions that have taken a name since, and that no group has, with their accounts. */
  owners: Map<string, string>;
  /** Records of the account before any group. */
  furniture: ReadonlySet<string>;
  /** What each distribution had then, by its id. */
  before: ReadonlyMap<string, Pick<DistributionSnapshot, "aliases" | "certificateArn">>;
}

export interface WorldFacts {
  places: number;
  foreignAlias: string | null;
}

const START = Date.UTC(2026, 9, 1, 9, 30);

export async function createLifeWorld(seed: string, level: Level, facts: WorldFacts): Promise<LifeWorld> {
  const clock = lifeClock(START, level === "semantics");
  const random = seededRandom(`world ${seed}`);
  const simulator = createSimulator({ seed, clock, latencies: latenciesOf(random) });
  const zoneIds = new Map<string, string>();
  for (const name of HOSTED) {
    const { id, nameServers } = simulator.route53.createZone(ACCOUNT, name);
    simulator.dns.delegate(name, nameServers);
    zoneIds.set(name, id);
  }
  const customers = { id: CUSTOMERS_ZONE, name: CUSTOMERS, nameServers: CUSTOMERS_SERVERS };
  simulator.dns.addZone({ ...customers, private: false, soaMinimum: 300 });
  simulator.dns.delegate(CUSTOMERS, CUSTOMERS_SERVERS);
  zoneIds.set(CUSTOMERS, CUSTOMERS_ZONE);
  const world = { level, simulator, clock, random, zoneIds };
  return furnish(world, facts);
}

type Bare = Omit<LifeWorld, "places" | "foreignAlias" | "owners" | "furniture" | "before">;

/** What stands there before any group, and must stand there after. */
async function furnish(world: Bare, { places, foreignAlias }: WorldFacts): Promise<LifeWorld> {
  const { simulator, zoneIds, random } = world;
  const theirName = foreignAlias ?? "files.example.com";
  const zoneId = zoneIds.get(theirName.split(".").slice(-2).join(".")) ?? "";
  const theirs = await ownCertificate({ simulator, zoneId, said: [], ports: portsOf(world, ACCESS_KEY) }, theirName);
  simulator.cloudfront.createDirect({ account: ACCOUNT, comment: "a shop", aliases: [], tags: { team: "web" } });
  simulator.cloudfront.createDirect({ account: OTHER_ACCOUNT, comment: "of others" });
  simulator.route53.createZone(OTHER_ACCOUNT, "example.net");
  for (const [name, type, values] of FURNITURE) {
    simulator.route53.putRecord(zoneIds.get("example.com") ?? "", { name, type, ttl: 300, values });
  }
  const made = Array.from({ length: places }, (_, index): Place => {
    const foreign = foreignAlias !== null && index === 0 ? { aliases: [foreignAlias], certificateArn: theirs } : {};
    return simulator.cloudfront.createDirect({
      account: ACCOUNT,
      ipv6: random.next() < 0.5,
      comment: `place ${index}`,
      tags: { team: "web" },
      ...foreign,
    });
  });
  const distributions = simulator.cloudfront.snapshot();
  return {
    ...world,
    places: made,
    foreignAlias,
    owners: new Map(),
    furniture: new Set(recordsOf(world)),
    before: new Map(distributions.map(({ id, aliases, certificateArn }) => [id, { aliases, certificateArn }])),
  };
}

export const recordsOf = ({ simulator }: Pick<LifeWorld, "simulator">): string[] =>
  simulator.route53
    .snapshot()
    .filter(({ account }) => account === ACCOUNT)
    .flatMap(({ records }) => records.map(({ name, type, values }) => `${name} ${type} ${values.join(" ")}`));

const FURNITURE: [name: string, type: "MX" | "TXT" | "CAA", values: string[]][] = [
  ["example.com", "MX", ["10 mail.example.net"]],
  ["example.com", "TXT", ['"v=spf1 -all"']],
  ["www.example.com", "TXT", ['"a note"']],
  ["example.com", "CAA", ['0 issue "amazon.com"', '0 issue "other.example"']],
];

const SECOND = 1000;

function latenciesOf(random: Random): Partial<Latencies> {
  const part = (most: number): number => Math.round(random.next() * most) * SECOND;
  return {
    ...randomLatencies(random),
    deletableAfterDeployed: part(60),
    accessControlVisible: part(10),
    accessControlReleased: part(60),
  };
}

/** A process's view of AWS, through the AWS SDK or on the simulator's semantics. */
export function portsOf({ simulator, level }: Pick<LifeWorld, "simulator" | "level">, accessKey: string): Ports {
  return (level === "sdk" ? portsInto : semanticsInto)(simulator, accessKey).ports;
}
