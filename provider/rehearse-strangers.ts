/**
 * Who outside of the account may have the names that come new. CloudFront tells a run by a refusal, and names them only to who has a certificate for the
 * name; a rehearsal has where DNS leads, and the distributions of the account. Nobody can imagine what follows.
 */
import { ledTo } from "./core/asked";
import { cause, merged } from "./core/causes";
import { matchesMasked, proofName } from "./core/conflicts";
import type { Cause } from "./core/decision";
import type { DomainName } from "./core/domain-name";
import { shortList } from "./core/guidance";
import { seenAt } from "./core/imagine-parts";
import { known } from "./core/known";
import type { ConflictLook, Lead } from "./core/looks";
import type { DistributionSummary, Observed } from "./core/model";
import type { Unlisted } from "./core/plan";
import type { Input } from "./core/situation";
import type { Ports } from "./ports";

export interface Strangers {
  /** Names that DNS leads to a distribution which is none of the account's. */
  led: { domain: DomainName; target: string }[];
  /** The others that come new. */
  free: DomainName[];
  /** Those from which names are to come, and which the account does not list. */
  ids: string[];
}

const NOBODY: Strangers = { led: [], free: [], ids: [] };

/** Who can't list the account's distributions can't tell which are not. */
export async function findStrangers(input: Input, ports: Ports): Promise<Strangers> {
  const listed = await ports.distributions.list();
  if (listed.kind !== "ok") return NOBODY;
  const { observed, desired } = input;
  const here = listed.value;
  const isHere = (domain: DomainName): boolean =>
    [known(observed.distribution), ...(known(observed.holders) ?? [])].some((each) => each?.aliases.includes(domain));
  const coming = desired.domains.filter((domain) => !isHere(domain));
  const leads = await Promise.all(coming.map(async (domain) => [domain, await ports.dns.lead(domain)] as const));
  const led = coming.flatMap((domain) => {
    const target = strangeTarget(domain, Object.fromEntries(leads), here, input);
    return target === undefined ? [] : [{ domain, target }];
  });
  const free = coming.filter((domain) => !led.some((each) => each.domain === domain));
  const ids = desired.moveFrom.filter((each) => !here.some(({ id }) => matchesMasked(each, id)));
  return { led, free, ids };
}

function strangeTarget(
  domain: DomainName,
  leads: { [domain: string]: Lead },
  here: DistributionSummary[],
  { observed, now }: Input,
): string | undefined {
  const target = ledTo(domain, { observed: { ...observed, leads: seenAt(now)(leads) } });
  if (target === null || !target.endsWith(".cloudfront.net")) return undefined;
  const ours = [known(observed.distribution)?.domainName, ...here.map(({ domainName }) => domainName)];
  return ours.includes(target) ? undefined : target;
}

/** So the decision leaves them where they are, as it does when CloudFront has said that another account has them. */
export function withStrangers(observed: Observed, strangers: Strangers | undefined, now: number): Observed {
  if (strangers === undefined || strangers.led.length === 0) return observed;
  const held = strangers.led.map(({ domain, target }): [string, ConflictLook] => [domain, heldBy(domain, target)]);
  return { ...observed, conflicts: seenAt(now)({ ...known(observed.conflicts), ...Object.fromEntries(held) }) };
}

const heldBy = (domain: DomainName, target: string): ConflictLook => ({
  conflicts: [{ domain, kind: "distribution", id: "*", account: "*" }],
  lead: { kind: "alias", target, ttl: 0 },
  proof: null,
});

const isLed = (strangers: Strangers, domains: DomainName[]): boolean =>
  domains.length > 0 && domains.every((each) => strangers.led.some(({ domain }) => domain === each));

/** In place of what was only imagined of them, what is known. */
export function withoutImagined(causes: Cause[], strangers: Strangers | undefined): Cause[] {
  if (strangers === undefined) return causes;
  const seen = causes.filter((each) => !isImagined(each, strangers));
  // Where names are to be moved, that says what becomes of these.
  const led = strangers.ids.length > 0 ? [] : strangers.led;
  const said = merged(
    led.map(({ domain, target }) => cause("ALIAS_LED_ELSEWHERE", { domains: [domain], params: { found: target } })),
  );
  return [...said, ...seen];
}

export const isImagined = ({ code, domains }: Cause, strangers: Strangers): boolean =>
  code.startsWith("ALIAS_TAKEN_") && isLed(strangers, domains);

/** What is to come from there: what DNS leads to strangers, if there is any; else nobody knows. */
export function unlistedOf(strangers: Strangers | undefined, { observed }: Input): Unlisted | undefined {
  if (strangers === undefined || strangers.ids.length === 0) return undefined;
  const { ids, led, free } = strangers;
  const sought = led.length > 0 ? led.map(({ domain }) => domain) : free;
  const target = known(observed.distribution)?.domainName;
  if (sought.length === 0 || target === undefined) return undefined;
  return { ids, target, proofs: shortList(sought.map(proofName)) };
}

/** From which a name may be meant that is about to be attached. */
export const mayHave = (strangers: Strangers | undefined): string[] =>
  strangers === undefined || strangers.led.length > 0 ? [] : strangers.ids;
