/**
 * Who is silent is not waited for again and again: a server that does not answer costs its time once, whoever asks. Else those who ask about a dead
 * zone would keep all others from their answers, and a dead resolver every question from the next one.
 */
import { registrableDomain } from "../core/domain-name";
import type { Instant } from "../core/model";
import type { Clock } from "../ports";
import type { Ask, Server, Told } from "./ask";
import type { Question, QuestionType } from "./packet";
import { isSilence } from "./verdict";

/** As long as one look may last. */
const keptMs = 10_000;
/** A question that ended so shortly before its time was over was perhaps not waited for long enough. */
const slackMs = 100;
const never = Number.NEGATIVE_INFINITY;

interface Finding {
  heardAt: Instant;
  silentAt: Instant;
  silence: Told;
}

/** One question that finds out whether a server answers, while others wait for that. */
interface Scout {
  until: Instant;
  over: Promise<Told>;
}

export interface Patience {
  ask: Ask;
  /** It said nothing, to whatever it was asked last. */
  isSilent(server: Server): boolean;
}

export function createPatience(ask: Ask, clock: Clock): Patience {
  const findings = new Map<string, Finding>();
  const scouts = new Map<string, Scout>();

  const isFresh = (instant: Instant | undefined): boolean => instant !== undefined && clock.now() < instant + keptMs;

  function silenceOf(key: string): Told | undefined {
    const found = findings.get(key);
    return found !== undefined && found.silentAt > found.heardAt && isFresh(found.silentAt) ? found.silence : undefined;
  }

  function note(keys: readonly string[], told: Told, began: Instant): void {
    for (const key of keys) {
      const { heardAt = never, silentAt = never, silence = told } = findings.get(key) ?? {};
      if (told.kind === "message") findings.set(key, { heardAt: clock.now(), silentAt, silence });
      // Who answered others meanwhile is not silent: that question alone got lost.
      else if (heardAt < began) findings.set(key, { heardAt, silentAt: clock.now(), silence: told });
    }
  }

  async function send(keys: Keys, ...[server, question, how]: Parameters<Ask>): Promise<Told> {
    const began = clock.now();
    const told = await ask(server, question, how);
    if (told.kind === "message") note([keys.server, keys.zone, keys.own], told, began);
    // What came at once costs nobody any time, and what was cut short tells nothing.
    else if (isSilence(told.code) && clock.now() > began && clock.now() < how.until - slackMs)
      note([keys.server, keys.own], told, began);
    return told;
  }

  function scout(keys: Keys, ...asked: Parameters<Ask>): Promise<Told> {
    const [, , { until }] = asked;
    const over = send(keys, ...asked).finally(() => scouts.delete(keys.own));
    scouts.set(keys.own, { until, over });
    return over;
  }

  return {
    isSilent: (server) => silenceOf(keyOf(server)) !== undefined,
    ask: async (server, question, how) => {
      const keys = keysOf(server, question);
      for (;;) {
        const silence = silenceOf(keys.zone) ?? silenceOf(keys.own);
        if (silence !== undefined) return silence;
        if (isFresh(findings.get(keys.own)?.heardAt)) return send(keys, server, question, how);
        const other = scouts.get(keys.own);
        if (other === undefined) return scout(keys, server, question, how);
        // Who would have to wait too long for that one asks as well.
        if (other.until > how.until) return send(keys, server, question, how);
        await other.over;
      }
    },
  };
}

/** Of what is found out: about the server, about it and a domain, and about the latter with a type of records. */
interface Keys {
  server: string;
  zone: string;
  own: string;
}

/**
 * By domain, since a server may leave unanswered what it is not responsible for, and a resolver what it waits for itself. By type, since some leave
 * unanswered types that they do not know; these three all know.
 */
const everyday: readonly QuestionType[] = ["A", "NS", "SOA"];

function keysOf(server: Server, { name, type }: Question): Keys {
  const zone = `${keyOf(server)} ${registrableDomain(name) ?? name}`;
  return { server: keyOf(server), zone, own: everyday.includes(type) ? zone : `${zone} ${type}` };
}

function keyOf(server: Server): string {
  return "url" in server ? server.url : `${server.address} ${server.port}`;
}
