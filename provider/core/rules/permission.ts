/** May this group have this distribution and these names at all? Asked before anything is requested. */

import { nextTry } from "../backoff";
import { verdictOn } from "../brought-certificate";
import { cause, merged, part } from "../causes";
import { clashes } from "../choose";
import type { Cause } from "../decision";
import type { DomainName } from "../domain-name";
import { coveredBy } from "../domain-name";
import type { GuidanceCode } from "../guidance";
import type { ZoneFinding } from "../model";
import { TAG } from "../ownership";
import { isBehind } from "../places";
import { distributionTags, type Situation } from "../situation";
import { blocked, type Rule } from "./rule";

const about = (situation: Situation, code: GuidanceCode, params: Cause["params"] = {}): ReturnType<Rule> =>
  blocked(cause(code, { domains: situation.desired.domains, params }));

export const distributionIsUsable: Rule = (situation) => {
  const { distribution, desired } = situation;
  if (desired.distribution.kind !== "existing") return undefined;
  const { id } = desired.distribution;
  if (distribution === null) return about(situation, "DISTRIBUTION_NOT_FOUND", { distribution: id });
  if (distribution.accountId !== situation.account) {
    return about(situation, "DISTRIBUTION_IN_OTHER_ACCOUNT", { distribution: id, account: distribution.accountId });
  }
  if (distribution.staging) return about(situation, "DISTRIBUTION_IS_STAGING", { distribution: id });
  if (distribution.tenantOnly) return about(situation, "DISTRIBUTION_IS_MULTI_TENANT", { distribution: id });
  return undefined;
};

/** What we wrote a moment ago is on its way into what CloudFront shows. */
export const readIsFresh: Rule = ({ distribution, former, memory, now, desired, goal }) => {
  const isOwnBehind = distribution !== null && isBehind(distribution, memory, now);
  const isFormerBehind = former.some((each) => isBehind(each.distribution, memory, now));
  if (!isOwnBehind && !isFormerBehind) return undefined;
  return {
    kind: "wait",
    what: "fresh read",
    until: nextTry(now, 2),
    parts: [...(isOwnBehind ? [part("distribution")] : []), ...(isFormerBehind ? [part("former")] : [])],
    on: "aws",
    cause: cause(goal === "present" ? "DEPLOYING" : "DETACHING", { domains: desired.domains }),
  };
};

export const distributionIsFree: Rule = (situation) => {
  const { desired, distribution, attachedTags } = situation;
  if (desired.distribution.kind === "program" || distribution === null) return undefined;
  // One group's certificate may be the program's own of another.
  const isBrought = distribution.viewerCertificate.id === desired.certificate;
  const holder = attachedTags?.[TAG.id];
  if (holder === undefined || holder === desired.groupId || isBrought) return undefined;
  const params = { distribution: distribution.id, group: holder };
  const name = formerName(situation, holder);
  return name === undefined
    ? about(situation, "DISTRIBUTION_HELD", params)
    : about(situation, "GROUP_RENAMED", { ...params, name });
};

/** Of a group of this stack that the program has no more: most likely this one, under another name. */
function formerName({ facts, attachedTags }: Situation, holder: string): string | undefined {
  const owner = attachedTags?.[TAG.owner] ?? "";
  const isGone = facts.owners.includes(owner) && !facts.siblings.some(({ groupId }) => groupId === holder);
  return isGone && holder.startsWith(`${owner}/`) ? holder.slice(owner.length + 1) : undefined;
}

/** Two stacks may come to the same id: one whose distribution serves nothing that is wanted here is another's. */
export const groupIdIsOurs: Rule = (situation) => {
  const { desired, distribution, facts } = situation;
  if (desired.distribution.kind !== "created" || distribution === null) return undefined;
  const incarnation = distributionTags(situation)[TAG.incarnation];
  if (incarnation === undefined || incarnation === facts.incarnation) return undefined;
  const { id, aliases } = distribution;
  const isKnown = (alias: string): boolean => [...desired.domains, ...facts.formerly].some((name) => name === alias);
  if (aliases.length === 0 || aliases.some(isKnown)) return undefined;
  return about(situation, "GROUP_ID_TAKEN", {
    distribution: id,
    group: desired.groupId,
    aliases: aliases.slice(0, 3).join(", "),
  });
};

