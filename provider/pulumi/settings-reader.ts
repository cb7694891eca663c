/** `settings` of a created distribution: a fragment of CloudFront's DistributionConfig, as plain JSON. */
import { CONFIG_MEMBERS } from "../aws/config-members";
import type { Json, JsonValue } from "../core/model";
import { bad, gather, isBag, known, type Reader, type Reading, reader } from "./reading";

const FOUND_BY_IT = "is the group's: by it a run finds the distribution again after a crash";
const NO_ALIASES = "is not possible here: such a distribution takes no domains of its own";

const REFUSED: { [member: string]: string } = {
  Aliases: "is the group's: the names are those of primaryDomain and alternativeDomains",
  ViewerCertificate: "is the group's; the security policy is the argument minimumProtocolVersion",
  CallerReference: FOUND_BY_IT,
  Comment: FOUND_BY_IT,
  Staging: NO_ALIASES,
  ContinuousDeploymentPolicyId: "is not possible here: it belongs to a staging distribution, which a group has not",
  TenantConfig: NO_ALIASES,
  ConnectionMode: NO_ALIASES,
};

const MEMBERS = CONFIG_MEMBERS.filter((member) => !Object.hasOwn(REFUSED, member));

const RULE =
  'must be an object in the names of CloudFront\'s DistributionConfig, such as { PriceClass: "PriceClass_100" }';

export const settings: Reader<Json> = (value) => {
  const fragment = shape(value);
  if (fragment.kind !== "known" || Object.keys(fragment.value).length === 0) return fragment;
  // Loaded here alone: the SDK of AWS takes a third of a second, and most programs have no settings.
  const { misfitsOf }: typeof import("../aws/settings-check") = require("../aws/settings-check");
  const problems = misfitsOf(fragment.value).map(({ path, rule }) => ({ path: `.${path}`, got: undefined, rule }));
  return problems.length === 0 ? fragment : { kind: "bad", problems };
};

const shape: Reader<Json> = reader((value) => {
  if (!isBag(value) || SIGNATURE in value) return bad(value, RULE);
  return object(value, (name, member) => {
    const refused = Object.hasOwn(REFUSED, name) ? REFUSED[name] : undefined;
    if (refused !== undefined) return bad(member, refused);
    return MEMBERS.includes(name) ? json(member) : bad(member, strangerRule(name));
  });
});

function strangerRule(name: string): string {
  const rule = "DistributionConfig of CloudFront's API has no such member";
  const meant = CONFIG_MEMBERS.find((member) => member.toLowerCase() === name.toLowerCase());
  return meant === undefined ? `${rule}; it has ${MEMBERS.join(", ")}` : `${rule}; did you mean "${meant}"?`;
}

/** The key that marks an asset, a secret or a resource in the engine's JSON (`specialSigKey` in @pulumi/pulumi runtime/rpc.ts). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";

const json: Reader<JsonValue> = reader((value) => {
  if (value === null || typeof value === "string" || typeof value === "boolean") return known(value);
  if (typeof value === "number" && Number.isFinite(value)) return known(value);
  if (Array.isArray(value)) return gather(value.map((item, index) => [`[${index}]`, json(item)] as const));
  if (isBag(value) && !(SIGNATURE in value)) return object(value, (_name, member) => json(member));
  return bad(value, "must be plain JSON: a string, a number, true, false, null, a list or an object");
});

function object(
  value: { [name: string]: unknown },
  read: (name: string, member: unknown) => Reading<JsonValue>,
): Reading<Json> {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  const parts = gather(members.map(([name, member]) => [`.${name}`, read(name, member)] as const));
  if (parts.kind !== "known") return parts;
  return known(Object.fromEntries(members.map(([name], index) => [name, parts.value[index] ?? null])));
}
