import { isAtOrBelow } from "../dns/names";
import { type HostedZone, isPrivate, type Route53State } from "./facts";
import { wireName } from "./names";
import type { AliasTarget, StoredSet } from "./record-set";

/** The zone of all distributions (API reference, AliasTarget). */
const CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";
const CLOUDFRONT_TYPES = ["A", "AAAA", "HTTPS"];

/** What is wrong with an alias in this zone, as it would be after the batch; `undefined` when it may be. */
export function aliasProblem(
  state: Route53State,
  zone: HostedZone,
  set: StoredSet,
  records: ReadonlyMap<string, StoredSet>,
): string | undefined {
  const { alias } = set;
  if (alias === undefined) {
    return undefined;
  }
  const attempt = `Tried to create an alias that targets ${wireName(alias.dnsName)}, type ${set.type} in zone ${alias.hostedZoneId}`;
  const outside = `${attempt}, but the alias target name does not lie within the target zone`;
  const missing = `${attempt}, but that target was not found`;
  const toCloudFront = isAtOrBelow(alias.dnsName, "cloudfront.net");
  if (alias.hostedZoneId === CLOUDFRONT_ZONE) {
    return toCloudFront ? cloudFrontProblem(state, zone, set, alias, attempt, missing) : outside;
  }
  if (alias.hostedZoneId === zone.id) {
    if (!isAtOrBelow(alias.dnsName, zone.name)) {
      return outside;
    }
    const found = [...records.values()].some((each) => each.name === alias.dnsName && each.type === set.type);
    return found ? undefined : missing;
  }
  // Zones of load balancers and buckets are not simulated: such an alias is kept, and answers nothing.
  return toCloudFront ? outside : undefined;
}

function cloudFrontProblem(
  state: Route53State,
  zone: HostedZone,
  set: StoredSet,
  alias: AliasTarget,
  attempt: string,
  missing: string,
): string | undefined {
  if (isPrivate(zone)) {
    return `${attempt}, but a private hosted zone cannot have an alias to CloudFront`;
  }
  if (alias.evaluateTargetHealth) {
    return `${attempt}, but EvaluateTargetHealth must be false for CloudFront`;
  }
  const distribution = state.world.cloudfront.byDomainName(alias.dnsName);
  if (distribution === undefined || !CLOUDFRONT_TYPES.includes(set.type)) {
    return missing;
  }
  // Whether the API itself holds this documented rule is not known.
  const serves = distribution.aliases.some((each) => matches(each, set.name));
  return serves || !state.world.switches.route53AliasNeedsCloudFrontAlias ? undefined : missing;
}

/** A wildcard alias of a distribution matches names of any depth below it. */
function matches(distributionAlias: string, name: string): boolean {
  return (
    distributionAlias === name || (distributionAlias.startsWith("*.") && name.endsWith(distributionAlias.slice(1)))
  );
}
