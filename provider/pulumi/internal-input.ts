/** The inputs that people did not write: who the resource is, and whose credentials it uses. */
import type { AssumedRole } from "../aws/connection";
import type { Tags } from "../core/model";
import { tags, timeout } from "./argument-readers";
import * as read from "./aws-readers";
import { type Bag, isBag, mapped, objectOf, oneOf, optional, type Reading, text } from "./reading";

/** The one input that holds what people did not write; the display hides keys that begin with two underscores. */
export const INTERNAL = "__domainGroup";
/** The text of the provider, added by the SDK. */
export const PROVIDER = "__provider";

/** What a resource of the provider stands for: a group, the validation record of one of its domains, or where its routing records lead. */
export type ResourceKind = "group" | "record" | "target";

/** By inputs or by outputs, which echo this part. A bag that tells nothing is that of a group. */
export function kindOf(bag: Bag): ResourceKind {
  const { kind } = bagIn(bag[INTERNAL]);
  return kind === "record" || kind === "target" ? kind : "group";
}

export function bagIn(value: unknown): Bag {
  return isBag(value) ? value : {};
}

export interface Credentials {
  profile: string | null;
  assumeRoles: AssumedRole[];
  /** After those, for Route 53 alone. */
  route53AssumeRole: AssumedRole | null;
}

export interface Internal {
  kind: "group";
  name: string;
  resource: string;
  organization: string;
  project: string;
  stack: string;
  timeouts: { create: number | null; update: number | null; delete: number | null };
  aws: Omit<Credentials, "route53AssumeRole">;
  route53AssumeRole: AssumedRole | null;
  defaultTags: Tags;
  /** Digests of the domains that other groups of the program want. */
  elsewhere: string;
}

const word = text(/./, "must be a string");
const customTimeout = optional(timeout, null);

export const readInternal = objectOf<Internal>(
  {
    kind: oneOf("group"),
    name: word,
    resource: word,
    organization: word,
    project: word,
    stack: word,
    timeouts: optional(
      objectOf({ create: customTimeout, update: customTimeout, delete: customTimeout }, "must be an object"),
      { create: null, update: null, delete: null },
    ),
    aws: optional(read.aws, { profile: null, assumeRoles: [] }),
    route53AssumeRole: optional(read.role, null),
    defaultTags: optional(tags, {}),
    elsewhere: optional(text(/^[0-9a-f]*$/, "must be digests"), ""),
  },
  "must come from the class DomainGroup",
);

/** What a state keeps of the inputs as they were: the engine marks a secret in outputs where the same input is one. */
export interface Echo {
  resource: string;
  credentials: Credentials;
}

export function readEcho(internal: unknown): Reading<Echo> {
  const { group: _wish, ...others } = bagIn(internal);
  return mapped(readInternal, echoOf)({ ...others, kind: "group" });
}

export function echoOf({ resource, aws, route53AssumeRole }: Internal): Echo {
  return { resource, credentials: { ...aws, route53AssumeRole } };
}

/** Identity of a group in AWS tags, unless the program gives another. */
export function defaultGroupId(internal: unknown): string {
  const { organization, project, stack, name } = bagIn(internal);
  return [organization, project, stack, name].join("/");
}
