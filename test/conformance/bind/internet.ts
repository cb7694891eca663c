/**
 * An internet of one named: a root, top-level domains, the zones of the tests on the servers of two providers, and a resolver. Each server is a view
 * of its own.
 */

export interface ZoneSpec {
  /** Its records, as in a master file, by the server that holds it. */
  on: { [server: string]: string };
  /** Those that the parent zone names. Default: those that hold it. */
  delegatedTo?: string[];
  /** Those that the zone itself names. Default: as the parent. */
  nameServers?: string[];
  /** The resolver takes it for signed, which it is not: what is seen where a DS record stays behind when a domain moves. */
  seemsSigned?: boolean;
}

/** By name. Mere records: both servers of provider.net have them. */
export interface Zones {
  [zone: string]: string | ZoneSpec;
}

export const ROOT_SERVER = "a.root-servers.net";
/** Addresses of name servers. */
const servers = {
  [ROOT_SERVER]: "127.0.0.2",
  "ns1.provider.net": "127.0.0.3",
  "ns2.provider.net": "127.0.0.4",
  "ns1.other.net": "127.0.0.5",
};
/** Nobody listens at the first one; the others are those of provider.net by other names. */
const addresses = {
  ...servers,
  "dead.other.net": "127.0.0.6",
  "first.other.net": servers["ns1.provider.net"],
  "second.other.net": servers["ns2.provider.net"],
};
/** What it holds itself, the rest of the world does not see. */
export const RESOLVER = "resolver";
/** As a zone's records: the server fails for the whole zone. */
export const UNREADABLE = "this is no record";

const basis: Zones = {
  ".": { on: { [ROOT_SERVER]: addressRecords("") } },
  com: { on: { [ROOT_SERVER]: "" } },
  net: { on: { [ROOT_SERVER]: addressRecords("") } },
  "provider.net": addressRecords("provider.net"),
  "other.net": { on: { "ns1.other.net": addressRecords("other.net") } },
};

function addressRecords(domain: string): string {
  const own = Object.entries(addresses).filter(([name]) => name.endsWith(domain));
  return own.map(([name, address]) => `${name}. A ${address}`).join("\n");
}

interface Zone extends Required<ZoneSpec> {
  name: string;
}

function zoneOf([name, spec]: [string, string | ZoneSpec]): Zone {
  const whole: ZoneSpec =
    typeof spec === "string" ? { on: { "ns1.provider.net": spec, "ns2.provider.net": spec } } : spec;
  const { on, delegatedTo = Object.keys(on), nameServers = delegatedTo, seemsSigned = false } = whole;
  return { name, on, delegatedTo, nameServers, seemsSigned };
}

/** What named reads, by path. */
export function filesOf(zones: Zones, port: number): { [path: string]: string } {
  const all = Object.entries({ ...basis, ...zones }).map(zoneOf);
  const masterFiles = all.flatMap((zone) =>
    Object.entries(zone.on).map(([server, records]) => [pathOf(server, zone), masterFile(zone, records, all)]),
  );
  return {
    ...Object.fromEntries(masterFiles),
    "root.hints": `. 3600 NS ${ROOT_SERVER}.\n${ROOT_SERVER}. 3600 A ${servers[ROOT_SERVER]}\n`,
    "named.conf": configuration(all, port),
  };
}

function pathOf(server: string, { name }: Zone): string {
  return `${server}/${name === "." ? "root" : name}`;
}

function masterFile(zone: Zone, records: string, all: Zone[]): string {
  const below = all.filter((other) => parentOf(other, all) === zone);
  const delegations = below.flatMap(({ name, delegatedTo }) => delegatedTo.map((server) => `${name}. NS ${server}.`));
  const lines = [
    `$ORIGIN ${zone.name === "." ? "" : zone.name}.`,
    "$TTL 300",
    `@ SOA ns1.provider.net. hostmaster.provider.net. 1 3600 600 86400 60`,
    ...zone.nameServers.map((server) => `@ NS ${server}.`),
    ...delegations,
    // A line that begins with a blank would go on with the owner of the one before.
    ...records.split("\n").map((line) => line.trim()),
  ];
  return `${lines.join("\n")}\n`;
}

function parentOf({ name }: Zone, all: Zone[]): Zone | undefined {
  const above = all.filter((other) => other.name !== name && (other.name === "." || name.endsWith(`.${other.name}`)));
  return above.sort((a, b) => b.name.length - a.name.length)[0];
}

function configuration(zones: Zone[], port: number): string {
  const held = (server: string): string =>
    zones
      .filter(({ on }) => server in on)
      .map((zone) => `zone "${zone.name}" { type primary; file "${pathOf(server, zone)}"; };`)
      .join("\n  ");
  const authorities = Object.entries(servers).map(
    ([server, address]) => `view "${server}" {
  match-clients { ${sourceOf(address)}; };
  recursion no;
  ${held(server)}
};`,
  );
  const signed = zones.filter(({ seemsSigned }) => seemsSigned);
  const anchors = signed.map(({ name }) => `"${name}" static-ds 1 13 2 "${"00".repeat(32)}";`);
  return `options {
  // Where it listens, and where it asks others.
  port ${port};
  listen-on { 127.0.0.1; };
  listen-on-v6 { none; };
  pid-file none;
  session-keyfile none;
  dnssec-validation no;
  notify no;
  empty-zones-enable no;
  // Other servers take addresses at names with an underscore.
  check-names primary ignore;
};
controls { };
${authorities.join("\n")}
view "${RESOLVER}" {
  recursion yes;
  dnssec-validation yes;
  trust-anchors { ${anchors.join(" ")} };
  zone "." { type hint; file "root.hints"; };
  ${held(RESOLVER)}
};
`;
}

/** From where packets for a server come to named. */
function sourceOf(address: string): string {
  return address.replace("127.0.0.", "127.0.1.");
}

/** The same for all servers. */
export function sources(): { [address: string]: string } {
  return Object.fromEntries(Object.values(servers).map((address) => [address, sourceOf(address)]));
}
