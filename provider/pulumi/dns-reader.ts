/** Reads `dns`. */
import type { DnsWish, Route53Wish } from "../core/model";
import { bad, isBag, known, listOf, mapped, objectOf, oneOf, optional, type Reader, reader, text } from "./reading";

/** As Route 53 gives it, with or without `/hostedzone/` (Route 53 API reference, HostedZone.Id). */
const zoneId = mapped(
  text(/^(\/hostedzone\/)?[A-Z0-9]{1,32}$/, 'must be the id of a hosted zone, such as "Z08645121WQFUSN4O8SBS"'),
  (id) => id.replace("/hostedzone/", ""),
);

const route53 = objectOf<Omit<Route53Wish, "kind">>(
  {
    zoneIds: optional(listOf(zoneId, "must be a list of hosted zone ids"), null),
    onMissingZone: optional(oneOf("fail", "external"), "fail"),
    routing: optional(oneOf("create", "takeOver", "none"), "create"),
    removeValidationRecords: optional(oneOf("auto", true, false), "auto"),
    manageCaa: optional(oneOf(true, false), false),
  },
  "must be an object: zoneIds, assumeRole, onMissingZone, routing, manageCaa, removeValidationRecords",
);

/** What the class makes of the callback: the keys of the records for which it gave resources. */
const keys = listOf(
  text(/^(VALIDATION|ROUTING):./, "must be the key of a record"),
  "must be a function that makes resources of records",
);

const RULE = 'must be "external", "route53", { route53: { ... } } or { publish: (record, opts) => resource }';

const BOTH = "must be { route53 } or { publish }, not both: either this package publishes or your program does";

const byThisPackage = mapped(objectOf({ route53 }, RULE), (given): DnsWish => ({ kind: "route53", ...given.route53 }));

const byTheProgram = mapped(
  objectOf({ publish: keys }, RULE),
  ({ publish }): DnsWish => ({ kind: "publish", keys: publish }),
);

const given: Reader<DnsWish> = reader((value) => {
  if (value === "external") return known({ kind: "external" });
  if (value === "route53") return byThisPackage({ route53: {} });
  if (!isBag(value)) return bad(value, RULE);
  if (value["publish"] === undefined) return byThisPackage(value);
  return value["route53"] === undefined ? byTheProgram(value) : bad({ route53: value["route53"] }, BOTH);
});

export const dns = optional<DnsWish, DnsWish>(given, { kind: "external" });
