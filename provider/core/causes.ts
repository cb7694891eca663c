import type { Cause } from "./decision";
import { baseName, type DomainName } from "./domain-name";
import type { GuidanceCode } from "./guidance";
import type { Part, Trouble } from "./model";
import { denialOf, isUnverifiedAccount, meaningOf } from "./refusals";

export function cause(code: GuidanceCode, about: Partial<Omit<Cause, "code">> = {}): Cause {
  return { code, domains: about.domains ?? [], params: about.params ?? {}, records: about.records ?? [] };
}

/** One sentence for all that it is true of, where the first of them stands. */
export function merged(causes: Cause[]): Cause[] {
  const bySentence = new Map<string, Cause>();
  for (const each of causes) {
    const key = JSON.stringify([each.code, each.params]);
    const { domains, records } = bySentence.get(key) ?? { domains: [], records: [] };
    bySentence.set(key, {
      ...each,
      domains: [...new Set([...domains, ...each.domains])],
      records: [...new Set([...records, ...each.records])],
    });
  }
  return [...bySentence.values()];
}

/** A look or a step that failed, as a reason. Messages of AWS carry ids and counts: they go to the log, never into a cause. */
export function causeOfTrouble(trouble: Trouble, domains: DomainName[] = []): Cause {
  const params = { operation: trouble.operation, code: trouble.code };
  switch (trouble.reason) {
    case "CREDENTIALS":
      return cause("CREDENTIALS", { params, domains });
    case "FORBIDDEN":
      return isUnverifiedAccount(trouble.message)
        ? cause("ACCOUNT_NOT_VERIFIED", { params, domains })
        : cause("FORBIDDEN", { params: { ...params, ...denialOf(trouble.message) }, domains });
    case "UNREADABLE":
      return cause("UNREADABLE", { params, domains });
    case "UNAVAILABLE":
      return cause("COULD_NOT_ASK", { params, domains });
    case "REFUSED":
      return causeOfRefusal(trouble, domains);
  }
}

/** One code has two meanings, told apart by its message alone (CloudFront developer guide, "Troubleshooting distribution issues"). */
export const isAboutDns = ({ code, message }: Pick<Trouble, "code" | "message">): boolean =>
  code === "CNAMEAlreadyExists" && message.includes("incorrectly configured DNS record");

function causeOfRefusal(trouble: Trouble, domains: DomainName[]): Cause {
  const params = { operation: trouble.operation, code: trouble.code };
  if (isAboutDns(trouble)) return cause("ALIAS_DNS_LEADS_ELSEWHERE", { params: { ...params, found: "" }, domains });
  const meaning = meaningOf(trouble);
  const named = domains.filter((domain) => meaning.names.some((name) => isRecordOf(name, domain)));
  return cause(meaning.code, {
    params: { ...params, ...meaning.params },
    domains: named.length > 0 ? named : domains,
  });
}

/** Its own name, or that of its validation record: one label before the domain's. */
const isRecordOf = (name: string, domain: DomainName): boolean =>
  name === domain || (name.startsWith("_") && name.slice(name.indexOf(".") + 1) === baseName(domain));

export const part = (name: Exclude<Part["part"], "certificate">): Part => ({ part: name });
