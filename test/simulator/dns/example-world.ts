import type { DnsAnswer, DnsWorld, Effective, RecordType } from "../dns-contracts";
import { seededRandom } from "../random";
import { createDnsWorld } from "./world";

export const SERVERS: [string, string] = ["ns-1.awsdns-01.com", "ns-2.awsdns-02.net"];

/** A world with one zone, example.com, an hour old, and a clock that moves when it is told to. */
export interface ExampleWorld {
  dns: DnsWorld;
  now(): number;
  later(seconds: number): void;
  /** Default: seen at once, everywhere. */
  put(name: string, type: RecordType, values: string[], effective?: Effective): void;
  putAlias(name: string, target: string): void;
  /** What a server says, as {@link short}. */
  asked(name: string, type?: RecordType, server?: string): string;
  /** What a resolver says, as {@link short}. */
  resolved(name: string, type?: RecordType, at?: number, resolver?: string): string;
}

export function exampleWorld(): ExampleWorld {
  let now = Date.UTC(2026, 9, 1);
  const clock = { now: () => now, sleep: () => Promise.resolve(), at: () => {}, hold: <T>(work: () => T) => work() };
  const dns = createDnsWorld(clock, seededRandom(1));
  dns.addZone({ id: "Z1", name: "example.com", nameServers: SERVERS, private: false, soaMinimum: 60 });
  dns.delegate("example.com", SERVERS);
  now += 3_600_000;
  return {
    dns,
    now: () => now,
    later: (seconds) => {
      now += seconds * 1000;
    },
    put: (name, type, values, effective = now) =>
      dns.setRecord("Z1", name, type, { name, type, ttl: 300, values }, effective),
    putAlias: (name, alias) => dns.setRecord("Z1", name, "A", { name, type: "A", alias }, now),
    asked: (name, type = "A", server = SERVERS[0]) => short(dns.query(server, name, type)),
    resolved: (name, type = "A", at = now, resolver = "public") => short(dns.resolve(name, type, at, resolver)),
  };
}

/** `NOERROR 192.0.2.1`: the code, and the values of the last record set. */
export function short(answer: DnsAnswer): string {
  if (answer.rcode === "TIMEOUT") return "TIMEOUT";
  return [answer.rcode, ...(answer.answers.at(-1)?.values ?? [])].join(" ");
}