export const ownerIsOurs: Rule = (situation) => {
  const { own, facts, desired, distribution } = situation;
  const made = { arn: distribution?.arn ?? "", tags: distributionTags(situation) };
  const foreign = [...own, made].find(({ tags }) => !facts.owners.includes(tags[TAG.owner] ?? desired.owner));
  if (foreign === undefined) return undefined;
  const { arn, tags } = foreign;
  return about(situation, "OWNER_MISMATCH", { owner: tags[TAG.owner] ?? "", expected: desired.owner, thing: arn });
};

/** The program's own certificate: judged anew in every run, since it is not ours to keep good. */
export const broughtCertificateIsUsable: Rule = ({ desired, wanted, account }) => {
  if (desired.certificate === null) return undefined;
  const reason = verdictOn(desired.certificate, wanted?.detail ?? null, account, desired.domains);
  return reason === undefined ? undefined : blocked(reason);
};

/** One certificate for the distribution before and this one: no other can be requested in its place. */
export const broughtCertificateFits: Rule = (situation) => {
  const { desired, distribution, former } = situation;
  if (desired.certificate === null || !clashes({ arn: desired.certificate }, distribution, situation)) return undefined;
  const [other] = former.map((each) => each.distribution);
  return about(situation, "HTTP_VERSIONS_DIFFER", {
    certificate: desired.certificate,
    distribution: `${distribution?.id} (${distribution?.httpVersion})`,
    other: `${other?.id} (${other?.httpVersion})`,
  });
};

/** An alias that is not the group's must stay covered: one certificate serves them all. */
export const foreignAliasesStayCovered: Rule = (situation) => {
  const { desired, distribution, wanted } = situation;
  if (desired.distribution.kind === "program" || distribution === null) return undefined;
  const names = wanted?.detail.names ?? desired.domains;
  const uncovered = foreignAliases(situation).filter((alias) => !coveredBy(names, alias));
  if (uncovered.length === 0) return undefined;
  return about(situation, "FOREIGN_ALIASES_UNCOVERED", {
    aliases: uncovered.join(", "),
    distribution: distribution.id,
  });
};

export function foreignAliases({ distribution, desired, leaving, staying }: Situation): DomainName[] {
  const aliases = (distribution?.aliases ?? []) as DomainName[];
  return aliases.filter((alias) => ![...desired.domains, ...leaving, ...staying].includes(alias));
}

export const zonesAreFound: Rule = ({ observed, desired }) => {
  if (desired.dns.kind !== "route53" || observed.zones?.kind !== "known") return undefined;
  const { onMissingZone } = desired.dns;
  const { value: findings } = observed.zones;
  const causes = desired.domains.flatMap((domain) => {
    const finding = findings[domain] ?? { kind: "missing" };
    const isElsewhere = finding.kind !== "ambiguous" && onMissingZone === "external";
    return finding.kind === "found" || isElsewhere ? [] : [causeOfZone(domain, finding)];
  });
  const [first] = merged(causes);
  return first === undefined ? undefined : blocked(first);
};

function causeOfZone(domain: DomainName, finding: Exclude<ZoneFinding, { kind: "found" }>): Cause {
  const domains = [domain];
  switch (finding.kind) {
    case "missing":
      return cause("ZONE_MISSING", { domains });
    case "privateOnly":
      return cause("ZONE_PRIVATE_ONLY", { domains, params: { zones: finding.zoneIds.join(", ") } });
    case "ambiguous":
      return cause("ZONE_AMBIGUOUS", { domains, params: { zone: finding.zone, zones: finding.zoneIds.join(", ") } });
    case "notDelegated":
      return cause("ZONE_NOT_DELEGATED", {
        domains,
        params: {
          zone: finding.zone,
          zoneId: finding.zoneId,
          zoneServers: finding.zoneServers.join(", "),
          delegatedTo: finding.delegatedTo.join(", ") || "nobody",
        },
      });
  }
}
