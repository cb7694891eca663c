/** One seed: a world with latencies of its own, a group with names of its own, and its creation. */
import { strict as assert } from "node:assert";
import type { DomainName } from "../../provider/core/domain-name";
import type { Desired, DnsWish, Service } from "../../provider/core/model";
import type { Report } from "../../provider/core/report";
import type { Latencies, Random } from "../simulator/contracts";
import { seededRandom } from "../simulator/random";
import { ACCOUNT, createWorld, domainNames, type GroupWorld, ROUTE53, run, wish } from "./world";

export interface Creation {
  seed: number;
  mode: "route53" | "external";
  place: Desired["distribution"]["kind"];
  awsCalls: number;
  virtualSeconds: number;
  /** Empty: all is well. */
  problems: string[];
}

const SECOND = 1000;
/** In the Route 53 mode, where nobody has to be waited for. A distribution of its own is made, claimed and compared beside. */
const MOST_CALLS = { existing: 60, created: 72, program: 60 };

export async function simulateCreation(seed: number): Promise<Creation> {
  const random = seededRandom(`creation ${seed}`);
  const mode = random.next() < 0.8 ? "route53" : "external";
  const place = drawPlace(random);
  const drawn = { seed, mode, place } as const;
  const world = createWorld({ seed, latencies: randomLatencies(random) });
  const { simulator } = world;
  const start = simulator.world.clock.now();
  try {
    const desired = drawWish(world, random, drawn);
    const published = new Set<string>();
    const isProgram = desired.distribution.kind === "program";
    const result = await run(
      world,
      { ...desired, waitFor: isProgram ? "auto" : "attached" },
      {
        deadline: start + 80 * 60 * 60 * SECOND,
        onProgress: (report) => publish(world, report, published, random),
      },
    );
    const { status, guidance } = result.report;
    const problems = problemsOf(world, desired, mode);
    if (status !== (isProgram ? "APPLYING_CERTIFICATE" : "CERTIFICATE_ATTACHED") || !result.report.settled)
      problems.push(`ended ${result.end}, ${status}: ${JSON.stringify(guidance)}`);
    return { ...drawn, ...measured(world, start), problems };
  } catch (error) {
    return { ...drawn, ...measured(world, start), problems: [String((error as Error).stack)] };
  }
}

function measured({ simulator }: GroupWorld, start: number): Pick<Creation, "awsCalls" | "virtualSeconds"> {
  const virtualSeconds = Math.round((simulator.world.clock.now() - start) / SECOND);
  return { awsCalls: simulator.history.count(), virtualSeconds };
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

function drawPlace(random: Random): Creation["place"] {
  const drawn = random.next();
  return drawn < 0.7 ? "existing" : drawn < 0.9 ? "created" : "program";
}

const BUCKET = "pictures.s3.eu-west-1.amazonaws.com";
const SERVICES: Service[] = [
  { type: "static", bucket: BUCKET, defaultRootObject: "index.html", settings: {} },
  { type: "spa", bucket: BUCKET, defaultRootObject: "index.html", settings: {} },
  { type: "web", host: "origin.example.net", settings: {} },
  { type: "api", host: "origin.example.net", settings: { HttpVersion: "http2" } },
];

function drawWish(
  { simulator }: GroupWorld,
  random: Random,
  { mode, place }: Pick<Creation, "mode" | "place">,
): Desired {
  const zones = ["example.com", "example.org"].slice(0, 1 + random.below(2));
  for (const name of zones) {
    const { nameServers } = simulator.route53.createZone(ACCOUNT, name);
    simulator.dns.delegate(name, nameServers);
  }
  const { id } = simulator.cloudfront.createDirect({ account: ACCOUNT, ipv6: random.next() < 0.5 });
  const dns: DnsWish = mode === "route53" ? ROUTE53 : { kind: "external" };
  const keyAlgorithm = random.next() < 0.3 ? "EC_prime256v1" : "RSA_2048";
  const desired = wish(id, drawNames(zones, random), { dns, keyAlgorithm });
  const [first] = SERVICES;
  const service = SERVICES[random.below(SERVICES.length)] ?? first;
  if (place === "program") return { ...desired, distribution: { kind: "program" } };
  if (place === "existing" || service === undefined) return desired;
  return { ...desired, distribution: { kind: "created", service, domainName: null } };
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
  const { kind } = desired.distribution;
  const edges = kind === "program" ? 0 : simulator.cloudfront.edgeCount;
  for (let edge = 0; edge < edges; edge++) {
    for (const domain of desired.domains) {
      const name = domain.replace("*", "any");
      const answer = simulator.cloudfront.answer(edge, name);
      if (answer.kind !== "certificate") problems.push(`edge ${edge} has no certificate for ${name}`);
    }
  }
  if (simulator.acm.snapshot().length !== 1) problems.push(`${simulator.acm.snapshot().length} certificates`);
  const calls = simulator.history.count();
  const made = simulator.cloudfront.snapshot().length - 1;
  if (made !== (kind === "created" ? 1 : 0)) problems.push(`${made} distributions made`);
  if (mode === "route53" && calls > MOST_CALLS[kind]) problems.push(`${calls} AWS calls`);
  if (simulator.history.retried().length > 0) problems.push("the SDK retried by itself");
  if (simulator.history.throttled().length > 0) problems.push("throttled");
  return problems;
}
