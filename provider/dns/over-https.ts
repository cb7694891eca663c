/**
 * A resolver over HTTPS, as if it were the server of every zone, where no other way is open: it may keep for a while that a record is missing. Its URL
 * stands for the servers.
 */
import type { Ask, Server, Told } from "./ask";
import type { Lookup } from "./traffic";
import { isAnswer, saysNothing, type Verdict, verdictOf } from "./verdict";
import { findZone } from "./zone-finder";

type WebServer = Extract<Server, { url: string }>;

/** What is left for it of the time of a look, where servers are not heard. */
const overHttpsMs = 3_000;

export type Look<T> = (lookup: Lookup) => Promise<T>;

/** How a look is judged. */
export interface AnyWay<T> {
  /** Nothing is known, since no server was heard. `isSilent`: none of any zone. */
  isUnheard(told: T, isSilent: boolean): boolean;
  /** Nor does the resolver know. */
  isUnknown(told: T): boolean;
  /** It matters which zone a name is in. */
  zones?: boolean;
}

/** By the servers; where they are not heard, by the resolver. */
export async function lookAnyWay<T>(
  whole: Lookup,
  ask: Ask,
  server: WebServer,
  { isUnheard, isUnknown, zones = false }: AnyWay<T>,
  look: Look<T>,
): Promise<T> {
  const first = listening({ ...whole, until: whole.until - overHttpsMs });
  const told = await look(first);
  if (!isUnheard(told, first.isSilent())) return told;
  const place = inTheirPlace(whole, ask, server);
  const other = await look(zones ? withZones(place, server) : place);
  return isUnknown(other) ? told : other;
}

function inTheirPlace(lookup: Lookup, ask: Ask, { url }: WebServer): Lookup {
  return {
    ...lookup,
    zoneOf: async () => ({ kind: "ok", value: { zone: "", nameServers: [url] } }),
    resolver: {
      ...lookup.resolver,
      authoritative: async (_, question, until) => trusted(await ask({ url }, question, { recursive: true, until })),
    },
  };
}

function trusted(told: Told): Told {
  return told.kind === "failure" ? told : { ...told, message: { ...told.message, authoritative: true } };
}

function withZones(place: Lookup, { url }: WebServer): Lookup {
  return {
    ...place,
    zoneOf: async (name, until) => {
      const found = await findZone(place.resolver, name, until);
      return found.kind === "ok" ? { kind: "ok", value: { ...found.value, nameServers: [url] } } : found;
    },
  };
}

/** A look-up that knows afterwards whether any server was heard in it. */
export function listening(lookup: Lookup): Lookup & { isSilent(): boolean } {
  let isSilent = true;
  const hear = (verdict: Verdict): void => {
    if (isAnswer(verdict) || (verdict.kind === "failure" && !saysNothing(verdict.code))) isSilent = false;
  };
  return {
    ...lookup,
    isSilent: () => isSilent,
    zoneOf: async (name, until) => {
      const found = await lookup.zoneOf(name, until);
      if (found.kind === "failed") hear({ kind: "failure", code: found.trouble.code });
      return found;
    },
    resolver: {
      ...lookup.resolver,
      authoritative: async (nameServer, question, until) => {
        const told = await lookup.resolver.authoritative(nameServer, question, until);
        hear(verdictOf(told));
        return told;
      },
    },
  };
}
