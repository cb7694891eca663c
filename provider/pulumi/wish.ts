/** What one group of a program wants, made of its inputs. Everything is read and judged here, once, for all six hooks. */
import type { DomainName } from "../core/domain-name";
import type { CertificateArn, Desired, DnsWish, KeyAlgorithm, Tags, WantedDistribution } from "../core/model";
import * as read from "./argument-readers";
import { certificate } from "./aws-readers";
import { type OnConflict, onConflict } from "./conflict-reader";
import { contradictions } from "./contradictions";
import { distribution, type GivenDistribution } from "./distribution-reader";
import { dns } from "./dns-reader";
import { hookError } from "./hook-error";
import { type Credentials, echoOf, INTERNAL, type Internal, PROVIDER, readInternal } from "./internal-input";
import { readNames } from "./names-reader";
import { type Bag, known, objectOf, oneOf, optional, type Reading, together } from "./reading";

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
  httpsPort: number;
  /** Look at DNS and AWS in previews. */
  preflight: boolean;
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

interface Arguments {
  distribution: GivenDistribution;
  dns: DnsWish;
  waitFor: Desired["waitFor"];
  timeout: number;
  ifNotReached: "fail" | "report";
  certificate: CertificateArn | null;
  keyAlgorithm: KeyAlgorithm;
  minimumProtocolVersion: string | null;
  ports: { dns: number; https: number };
  resolvers: string[] | null;
  tags: Tags;
  onConflict: OnConflict;
  preflight: boolean;
  groupId: string;
}

const readArguments = objectOf<Arguments>(
  {
    distribution,
    dns,
    waitFor: optional(read.waitFor, "auto"),
    timeout: optional(read.timeout, DEFAULT_WAIT_MS),
    ifNotReached: optional(oneOf("fail", "report"), "fail"),
    certificate: optional(certificate, null),
    keyAlgorithm: optional(oneOf("RSA_2048", "EC_prime256v1"), "RSA_2048"),
    minimumProtocolVersion: optional(read.minimumProtocolVersion, null),
    ports: optional(read.ports, { dns: 53, https: 443 }),
    resolvers: optional(read.resolvers, null),
    tags: optional(read.tags, {}),
    onConflict: optional(onConflict, { moveFrom: [] }),
    preflight: optional(oneOf(true, false), true),
    groupId: read.groupId,
  },
  "must be an object",
);

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
  const problems = [...(parts.kind === "bad" ? parts.problems : []), ...contradictions(inputs)];
  if (problems.length > 0) return { kind: "bad", problems };
  if (parts.kind !== "known") return parts;
  const { names, given, internal: group } = parts.value;
  const tags = read.tags({ ...group.defaultTags, ...given.tags });
  if (tags.kind !== "known") return together<{ tags: Tags }>({ tags }, () => ".tags") as Reading<never>;
  return known(wishOf(names, { ...given, tags: tags.value }, group));
}

function wishOf(domains: DomainName[], given: Arguments, group: Internal): Wish {
  const timeout = (custom: number | null) => custom ?? given.timeout;
  return {
    desired: {
      groupId: given.groupId,
      name: group.name,
      owner: [group.organization, group.project, group.stack].join("/"),
      domains,
      distribution: wantedDistribution(given.distribution),
      dns: given.dns,
      certificate: given.certificate,
      keyAlgorithm: given.keyAlgorithm,
      minimumProtocolVersion: given.minimumProtocolVersion,
      tags: given.tags,
      moveFrom: [...new Set(given.onConflict.moveFrom)].sort(),
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
      httpsPort: given.ports.https,
      preflight: given.preflight,
    },
    ...echoOf(group),
    givenEtag: given.distribution.kind === "existing" ? given.distribution.etag : null,
  };
}

function wantedDistribution(given: GivenDistribution): WantedDistribution {
  switch (given.kind) {
    case "existing":
      return { kind: "existing", id: given.id, domainName: given.domainName };
    case "created":
      return { kind: "created", service: given.service, domainName: null };
    case "program":
      return given;
  }
}

/** Inputs that `check` has let pass, all known. */
export function wanted(inputs: Bag): Wish {
  const wish = readWish(inputs);
  if (wish.kind === "known") return wish.value;
  throw hookError(`The arguments of this group were not checked by this release: ${JSON.stringify(wish)}`);
}
