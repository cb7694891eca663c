/** The arguments as far as they are known before the update, with stand-ins for what other resources of it make: enough to plan with. */
import { NEW_DISTRIBUTION, NEW_ZONE } from "../core/plan";
import { bagIn, INTERNAL } from "./internal-input";
import { type Bag, containsUnknown, isBag, UNKNOWN } from "./reading";

export interface Knowable {
  inputs: Bag;
  /** What will be otherwise, or more, as the program names it. */
  unknown: string[];
  /** Of these, what all the others depend on: without it there is nothing to plan. */
  decisive: string[];
}

/** `before`: the names of a group that is there already, which are not taken for gone. */
export function knowable(inputs: Bag, before: readonly string[]): Knowable {
  const unknown = Object.entries(inputs).flatMap(([name, value]) => (containsUnknown(value) ? [name] : []));
  const isForeignZone = containsUnknown(bagIn(inputs[INTERNAL])["route53AssumeRole"]);
  const known: Bag = { ...inputs };
  for (const name of unknown) known[name] = standIn(name, inputs[name], before);
  if (isForeignZone) known["dns"] = zones(inputs["dns"], isForeignZone);
  const decisive = unknown.filter((name) => known[name] === undefined);
  return { inputs: known, unknown: unknown.map(asWritten), decisive: decisive.map(asWritten) };
}

const asWritten = (name: string): string => (name === INTERNAL ? "aws" : name);

/** `undefined`: none would do. */
function standIn(name: string, value: unknown, before: readonly string[]): unknown {
  switch (name) {
    case "alternativeDomains":
      return [...(Array.isArray(value) ? value.filter((element) => !containsUnknown(element)) : []), ...before];
    case "distribution":
      return place(value);
    case "dns":
      return zones(value, false);
    case "primaryDomain":
    case "certificate":
    case "groupId":
      return undefined;
    case INTERNAL:
      return containsUnknown(bagIn(value)["aws"]) ? undefined : known(value);
    default:
      return known(value) ?? null;
  }
}

function place(value: unknown): unknown {
  if (value === UNKNOWN) return undefined;
  if (!isBag(value)) return known(value);
  const create = value["create"];
  if (create === undefined)
    return { ...bagIn(known(value)), id: value["id"] === UNKNOWN ? NEW_DISTRIBUTION : value["id"] };
  if (!isBag(create) || create["serviceType"] === UNKNOWN) return undefined;
  const { origin, serviceType } = create;
  return { create: { ...bagIn(known(create)), origin: containsUnknown(origin) ? originOf(serviceType) : origin } };
}

const originOf = (serviceType: unknown): unknown =>
  serviceType === "web" || serviceType === "api"
    ? "new-origin.amazonaws.com"
    : { bucketRegionalDomainName: "new-bucket.s3.us-east-1.amazonaws.com" };

/** `isForeign`: nobody can look, since the role that may is not there yet. */
function zones(value: unknown, isForeign: boolean): unknown {
  const { route53 } = bagIn(value);
  if (value === UNKNOWN || route53 === UNKNOWN) return undefined;
  if (!isBag(route53)) return known(value);
  const isNew = isForeign || containsUnknown(route53["zoneIds"]);
  return { ...bagIn(known(value)), route53: { ...bagIn(known(route53)), ...(isNew && { zoneIds: [NEW_ZONE] }) } };
}

/** Without what is not known. */
function known(value: unknown): unknown {
  if (value === UNKNOWN) return undefined;
  if (Array.isArray(value)) return value.filter((element) => element !== UNKNOWN).map(known);
  if (!isBag(value)) return value;
  const members = Object.entries(value).map(([name, member]): [string, unknown] => [name, known(member)]);
  return Object.fromEntries(members.filter(([, member]) => member !== undefined));
}
