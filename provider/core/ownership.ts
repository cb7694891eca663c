/**
 * What belongs to a group, told by tags: the world is the memory that survives every crash. Tag values: letters, digits and `_ . : / = + - @`,
 * at most 256 (ACM API reference, Tag).
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { CertificateDetail, Desired, KeyAlgorithm, Tags, ViewerCertificateFacts } from "./model";
import type { Before } from "./remembered";

export const TAG = {
  id: "domain-group:id",
  owner: "domain-group:owner",
  incarnation: "domain-group:incarnation",
  beforeCertificate: "domain-group:before-certificate",
  beforeAliases: "domain-group:before-aliases",
  /** The distribution that the two before are about, and that the certificate is for. */
  distribution: "domain-group:distribution",
  /** Domain names of distributions that domains came from: routing records that lead there are ours to change. */
  takenFrom: "domain-group:taken-from",
  /** `yes`: the group, which is on a distribution that exists, makes one of its own to move to. */
  makes: "domain-group:makes",
  /** `yes 3`: a distribution that asks who has a name is being made, or is there; `no 3`: the third one is gone. On the distribution: `yes`. */
  asks: "domain-group:asks",
  /** Which of the sorted validation names had no record when the group came. */
  createdRecords: "domain-group:created-records",
  /** `yes`: its group is gone, only AWS still holds it. */
  released: "domain-group:released",
} as const;

/** Domains that only a wildcard of the certificate covers: `@example.com www+ shop`, in as many of these as it takes. */
const COVERED = ["", "-2", "-3", "-4", "-5", "-6", "-7", "-8", "-9", "-10"].map((end) => `domain-group:covered${end}`);

/** Behind a label of these: the distribution had that alias before the group came. */
const HAD = "+";

/** On a certificate (ACM API reference, TagList). */
const MOST_TAGS = 50;
/** What of them a program may have: the others are enough for the group's, and for some of what wildcards cover. */
export const MOST_OF_THE_PROGRAM = 35;

/** The most that a tag value holds. */
const VALUE_HOLDS = 256;

export const isGroupTag = (key: string): boolean => [...Object.values<string>(TAG), ...COVERED].includes(key);

const hash = (...parts: string[]): string => bytesToHex(sha256(utf8ToBytes(JSON.stringify(parts))));

/** Tells a few things apart where names are short. */
export const shortHash = (text: string): string => hash(text).slice(0, 8);

/**
 * RequestCertificate's idempotency token: everything that tells one wish from another, and nothing that a crash forgets. A spent certificate changes
 * it, since within the hour AWS answers the same token with the same, dead, certificate.
 *
 * @returns 32 hex digits (pattern `\w+`, at most 32; ACM API reference, RequestCertificate).
 */
export function requestToken(groupId: string, names: string[], keyAlgorithm: KeyAlgorithm, spent: string[]): string {
  return hash(groupId, [...names].sort().join(" "), keyAlgorithm, [...spent].sort().join(" ")).slice(0, 32);
}

/** The tags that go into the request: the same in every run, so that a repeated request is the same request. */
export function requestTags(desired: Desired): Tags {
  return { ...desired.tags, [TAG.id]: desired.groupId, [TAG.owner]: desired.owner };
}

/** The members of `wanted` that are missing or different in `present`. */
export function missingTags(wanted: Tags, present: Tags): Tags {
  return Object.fromEntries(Object.entries(wanted).filter(([key, value]) => present[key] !== value));
}

/** Which of `names` are in `chosen`, one digit a name in sorted order: 100 names fit in one tag value. */
export function encodeChoice(names: string[], chosen: string[]): string {
  return [...names]
    .sort()
    .map((name) => (chosen.includes(name) ? "1" : "0"))
    .join("");
}

export function decodeChoice(names: string[], digits: string): string[] {
  return [...names].sort().filter((_, index) => digits[index] === "1");
}

/** Whatever is wanted now: digits of a tag that was written for other names would mean other records. */
export function recordNames({ validations }: Pick<CertificateDetail, "validations">): string[] {
  return [...new Set(validations.flatMap(({ record }) => record?.name ?? []))];
}

/** The validation records that were made for a certificate: the records of a domain stay the same from one certificate to the next. */
export function createdBy({ detail, tags }: { detail: CertificateDetail; tags: Tags }): string[] {
  const names = recordNames(detail);
  return decodeChoice(names, tags[TAG.createdRecords] ?? "");
}

