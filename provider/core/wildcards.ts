/** Names that a DNS wildcard answers for until their validation record comes. */
import { cause, merged } from "./causes";
import type { Cause } from "./decision";
import { baseName } from "./domain-name";
import { guidanceOf } from "./guidance";
import { known } from "./known";
import type { Desired, Observed } from "./model";
import type { Guidance } from "./outputs";

/** As far as they were looked at, which is while a certificate is to be validated. */
export function wildcardCauses(desired: Pick<Desired, "domains">, observed: Observed): Cause[] {
  const looks = known(observed.wildcards) ?? {};
  return merged(
    desired.domains.flatMap((domain) => {
      const look = looks[baseName(domain)];
      if (look?.kind !== "wildcard") return [];
      return [cause("WILDCARD_STOPS", { domains: [domain], params: { wildcard: look.name } })];
    }),
  );
}

/** At the end of a plan every certificate is issued: what comes before that is said all the same. */
export function withWildcards(guidance: Guidance[], desired: Pick<Desired, "domains">, observed: Observed): Guidance[] {
  const early = wildcardCauses(desired, observed).map(guidanceOf);
  return [...guidance, ...early.filter(({ code }) => guidance.every((each) => each.code !== code))];
}
