/** What one group of a program wants, made of its inputs. Everything is read and judged here, once, for all six hooks. */
import type { AssumedRole } from "../aws/connection";
import { certificateOrder, type DomainName, parseDomainNames } from "../core/domain-name";
import type { Desired, DnsWish, KeyAlgorithm, Tags } from "../core/model";
import * as read from "./argument-readers";
import { hookError } from "./hook-error";
import { type Bag, known, mapped, objectOf, oneOf, optional, type Reading, show, text, together } from "./reading";

/** The one input that holds what people did not write; the display hides keys that begin with two underscores. */
export const INTERNAL = "__domainGroup";
/** The text of the provider, added by the SDK. */
export const PROVIDER = "__provider";

const DEFAULT_WAIT_MS = 60 * 60_000;
const DEFAULT_LETTING_GO_MS = 10 * 60_000;

/** How to get there, as opposed to where. */
export interface Steering {
  ifNotReached: "fail" | "report";
  /** Milliseconds. `letGo`: so long a delete waits for AWS to release what it still calls in use. */
  timeouts: { create: number; update: number; delete: number; letGo: number };
  /** `null`: those of the system. */
  resolvers: string[] | null;
  dnsPort: number;
}

export interface Credentials {
  profile: string | null;
  assumeRoles: AssumedRole[];
}

export interface Wish {
  desired: Desired;
  steering: Steering;
  credentials: Credentials;
  /** The resource's URN. */
  resource: string;
  /** The distribution's ETag as the program has it. */
  givenEtag: string | null;
}

interface Internal {
  kind: "group";
  name: string;
  resource: string;
  organization: string;
  project: string;
  stack: string;
  timeouts: { create: number | null; update: number | null; delete: number | null };
  aws: Credentials;
  defaultTags: Tags;
}

const word = text(/./, "must be a string");
const customTimeout = optional(read.timeout, null);

const readInternal = objectOf<Internal>(
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
    defaultTags: optional(read.tags, {}),
  },
  "must come from the class DomainGroup",
);

interface Arguments {
  distribution: read.GivenDistribution;
  dns: DnsWish;
  waitFor: read.Reachable;
  timeout: number;
  ifNotReached: "fail" | "report";
  keyAlgorithm: KeyAlgorithm;
  minimumProtocolVersion: string | null;
  ports: { dns: number };
  resolvers: string[] | null;
  tags: Tags;
  groupId: string;
}

/** What a state keeps of the inputs as they were: the engine marks a secret in outputs where the same input is one. */
export const readEcho = (internal: unknown): Reading<{ resource: string; credentials: Credentials }> =>
  mapped(readInternal, ({ resource, aws }) => ({ resource, credentials: aws }))(internal);

const readArguments = objectOf<Arguments>(
  {
    distribution: read.distribution,
    dns: optional(read.dns, { kind: "external" as const }),
    waitFor: optional(read.waitFor, "auto"),
    timeout: optional(read.timeout, DEFAULT_WAIT_MS),
    ifNotReached: optional(oneOf("fail", "report"), "fail"),
    keyAlgorithm: optional(oneOf("RSA_2048", "EC_prime256v1"), "RSA_2048"),
    minimumProtocolVersion: optional(read.minimumProtocolVersion, null),
    ports: optional(read.ports, { dns: 53 }),
    resolvers: optional(read.resolvers, null),
    tags: optional(read.tags, {}),
    groupId: read.groupId,
  },
  "must be an object",
);

/** All names of a group: primary first, then the user's order, each once. */
export function readNames({ primaryDomain, alternativeDomains }: Bag): Reading<DomainName[]> {
  const readings = {
    primaryDomain: read.domainName(primaryDomain),
    alternativeDomains: read.domainNames(alternativeDomains),
  };
  const given = together<{ primaryDomain: DomainName; alternativeDomains: DomainName[] }>(
    readings,
    (name) => `.${name}`,
  );
  if (given.kind !== "known") return given;
  const parsed = parseDomainNames(given.value.primaryDomain, given.value.alternativeDomains);
  if (parsed.kind === "bad") {
    const problems = parsed.problems.map(({ value, rule }) => ({
      path: ".alternativeDomains",
      got: show(value),
      rule,
    }));
    return { kind: "bad", problems };
  }
  if (certificateOrder(parsed.names).kind === "none") {
    const rule =
      "one name of the group must have at most 64 characters, to be the first name of a certificate (RFC 5280, ub-common-name)";
    return { kind: "bad", problems: [{ path: ".primaryDomain", got: show(parsed.names), rule }] };
  }
  return known(parsed.names);
}

export function readWish(inputs: Bag): Reading<Wish> {
  const { primaryDomain, alternativeDomains, [INTERNAL]: internal, [PROVIDER]: _text, ...others } = inputs;
  const parts = together<{ names: DomainName[]; given: Arguments; internal: Internal }>(
    {
      names: readNames({ primaryDomain, alternativeDomains }),
      given: readArguments(others),
      internal: readInternal(internal),
    },
    (name) => (name === "internal" ? `.${INTERNAL}` : ""),
  );
  if (parts.kind !== "known") return parts;
  const { names, given, internal: group } = parts.value;
  const tags = read.tags({ ...group.defaultTags, ...given.tags });
  if (tags.kind !== "known") return together<{ tags: Tags }>({ tags }, () => ".tags") as Reading<never>;
  return known(wishOf(names, { ...given, tags: tags.value }, group));
}

function wishOf(domains: DomainName[], given: Arguments, group: Internal): Wish {
  const { id, domainName, etag } = given.distribution;
  const timeout = (custom: number | null) => custom ?? given.timeout;
  return {
    desired: {
      groupId: given.groupId,
      name: group.name,
      owner: [group.organization, group.project, group.stack].join("/"),
      domains,
      distribution: { kind: "existing", id, domainName },
      dns: given.dns,
      keyAlgorithm: given.keyAlgorithm,
      minimumProtocolVersion: given.minimumProtocolVersion,
      tags: given.tags,
      waitFor: given.waitFor,
    },
    steering: {
      ifNotReached: given.ifNotReached,
      timeouts: {
        create: timeout(group.timeouts.create),
        update: timeout(group.timeouts.update),
        delete: timeout(group.timeouts.delete),
        letGo: group.timeouts.delete ?? DEFAULT_LETTING_GO_MS,
      },
      resolvers: given.resolvers,
      dnsPort: given.ports.dns,
    },
    credentials: group.aws,
    resource: group.resource,
    givenEtag: etag,
  };
}

/** Inputs that `check` has let pass, all known. */
export function wanted(inputs: Bag): Wish {
  const wish = readWish(inputs);
  if (wish.kind === "known") return wish.value;
  throw hookError(`The arguments of this group were not checked by this release: ${JSON.stringify(wish)}`);
}
