/** People who ask for the domains all the time: half of them as DNS leads them, half straight at each edge in turn. */
import { Resolver } from "node:dns/promises";
import { type Addresses, createAddresses } from "./addresses";
import type { Promises } from "./promises";
import type { Ask, Verdict } from "./request";
import type { Tally } from "./tally";

export interface Visited {
  /** `ip:port` of the recursive resolver. */
  dns: string;
  /** Addresses of the edges. */
  edges: readonly string[];
  httpsPort: number;
}

interface Shared extends Visited {
  ask: Ask;
  promises: Promises;
  tally: Tally;
}

/** At a time. More only wait for each other: one process makes all the handshakes. */
const VISITORS = 8;
const NOTHING_TO_ASK_MS = 20;

/** They go on until what this gives back is called, which waits for the requests that are under way. */
export function startVisitors(shared: Shared): () => Promise<void> {
  let isOver = false;
  const resolver = new Resolver();
  resolver.setServers([shared.dns]);
  const visit = async (visitor: number): Promise<void> => {
    const addresses = createAddresses(resolver);
    for (let turn = visitor; !isOver; turn += 1) await visitOnce(shared, addresses, turn);
  };
  const visits = Promise.all(Array.from({ length: VISITORS }, (_, visitor) => visit(visitor)));
  return async () => {
    isOver = true;
    await visits;
  };
}

async function visitOnce(shared: Shared, addresses: Addresses, turn: number): Promise<void> {
  const { promises, edges } = shared;
  const hosts = promises.hosts();
  const host = hosts[turn % hosts.length];
  const round = Math.floor(turn / hosts.length);
  if (host === undefined) return pause(NOTHING_TO_ASK_MS);
  if (round % 2 === 0) await askStraight(shared, host, edges[(round / 2) % edges.length] ?? "");
  else await askAsLed(shared, addresses, host, turn);
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** It may be meant to go while the request is under way. */
async function askStraight(shared: Shared, host: string, edge: string): Promise<void> {
  const { ask, promises, tally, httpsPort } = shared;
  const wasPromised = promises.isPromised(host, edge);
  const verdict = await ask({ address: edge, port: httpsPort, host });
  if (verdict.kind === "served") promises.noteServed(host, edge);
  tally.note(`${host} straight at ${edge}`, verdict, wasPromised && promises.isPromised(host, edge));
}

async function askAsLed(shared: Shared, addresses: Addresses, host: string, turn: number): Promise<void> {
  const { ask, promises, tally, httpsPort } = shared;
  const wasLed = promises.isLed(host);
  const found = await addresses(host).catch((error: Error) => error);
  if (Array.isArray(found)) {
    promises.noteLed(host);
    const address = found[turn % found.length] ?? "";
    tally.note(`${host} at ${address} as DNS says`, await ask({ address, port: httpsPort, host }), true);
    return;
  }
  const verdict: Verdict = { kind: "failed", why: found?.message ?? "DNS has no address" };
  tally.note(`${host} as DNS says`, verdict, wasLed && promises.isLed(host));
}
