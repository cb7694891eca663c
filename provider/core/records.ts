/** The DNS records of a group: which there are, what Route 53 needs changed, and what is left for people. */
import { baseName, certificateNames, covers, type DomainName } from "./domain-name";
import { known } from "./known";
import type { DnsLook } from "./looks";
import type {
  CertificateDetail,
  DistributionFacts,
  DomainValidation,
  Observed,
  RecordChange,
  RecordSetFacts,
  Route53Wish,
  ValidationRecord,
  ZoneFinding,
} from "./model";
import type { RecordState } from "./outputs";

/** ACM's own advice is 300 s (ACM user guide, "Setting up DNS validation"). */
export const VALIDATION_TTL = 300;
/** CloudFront's hosted zone for alias records (Route 53 API reference, AliasTarget). */
export const CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";

export const validationKey = (domain: DomainName): string => `VALIDATION:${baseName(domain)}`;
export const routingKey = (domain: DomainName): string => `ROUTING:${domain}`;

/** One entry for each validation record: an apex and its wildcard share theirs (ACM user guide, DNS validation). */
export interface NeededValidation {
  key: string;
  /** A name of the certificate: the record stands in its zone. */
  name: DomainName;
  /** All that are served by it. */
  domains: DomainName[];
  /** `null` while ACM has not made it. */
  record: ValidationRecord | null;
}

/** `detail`: of the certificate; without one, as a new one would need it. */
export function neededValidations(domains: DomainName[], detail: CertificateDetail | undefined): NeededValidation[] {
  const names = (detail?.names ?? certificateNames(domains)) as DomainName[];
  const byKey = new Map<string, NeededValidation>();
  for (const domain of domains) {
    const name = nameFor(names, domain);
    if (name === undefined) continue;
    const key = validationKey(name);
    const record = detail?.validations.find((validation) => validation.domain === name)?.record ?? null;
    const entry = byKey.get(key) ?? { key, name, domains: [], record };
    byKey.set(key, { ...entry, domains: [...entry.domains, domain], record: entry.record ?? record });
  }
  return [...byKey.values()];
}

/** The name of the certificate that serves the domain: its own, or the wildcard that covers it. */
export function nameFor(names: readonly DomainName[], domain: DomainName): DomainName | undefined {
  return names.find((name) => name === domain) ?? names.find((name) => covers(name, domain));
}

/** Of the name that serves the domain. */
export function validationOf(
  domain: DomainName,
  { names, validations }: CertificateDetail,
): DomainValidation | undefined {
  const name = nameFor(names as DomainName[], domain);
  return validations.find((validation) => validation.domain === name);
}

type FoundZone = Extract<ZoneFinding, { kind: "found" }>;

/** All hosted zones that hold records of the group. */
export const foundZones = ({ zones }: Observed): FoundZone[] =>
  Object.values(known(zones) ?? {}).filter((finding) => finding.kind === "found");

/** The hosted zone that holds a domain's records; `undefined` when somebody else publishes them. */
export function zoneOf(domain: DomainName, observed: Observed): Extract<ZoneFinding, { kind: "found" }> | undefined {
  const finding = known(observed.zones)?.[domain];
  return finding?.kind === "found" ? finding : undefined;
}

/** The zone where an earlier run wrote, even if the world no longer asks it. */
export function holdingZone(domain: DomainName, observed: Observed): string | undefined {
  const finding = known(observed.zones)?.[domain];
  return finding?.kind === "found" || finding?.kind === "notDelegated" ? finding.zoneId : undefined;
}

export interface ZoneChanges {
  zoneId: string;
  changes: RecordChange[];
}

/** One batch for each zone. */
export function groupByZone(changes: RecordChange[]): ZoneChanges[] {
  const zones = new Map<string, RecordChange[]>();
  for (const change of changes) {
    const { zoneId } = change.record;
    zones.set(zoneId, [...(zones.get(zoneId) ?? []), change]);
  }
  return [...zones].map(([zoneId, batch]) => ({ zoneId, changes: batch }));
}

export function validationSet(zoneId: string, record: ValidationRecord): RecordSetFacts {
  const { name, value } = record;
  return { zoneId, name, type: "CNAME", ttl: VALIDATION_TTL, values: [value], alias: null, routingPolicy: false };
}

/** The record that ACM looks for. The TTL is nobody's business. */
export function isSameCname(set: RecordSetFacts, record: ValidationRecord): boolean {
  return set.type === "CNAME" && set.name === record.name && set.values.length === 1 && set.values[0] === record.value;
}

/** A, AAAA where the distribution speaks IPv6, HTTPS where it speaks HTTP/2 or 3 (CloudFront developer guide, "Routing traffic by using your domain"). */
export function routingTypes(distribution: Pick<DistributionFacts, "ipv6" | "httpVersion">): string[] {
  const https = distribution.httpVersion !== "http1.1";
  return ["A", ...(distribution.ipv6 ? ["AAAA"] : []), ...(https ? ["HTTPS"] : [])];
}

function aliasSet(zoneId: string, name: string, type: string, target: string): RecordSetFacts {
  const alias = { dnsName: target, zoneId: CLOUDFRONT_ZONE, evaluateTargetHealth: false };
  return { zoneId, name, type, ttl: null, values: [], alias, routingPolicy: false };
}

/**
 * A plain CNAME in place of the alias records to come: Route 53 makes an alias record to a distribution only when that has the alias, and CloudFront
 * takes some aliases only when DNS leads to it. The short TTL is that of alias records, and tells it from what people write.
 */
const STOPGAP_TTL = 60;

const isStopgap = ({ type, alias, ttl }: RecordSetFacts): boolean =>
  type === "CNAME" && alias === null && ttl === STOPGAP_TTL;

