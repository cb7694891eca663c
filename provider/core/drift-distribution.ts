/** What has become of certificate, aliases and settings on the group's distribution. */
import { DISTRIBUTION_SHOWS_WITHIN } from "./backoff";
import { cause } from "./causes";
import type { Cause } from "./decision";
import type { DomainName } from "./domain-name";
import { driftedTags } from "./drift-certificate";
import { differing } from "./drift-settings";
import type { GuidanceCode } from "./guidance";
import { known } from "./known";
import type { DistributionFacts, Json, Service } from "./model";
import { callerReference, changeable, commentOf, distributionSettings } from "./new-distribution";
import { TAG } from "./ownership";
import { keptDomains } from "./passing";
import { isBehind } from "./places";
import type { Report } from "./report";
import { distributionTags, type Situation } from "./situation";

export function distributionDrift(situation: Situation, previous: Report): Cause[] {
  const { distribution, desired, memory, now } = situation;
  if (distribution === null) return goneCauses(situation, previous);
  if (desired.distribution.kind === "program" || previous.distributionId !== distribution.id) return [];
  // Read before our own write had spread.
  if (isBehind(distribution, memory, now)) return [];
  return [
    ...aliasCauses(situation, distribution, previous),
    ...viewerCertificateCauses(situation, distribution, previous),
    ...policyCauses(situation, distribution, previous),
    ...(desired.distribution.kind === "created"
      ? createdCauses(situation, distribution, desired.distribution.service)
      : []),
  ];
}

const wasSaid = ({ causes }: Report, ...codes: GuidanceCode[]): boolean =>
  causes.some(({ code }) => codes.some((each) => each === code));

const wasAttached = ({ reached }: Report): boolean => reached === "attached" || reached === "serving";

function goneCauses({ desired, memory: { created }, now }: Situation, previous: Report): Cause[] {
  if (desired.distribution.kind !== "created" || created === null) return [];
  if (previous.distributionId !== created.id || now - created.at < DISTRIBUTION_SHOWS_WITHIN) return [];
  return [about(desired.domains, "CREATED_DISTRIBUTION_GONE", { distribution: created.id })];
}

const about = (domains: DomainName[], code: GuidanceCode, params: Cause["params"]): Cause =>
  cause(code, { domains, params });

function aliasCauses(situation: Situation, { id, aliases }: DistributionFacts, previous: Report): Cause[] {
  const { memory } = situation;
  const wasThere = (domain: DomainName): boolean =>
    memory.lastWrite?.aliases.includes(domain) === true ||
    previous.domains.some(({ name, attachment }) => name === domain && attachment === "ATTACHED") ||
    previous.causes.some(({ code, domains }) => code === "ALIASES_REMOVED" && domains.includes(domain));
  const lost = keptDomains(situation).filter((domain) => !aliases.includes(domain) && wasThere(domain));
  return lost.length === 0 ? [] : [about(lost, "ALIASES_REMOVED", { distribution: id })];
}

function viewerCertificateCauses(situation: Situation, distribution: DistributionFacts, previous: Report): Cause[] {
  const { desired, wanted, memory, attachedTags } = situation;
  const { id, source } = distribution.viewerCertificate;
  const wasOn = wasAttached(previous) || wasSaid(previous, "DEFAULT_CERTIFICATE", "OTHER_CERTIFICATE");
  const expected = memory.lastWrite?.certificateArn ?? (wasOn ? previous.certificateArn : null);
  if (expected === null || id === expected || (wanted !== undefined && id === wanted.arn)) return [];
  // Another group's: that is what stops the run, and says so.
  const holder = attachedTags?.[TAG.id] ?? desired.groupId;
  if (holder !== desired.groupId) return [];
  const params = { distribution: distribution.id };
  return source === "default"
    ? [about(desired.domains, "DEFAULT_CERTIFICATE", params)]
    : [about(desired.domains, "OTHER_CERTIFICATE", { ...params, certificate: id ?? "" })];
}

/** Only where the program says one: else what somebody sets there stays. */
function policyCauses({ desired, wanted }: Situation, distribution: DistributionFacts, previous: Report): Cause[] {
  const { id, minimumProtocolVersion: found } = distribution.viewerCertificate;
  const said = desired.minimumProtocolVersion;
  if (said === null || said === found || wanted === undefined || id !== wanted.arn) return [];
  const wasSet = previous.viewerCertificate.minimumProtocolVersion === said;
  if (!wasSet || !(wasAttached(previous) || wasSaid(previous, "SECURITY_POLICY_CHANGED"))) return [];
  const params = { distribution: distribution.id, found: found ?? "none", wanted: said };
  return [about(desired.domains, "SECURITY_POLICY_CHANGED", params)];
}

function createdCauses(situation: Situation, distribution: DistributionFacts, service: Service): Cause[] {
  const { domains } = situation.desired;
  const { id } = distribution;
  const causes: Cause[] = [];
  const keys = driftedTags(distributionTags(situation), situation);
  if (keys.length > 0)
    causes.push(about(domains, "DISTRIBUTION_TAGS_CHANGED", { distribution: id, keys: keys.join(", ") }));
  const written = writtenSettings(situation, service);
  const isOurs = distribution.etag === situation.memory.lastWrite?.etag;
  const members = isOurs ? [] : differing(distribution.settings, written);
  // It has a sentence of its own.
  const isOfEnabled = (member: string): boolean => /^Enabled /.test(member) && !distribution.enabled;
  if (members.some(isOfEnabled)) causes.push(about(domains, "CREATED_DISTRIBUTION_DISABLED", { distribution: id }));
  const others = members.filter((member) => !isOfEnabled(member));
  if (others.length > 0)
    causes.push(about(domains, "SETTINGS_CHANGED", { distribution: id, members: others.join(", ") }));
  return "bucket" in service ? [...causes, ...accessControlCauses(situation)] : causes;
}

/** What the group wrote last; what it would write where an earlier run could not note that down. */
function writtenSettings({ desired, memory, observed }: Situation, service: Service): Json {
  if (memory.created?.settings != null) return memory.created.settings;
  return changeable(
    distributionSettings(service, {
      callerReference: callerReference(desired.groupId, memory.created?.attempt ?? 1),
      comment: commentOf(desired.groupId),
      accessControlId: known(observed.accessControl)?.id ?? memory.accessControlId,
    }),
  );
}

function accessControlCauses({ desired, memory, observed }: Situation): Cause[] {
  if (observed.accessControl?.kind !== "known") return [];
  const { value } = observed.accessControl;
  if (value === null) return memory.accessControlId === null ? [] : [about(desired.domains, "ACCESS_CONTROL_GONE", {})];
  return value.intact ? [] : [about(desired.domains, "ACCESS_CONTROL_CHANGED", {})];
}
