/** The program of a life: one to three groups with their arguments, and what the class makes of these. */
import type { Bag } from "../../../provider/pulumi/reading";
import type { Random } from "../../simulator/contracts";
import type { Declared } from "./engine";
import type { Place } from "./world";

export type Where =
  | { kind: "existing"; place: number }
  | { kind: "created"; service: "static" | "spa" | "web" | "api" };

export const SERVICES = ["static", "spa", "web", "api"] as const;

/** Arguments of one group. */
export interface Args {
  name: string;
  domains: string[];
  where: Where;
  dns: "route53" | "external";
  routing: "create" | "takeOver" | "none";
  keyAlgorithm: "RSA_2048" | "EC_prime256v1";
  minimumProtocolVersion: string | null;
  tags: { [key: string]: string };
  /** The program hands on the ETag of its distribution. */
  givesEtag: boolean;
  ifNotReached: "fail" | "report";
  /** Previews look at AWS and DNS. */
  preflight: boolean;
  /** CAA sets may be extended. */
  managesCaa: boolean;
  /** Names may be taken from distributions of the account that no group has. */
  takesNames: boolean;
}

export interface Program {
  stack: string;
  groups: Args[];
}

/** What a whole life keeps to. */
export interface ProgramFacts {
  groups: Args[];
  /** How many distributions the program has for them. */
  places: number;
  /** On the first of them before any group came. */
  foreignAlias: string | null;
}

const NAMES = ["brand", "shop", "blog"];
export const LABELS = ["", "www.", "*.", "shop.", "*.shop.", "a.b.", "api.", "m."];
const ZONES: [zone: string, dns: Args["dns"]][] = [
  ["example.com", "route53"],
  ["example.org", "route53"],
  ["customer.net", "external"],
];

/** Each group has a zone of its own, so that names never meet by accident. `leave`: draws what a group may do. */
export function drawProgram(random: Random, leave: Random): ProgramFacts {
  const count = [1, 1, 2, 3][random.below(4)] ?? 1;
  const first = random.below(ZONES.length);
  const groups = NAMES.slice(0, count).map((name, index): Args => {
    const args = drawGroup(random, name, index, first + index);
    const managesCaa = leave.next() < 0.5 && args.dns === "route53";
    return { ...args, managesCaa, takesNames: leave.next() < 0.4 };
  });
  return { groups, places: count + 1, foreignAlias: random.next() < 0.4 ? foreignAliasBeside(groups[0]) : null };
}

/** The group covers it: else it would be refused, which is a test of its own. */
function foreignAliasBeside(args: Args | undefined): string | null {
  if (args === undefined || args.where.kind !== "existing" || args.dns !== "route53") return null;
  const zone = zoneOf(args);
  args.domains = [...new Set([`*.${zone}`, ...args.domains])];
  return `legacy.${zone}`;
}

function drawGroup(
  random: Random,
  name: string,
  index: number,
  zoneIndex: number,
): Omit<Args, "managesCaa" | "takesNames"> {
  const [zone, dns] = ZONES[zoneIndex % ZONES.length] ?? ["example.com", "route53"];
  const service = SERVICES[random.below(SERVICES.length)] ?? "static";
  const domains = drawNames(random, zone, 1 + random.below(4));
  return {
    name,
    domains,
    where: random.next() < 0.65 ? { kind: "existing", place: index } : { kind: "created", service },
    dns,
    routing: random.next() < 0.8 ? "create" : "none",
    keyAlgorithm: random.next() < 0.5 ? "RSA_2048" : "EC_prime256v1",
    minimumProtocolVersion: null,
    tags: random.next() < 0.3 ? { team: name } : {},
    givesEtag: random.next() < 0.5,
    ifNotReached: random.next() < 0.2 ? "report" : "fail",
    preflight: domains.length === 2,
  };
}

export function drawNames(random: Random, zone: string, count: number): string[] {
  const names = LABELS.map((label) => ({ name: label + zone, rank: random.next() }));
  names.sort((one, other) => one.rank - other.rank);
  return names.slice(0, count).map(({ name }) => name);
}

/** The zone that a group's names are in. */
export const zoneOf = ({ dns, domains }: Pick<Args, "dns" | "domains">): string =>
  dns === "external" ? "customer.net" : (domains[0] ?? "example.com").split(".").slice(-2).join(".");

/** `owners`: distributions of the account that no group has. */
export function declared({ stack, groups }: Program, places: Place[], owners: string[] = []): Declared[] {
  return groups.map((args) => ({ name: args.name, inputs: inputsOf(args, stack, places, owners) }));
}

/** As `programInputs` gives them to the engine. */
function inputsOf(args: Args, stack: string, places: Place[], owners: string[]): Bag {
  const { name, domains, dns, routing, keyAlgorithm, minimumProtocolVersion, tags, ifNotReached, preflight } = args;
  const { managesCaa, takesNames } = args;
  const [primaryDomain, ...alternativeDomains] = domains;
  return {
    primaryDomain,
    alternativeDomains,
    distribution: distributionOf(args, places),
    dns: dns === "external" ? dns : { route53: { routing, manageCaa: managesCaa } },
    ...(takesNames && owners.length > 0 && { onConflict: { moveFrom: owners } }),
    keyAlgorithm,
    ...(minimumProtocolVersion === null ? {} : { minimumProtocolVersion }),
    ...(Object.keys(tags).length === 0 ? {} : { tags }),
    ifNotReached,
    preflight,
    timeout: "4h",
    __domainGroup: {
      kind: "group",
      name,
      resource: `urn:pulumi:${stack}::life::pulumi-nodejs:dynamic/domain-group:DomainGroup::${name}`,
      organization: "acme",
      project: "life",
      stack,
      timeouts: { delete: "4h" },
      aws: {},
      defaultTags: {},
    },
    __provider: "text of the provider",
  };
}

const BUCKET = { bucketRegionalDomainName: "pictures.s3.eu-west-1.amazonaws.com" };

function distributionOf({ where, givesEtag }: Args, places: Place[]): Bag {
  if (where.kind === "created") {
    const isServer = where.service === "web" || where.service === "api";
    return { create: { serviceType: where.service, origin: isServer ? "origin.example.net" : BUCKET } };
  }
  const { id, domainName, etag } = places[where.place] ?? { id: "", domainName: "", etag: "" };
  return { id, domainName, ...(givesEtag ? { etag } : {}) };
}