/** A routing record that this package writes. */
export const isOurRoute = (set: RecordSetFacts): boolean => set.alias !== null || isStopgap(set);

/**
 * What leads the domain here before the alias is on. An apex can't have a CNAME, nor can a name with records of other types (RFC 1034, 3.6.2): where nobody
 * serves it any more, a record of ours just goes. `null`: what stands there stays.
 */
export function stopgapOf(
  domain: DomainName,
  { zoneId, zone }: { zoneId: string; zone: string },
  target: string,
  sets: RecordSetFacts[],
  { routing, former, isServed }: { routing: Route53Wish["routing"]; former: string[]; isServed: boolean },
): RecordChange[] | null {
  const all = sets.filter((set) => set.zoneId === zoneId && set.name === domain);
  const here = all.filter(({ type }) => ADDRESS_TYPES.has(type));
  const isOurs = (set: RecordSetFacts): boolean => former.some((name) => leadsTo(set, name));
  if (here.some((set) => set.routingPolicy)) return null;
  if (routing !== "takeOver" && !here.every(isOurs)) return null;
  if (domain === zone || all.length > here.length)
    return isServed || !here.every(isOurs) ? null : here.map((set) => removal(set, true));
  const record = {
    zoneId,
    name: domain,
    type: "CNAME",
    ttl: STOPGAP_TTL,
    values: [target],
    alias: null,
    routingPolicy: false,
  };
  return [...here.map((set) => removal(set, isOurs(set))), { action: "CREATE", record }];
}

const removal = (record: RecordSetFacts, isOurs: boolean): RecordChange => ({
  action: "DELETE",
  record,
  ...(!isOurs && { isForeign: true }),
});

/** Types that say where a name's web traffic goes. */
export const ADDRESS_TYPES = new Set(["A", "AAAA", "CNAME", "HTTPS"]);

/** Does the set lead to the distribution, as an alias or as a plain CNAME? */
export function leadsTo(set: RecordSetFacts, target: string): boolean {
  if (set.alias !== null) return set.alias.dnsName === target;
  return set.type === "CNAME" && set.values[0] === target;
}

/** As a zone file would have it. */
export const recordText = ({ name, type, alias, values }: RecordSetFacts): string =>
  `${name} ${type} ${alias === null ? values.join(" ") : `ALIAS ${alias.dnsName}`}`;

export type Routing =
  /** In place, or it can't be: `changes` is empty then. */
  | { kind: "ours"; changes: RecordChange[]; replaced: RecordSetFacts[] }
  /** Something else stands there and stays. */
  | { kind: "foreign"; sets: RecordSetFacts[] }
  | { kind: "policy" };

/** What the routing records of one domain need, under the rules of `routing`. `former`: where our own records led before. */
export function routingOf(
  domain: DomainName,
  zoneId: string,
  distribution: Pick<DistributionFacts, "ipv6" | "httpVersion" | "domainName">,
  sets: RecordSetFacts[],
  { routing, former }: { routing: Route53Wish["routing"]; former: string[] },
): Routing {
  const target = distribution.domainName;
  const isOurs = (set: RecordSetFacts): boolean => [target, ...former].some((name) => leadsTo(set, name));
  const here = sets.filter((set) => set.zoneId === zoneId && set.name === domain && ADDRESS_TYPES.has(set.type));
  if (here.some((set) => set.routingPolicy)) return { kind: "policy" };
  const foreign = here.filter((set) => !isOurs(set));
  if (foreign.length > 0 && routing !== "takeOver") return { kind: "foreign", sets: foreign };
  const elsewhere = here.filter((set) => !leadsTo(set, target));
  if (elsewhere.length === 0 && here.some((set) => set.type === "CNAME" && !isStopgap(set)))
    return { kind: "ours", changes: [], replaced: [] };
  const missing = routingTypes(distribution).filter(
    (type) => !here.some((set) => set.type === type && leadsTo(set, target)),
  );
  const cname = here.filter((set) => set.type === "CNAME");
  const inTheWay = [...elsewhere, ...cname.filter((set) => !elsewhere.includes(set))];
  return {
    kind: "ours",
    changes: [
      ...inTheWay.map((record) => removal(record, isOurs(record))),
      ...missing.map((type): RecordChange => ({ action: "CREATE", record: aliasSet(zoneId, domain, type, target) })),
    ],
    replaced: foreign,
  };
}

/** The record sets that a take-over removes in the batch that puts ours in their place. */
export const replacedBy = (changes: RecordChange[]): RecordSetFacts[] =>
  changes.filter(({ isForeign }) => isForeign).map(({ record }) => record);

/** Some DNS hosts refuse the underscore before a value, and ACM can do without it (ACM user guide, "Troubleshoot DNS validation"). */
export const bareOf = (value: string): string => value.replace(/^_/, "");

/**
 * What the authoritative servers together say about a record that should have `value`. `isTaken`: ACM has issued by the record as it stands. Without
 * the underscore its value is right then; before, it is worth a word.
 */
export function stateOf(look: DnsLook | undefined, value: string, isTaken = false): RecordState {
  const answers = Object.values(look?.servers ?? {});
  const told = answers.filter((answer) => answer.kind !== "unknown");
  if (told.length === 0) return "UNKNOWN";
  const isRight = (found: string): boolean => found === value || (isTaken && found === bareOf(value));
  const right = told.filter((answer) => answer.kind === "values" && answer.values.some(isRight)).length;
  if (right === told.length) return told.length === answers.length ? "OK" : "PARTIAL";
  if (right > 0) return "PARTIAL";
  return told.some((answer) => answer.kind === "values") ? "WRONG" : "MISSING";
}
