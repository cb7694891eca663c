/** Promise 1, at every edge: a domain that was served stays served for as long as it is wanted, and traffic never comes to where nothing serves it. */
import { covers } from "../../simulator/cloudfront/names";
import { changesOf } from "./clock";
import { HOSTED, type LifeWorld } from "./world";

export interface Serving {
  /** What the program wants from now on. */
  want(domains: string[]): void;
  /** An accident has taken them away: nothing is promised until {@link complete}. */
  excuse(domains: string[]): void;
  /** They go, DNS or not: what serves them is meant to end. */
  release(isGoing: (domain: string) => boolean): void;
  /** A run for them came to its end: they are served everywhere. */
  complete(domains: string[]): void;
  /** Looks at every edge now, and sees to it that it is looked at when an edge takes a configuration that is written by now. */
  look(occasion: string): void;
}

interface Watched {
  domain: string;
  isWanted: boolean;
  isExcused: boolean;
  /** By edge: was served there once. */
  served: boolean[];
}

export function createServing(world: LifeWorld, broken: (problem: string) => void): Serving {
  const { simulator, clock } = world;
  const { edgeCount } = simulator.cloudfront;
  const watched = new Map<string, Watched>();
  const foreseen = new Map<string, string>();

  function look(occasion: string): void {
    for (const each of watched.values()) {
      for (let edge = 0; edge < edgeCount; edge++) lookAtEdge(each, edge, occasion);
    }
    foresee();
  }

  function lookAtEdge(each: Watched, edge: number, occasion: string): void {
    const { domain, isWanted, isExcused, served } = each;
    if (isExcused) return;
    const answer = servedAt(world, edge, domain);
    if (answer === "no" && served[edge] === true) {
      if (isWanted) broken(`edge ${edge} does not serve ${domain} any more (${occasion})`);
      else if (!isUnderWildcard(domain) && isLedHere(world, domain))
        broken(`edge ${edge} does not serve ${domain}, and DNS still leads here (${occasion})`);
      served[edge] = false;
    }
    if (answer === "byName" && isWanted) served[edge] = true;
  }

  /** A wildcard in DNS leads names of any depth here (RFC 4592), whether they are wanted or not, until it goes itself. */
  function isUnderWildcard(domain: string): boolean {
    const over = [...watched.values()].filter(
      (each) => each.domain.startsWith("*.") && domain.endsWith(each.domain.slice(1)),
    );
    return over.some((each) => each.domain !== domain && (each.isWanted || isLedHere(world, each.domain)));
  }

  function foresee(): void {
    for (const { id, etag } of simulator.cloudfront.snapshot()) {
      if (foreseen.get(id) === etag) continue;
      foreseen.set(id, etag);
      const atEdges = (): string =>
        JSON.stringify(simulator.cloudfront.snapshot().find((each) => each.id === id)?.edges);
      const now = clock.now();
      for (const instant of changesOf(clock, now, now + simulator.world.latencies.deploy + 1000, atEdges)) {
        clock.at(instant, () => look(`an edge took a configuration of ${id}`));
      }
    }
  }

  return {
    want: (domains) => {
      for (const domain of domains) {
        const known = watched.get(domain);
        if (known === undefined) watched.set(domain, { domain, isWanted: true, isExcused: false, served: [] });
        // What was on its way off may still go, whatever is wanted now.
        else if (!known.isWanted) Object.assign(known, { isWanted: true, isExcused: true, served: [] });
      }
      for (const each of watched.values()) each.isWanted = domains.includes(each.domain);
    },
    excuse: (domains) => {
      for (const each of watched.values())
        if (domains.some((domain) => covers(domain, each.domain))) Object.assign(each, { isExcused: true, served: [] });
    },
    release: (isGoing) => {
      for (const each of watched.values()) {
        if (isGoing(each.domain)) Object.assign(each, { isWanted: false, isExcused: true, served: [] });
      }
    },
    complete: (domains) => {
      for (const domain of domains) {
        const each = watched.get(domain);
        if (each === undefined || !each.isWanted) continue;
        Object.assign(each, { isExcused: false, served: Array.from({ length: edgeCount }, () => true) });
      }
      look("a run came to its end");
    },
    look,
  };
}

const hostOf = (domain: string): string => domain.replace("*", "any");

/** `byName`: under an alias of just this name. */
export function servedAt(
  { simulator, clock, owners }: LifeWorld,
  edge: number,
  domain: string,
): "byName" | "otherwise" | "no" {
  const host = hostOf(domain);
  const answer = simulator.cloudfront.answer(edge, host);
  // Whoever else has it serves it for itself.
  if (answer.kind !== "certificate" || owners.has(answer.distributionId)) return "no";
  const { notBefore, notAfter, names } = answer.certificate;
  const now = clock.now();
  if (now < notBefore || now >= notAfter || !names.some((name) => covers(name, host))) return "no";
  return answer.alias === domain ? "byName" : "otherwise";
}

/** The TTL of an alias record to CloudFront (Route 53 developer guide, "TTL"): so long a resolver gives an old answer. */
const TTL = 60_000;

/** A name server leads the host to a distribution, or did so less than a TTL ago. */
export function isLedHere({ simulator, clock }: LifeWorld, domain: string): boolean {
  const zone = HOSTED.find((name) => domain === name || domain.endsWith(`.${name}`));
  if (zone === undefined) return false;
  const now = clock.now();
  return simulator.dns.delegationOf(zone).some((server) =>
    [now, now - TTL / 2, now - TTL + 1].some((instant) => {
      const answer = simulator.dns.query(server, hostOf(domain), "A", instant);
      return answer.rcode === "NOERROR" && answer.answers.some(({ aliasOf }) => aliasOf?.endsWith(".cloudfront.net"));
    }),
  );
}
