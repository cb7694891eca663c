/** One seed: a world with latencies of its own, a group with names of its own, and its creation. */
import { strict as assert } from "node:assert";
import type { DomainName } from "../../provider/core/domain-name";
import type { Desired, DnsWish } from "../../provider/core/model";
import type { Report } from "../../provider/core/report";
import type { Latencies, Random } from "../simulator/contracts";
import { seededRandom } from "../simulator/random";
import { ACCOUNT, createWorld, domainNames, type GroupWorld, ROUTE53, run, wish } from "./world";

export interface Creation {
  seed: number;
  mode: "route53" | "external";
  awsCalls: number;
  virtualSeconds: number;
  /** Empty: all is well. */
  problems: string[];
}

const SECOND = 1000;
/** In the Route 53 mode, where nobody has to be waited for. */
const MOST_CALLS = 60;

export async function simulateCreation(seed: number): Promise<Creation> {
  const random = seededRandom(`creation ${seed}`);
  const mode = random.next() < 0.8 ? "route53" : "external";
  const world = createWorld({ seed, latencies: randomLatencies(random) });
  const { simulator } = world;
  const start = simulator.world.clock.now();
  try {
    const desired = drawWish(world, random, mode);
    const published = new Set<string>();
    const result = await run(
      world,
      { ...desired, waitFor: "attached" },
      {
        deadline: start + 80 * 60 * 60 * SECOND,
        onProgress: (report) => publish(world, report, published, random),
      },
    );
    const { status, guidance } = result.report;
    const problems = problemsOf(world, desired, mode);
    if (status !== "CERTIFICATE_ATTACHED") problems.push(`ended ${result.end}, ${status}: ${JSON.stringify(guidance)}`);
    return summary(world, seed, mode, start, problems);
  } catch (error) {
    return summary(world, seed, mode, start, [String((error as Error).stack)]);
  }
}

function summary(
  { simulator }: GroupWorld,
  seed: number,
  mode: Creation["mode"],
  start: number,
  problems: string[],
): Creation {
  const virtualSeconds = Math.round((simulator.world.clock.now() - start) / SECOND);
  return { seed, mode, awsCalls: simulator.history.count(), virtualSeconds, problems };
}

/** From what AWS does on a good day to what it does on a bad one. */
export function randomLatencies(random: Random): Partial<Latencies> {
  const between = (low: number, high: number): number => Math.round(low + random.next() * (high - low));
  const validationFirstRecord = between(1, 8) * SECOND;
  const validationAllRecords = validationFirstRecord + between(0, 8) * SECOND;
  const deployFirstEdge = between(5, 40) * SECOND;
  return {
    certificateVisible: between(0, 4 * SECOND),
    validationFirstRecord,
    validationAllRecords,
    validationFirstCheck: validationAllRecords + between(5, 60) * SECOND,
    validationRecheck: between(20, 60) * SECOND,
    validationBackoff: 1 + random.next() / 2,
    issuance: between(2, 60) * SECOND,
    certificateVisibleToCloudFront: between(0, 60) * SECOND,
    inUseByLag: between(0, 30 * 60) * SECOND,
    certificateListLag: between(0, 20) * SECOND,
    deploy: deployFirstEdge + between(10, 300) * SECOND,
    deployFirstEdge,
    distributionReadLag: between(0, 10) * SECOND,
    insync: between(1, 60) * SECOND,
    call: between(20, 400),
  };
}

function drawWish({ simulator }: GroupWorld, random: Random, mode: Creation["mode"]): Desired {
  const zones = ["example.com", "example.org"].slice(0, 1 + random.below(2));
  for (const name of zones) {
    const { nameServers } = simulator.route53.createZone(ACCOUNT, name);
    simulator.dns.delegate(name, nameServers);
  }
  const { id } = simulator.cloudfront.createDirect({ account: ACCOUNT, ipv6: random.next() < 0.5 });
  const dns: DnsWish = mode === "route53" ? ROUTE53 : { kind: "external" };
  return wish(id, drawNames(zones, random), { dns, keyAlgorithm: random.next() < 0.3 ? "EC_prime256v1" : "RSA_2048" });
}

function drawNames(zones: string[], random: Random): DomainName[] {
  const labels = ["", "www.", "*.", "shop.", "*.shop.", "a.b."];
  const all = zones.flatMap((zone) => labels.map((label) => label + zone)).sort(() => random.next() - 0.5);
  return domainNames(...all.slice(0, 1 + random.below(6)));
}

/** Somebody reads the records off the screen and publishes them, one after the other. */
function publish({ simulator }: GroupWorld, report: Report, published: Set<string>, random: Random): void {
  const { clock } = simulator.world;
  for (const { key, purpose, name, value, ttl, publishedBy } of report.dnsRecords) {
    if (purpose !== "VALIDATION" || publishedBy !== "you" || published.has(key)) continue;
    published.add(key);
    const zone = simulator.route53.snapshot().find((candidate) => name.endsWith(`.${candidate.name}`));
    assert(zone !== undefined, `no zone for ${name}`);
    const put = (): void => simulator.route53.putRecord(zone.id, { name, type: "CNAME", ttl, values: [value] });
    clock.at(clock.now() + random.below(3600) * SECOND, put);
  }
}

/** What must be true in the end, seen from outside. */
function problemsOf({ simulator }: GroupWorld, desired: Desired, mode: Creation["mode"]): string[] {
  const problems: string[] = [];
  for (let edge = 0; edge < simulator.cloudfront.edgeCount; edge++) {
    for (const domain of desired.domains) {
      const name = domain.replace("*", "any");
      const answer = simulator.cloudfront.answer(edge, name);
      if (answer.kind !== "certificate") problems.push(`edge ${edge} has no certificate for ${name}`);
    }
  }
  if (simulator.acm.snapshot().length !== 1) problems.push(`${simulator.acm.snapshot().length} certificates`);
  const calls = simulator.history.count();
  if (mode === "route53" && calls > MOST_CALLS) problems.push(`${calls} AWS calls`);
  if (simulator.history.retried().length > 0) problems.push("the SDK retried by itself");
  if (simulator.history.throttled().length > 0) problems.push("throttled");
  return problems;
}