/** `default`, or `acm <arn> <minimum protocol> <ssl support>`. */
function encodeViewerCertificate(facts: ViewerCertificateFacts): string {
  return facts.source === "default"
    ? "default"
    : [facts.source, facts.id ?? "-", facts.minimumProtocolVersion ?? "-", facts.sslSupportMethod ?? "-"].join(" ");
}

export const DEFAULT_VIEWER_CERTIFICATE: ViewerCertificateFacts = {
  source: "default",
  id: null,
  minimumProtocolVersion: null,
  sslSupportMethod: null,
};

function decodeViewerCertificate(text: string): ViewerCertificateFacts {
  const [source, id, minimum, support] = text.split(" ").map((word) => (word === "-" ? null : word));
  if (source !== "acm" && source !== "iam") return DEFAULT_VIEWER_CERTIFICATE;
  return { source, id: id ?? null, minimumProtocolVersion: minimum ?? null, sslSupportMethod: support ?? null };
}

/** `names`: the names of the certificate that carries the tags. Those that it only covers are in {@link coveredTags}, and no others are the group's to restore. */
export function beforeTags(distributionId: string, names: string[], before: Before): Tags {
  return {
    [TAG.distribution]: distributionId,
    [TAG.beforeCertificate]: encodeViewerCertificate(before.viewerCertificate),
    [TAG.beforeAliases]: encodeChoice(names, before.aliases),
  };
}

export function beforeOfTags(names: string[], tags: Tags): Before | null {
  const certificate = tags[TAG.beforeCertificate];
  const aliases = tags[TAG.beforeAliases];
  if (certificate === undefined || aliases === undefined) return null;
  const had = [...decodeChoice(names, aliases), ...coveredBefore(tags)];
  return { aliases: had, viewerCertificate: decodeViewerCertificate(certificate) };
}

/** If they are about this distribution: a group may be about to move from one to another. */
export function beforeAt(distributionId: string | null, names: string[], tags: Tags): Before | null {
  const about = tags[TAG.distribution];
  return about === undefined || about === distributionId ? beforeOfTags(names, tags) : null;
}

/** The number in the CallerReference `dg-<id>-<n>` of a distribution that the group made. */
export function attemptOf(callerReference: unknown): number {
  return Number(/-(\d+)$/.exec(String(callerReference))?.[1] ?? 1);
}

/**
 * A hundred names with labels of 20 characters fit; of more than fit, the last ones are left out. `had`: aliases before the group came. `present`: tags of
 * the certificate as they are; what was more before is empty then. They take the place that those of the program leave.
 */
export function coveredTags(domains: readonly string[], had: readonly string[], present: Tags, ofProgram = 0): Tags {
  const room = MOST_TAGS - Object.keys(TAG).length - ofProgram;
  const values = byParent(domains).flatMap(([parent, labels]) =>
    packed(
      `@${parent}`,
      labels.map((label) => (had.includes(`${label}.${parent}`) ? `${label}${HAD}` : label)),
    ),
  );
  const entries = COVERED.flatMap((key, index) => {
    const value = values.slice(0, room)[index] ?? (key in present ? "" : undefined);
    return value === undefined ? [] : [[key, value] as const];
  });
  return Object.fromEntries(entries);
}

function byParent(domains: readonly string[]): [string, string[]][] {
  const parents = new Map<string, string[]>();
  for (const domain of [...domains].sort()) {
    const dot = domain.indexOf(".");
    const parent = domain.slice(dot + 1);
    parents.set(parent, [...(parents.get(parent) ?? []), domain.slice(0, dot)]);
  }
  return [...parents];
}

function packed(head: string, words: string[]): string[] {
  const values: string[] = [];
  for (const word of words) {
    const longer = `${values.at(-1)} ${word}`;
    if (values.length > 0 && longer.length <= VALUE_HOLDS) values[values.length - 1] = longer;
    else values.push(`${head} ${word}`);
  }
  return values;
}

/** Each label with its mark, if it has one. */
const coveredIn = (tags: Tags): { domain: string; had: boolean }[] =>
  COVERED.flatMap((key) => {
    const [head = "", ...labels] = (tags[key] ?? "").split(" ");
    return labels.map((label) => {
      const had = label.endsWith(HAD);
      return { domain: `${had ? label.slice(0, -HAD.length) : label}.${head.slice(1)}`, had };
    });
  });

export const coveredOf = (tags: Tags): string[] => coveredIn(tags).map(({ domain }) => domain);

const coveredBefore = (tags: Tags): string[] => coveredIn(tags).flatMap(({ domain, had }) => (had ? [domain] : []));
