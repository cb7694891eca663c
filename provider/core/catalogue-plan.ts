/** What a person reads in a preview: one line for each step that a run will take. */
import type { Step } from "./decision";
import { displayName } from "./domain-name";
import type { GuidanceCode } from "./guidance";
import type { Part, RecordChange } from "./model";
import { type Before, NEW_DISTRIBUTION, type Plan, type Unlisted } from "./plan";

type Of<K extends Step["kind"]> = Extract<Step, { kind: K }>;

/** `null`: of no interest to a person. */
type Line<K extends Step["kind"]> = (step: Of<K>, before: Before) => string | null;

const list = (names: readonly string[]): string => names.map(displayName).join(", ");

const place = (id: string): string => (id === NEW_DISTRIBUTION ? "the new distribution" : id);

const quiet = (): null => null;

export const PLAN_LINES: { [K in Step["kind"]]: Line<K> } = {
  requestCertificate: ({ names, keyAlgorithm }) => `Request a certificate for ${list(names)} (${keyAlgorithm}).`,
  tagCertificate: quiet,
  untagCertificate: quiet,
  tagDistribution: quiet,
  untagDistribution: quiet,
  writeRecords: (step) => recordsLine(step),
  updateDistribution: (step, before) => distributionLine(step, before),
  moveAlias: ({ domain, from, to }) => movesLine([domain], from, to),
  leaveDistribution: ({ id }) => `Give the distribution ${id} back what it had before the group came.`,
  deleteFormerDistribution: ({ id }) => `Delete the distribution before, ${id}.`,
  deleteCertificate: () => "Delete the certificate that is no longer needed.",
  createAccessControl: ({ name }) => `Create the origin access control ${name}.`,
  mendAccessControl: ({ name }) => `Mend the origin access control ${name}.`,
  createDistribution: () => "Create the distribution.",
  createTemporaryDistribution: ({ domains }) =>
    `Ask who has ${list(domains)}, by a temporary, disabled distribution that is removed again.`,
  deleteTemporaryDistribution: ({ id }) =>
    id === NEW_DISTRIBUTION ? null : `Delete the temporary distribution ${id}.`,
  configureDistribution: ({ id }) => `Write the settings of ${place(id)}.`,
  deleteDistribution: ({ id }) => `Disable and delete the distribution ${id}.`,
  deleteAccessControl: () => "Delete the origin access control.",
};

/** One line for several of them. */
export const movesLine = (domains: string[], from: string, to: string): string =>
  `Move ${list(domains)} from ${place(from)} to ${place(to)}, without a gap.`;

/** Where what a run says while it waits is not what a plan says. */
export const PLAN_WAITS: { [code: string]: (who: string) => string } = {
  WAITING_FOR_ISSUE: () => "ACM checks the validation records and issues the certificate.",
  DRAINING: (who) => `Resolvers forget the routing records of ${who}.`,
} satisfies { [code in GuidanceCode]?: (who: string) => string };

function recordsLine({ purpose, changes }: Of<"writeRecords">): string {
  const removed = changes.filter(({ action }) => action === "DELETE");
  const written = changes.filter(({ action }) => action !== "DELETE");
  switch (purpose) {
    case "VALIDATION":
      return written.length > 0
        ? `Write the validation ${records(written)} of ${list(owners(written))} to Route 53.`
        : `Remove the validation ${records(removed)} of ${list(owners(removed))} from Route 53.`;
    case "ALIAS_PROOF":
      return written.length > 0
        ? `Write the TXT record ${list(namesOf(written))} to Route 53, which proves that the name may come here.`
        : `Remove the TXT record ${list(namesOf(removed))} from Route 53.`;
    case "CAA":
      return `Add ${written.map(({ record }) => `${record.name} CAA ${record.values.at(-1)}`).join(", ")} to Route 53.`;
    case "ROUTING":
      return written.length > 0
        ? `Write the routing ${records(written)} of ${list(namesOf(written))} to Route 53 (${typesOf(written)})${replaced(removed)}.`
        : `Remove the routing ${records(removed)} of ${list(namesOf(removed))} from Route 53 (${typesOf(removed)}).`;
  }
}

const records = ({ length }: RecordChange[]): string => (length === 1 ? "record" : "records");
const namesOf = (changes: RecordChange[]): string[] => [...new Set(changes.map(({ record }) => record.name))];
const typesOf = (changes: RecordChange[]): string => [...new Set(changes.map(({ record }) => record.type))].join(", ");
/** `example.com` of `_a1b2.example.com`. */
const owners = (changes: RecordChange[]): string[] => namesOf(changes).map((name) => name.slice(name.indexOf(".") + 1));

function replaced(removed: RecordChange[]): string {
  const foreign = removed.filter(({ isForeign }) => isForeign).map(({ record }) => record);
  if (foreign.length === 0) return "";
  return `, in place of ${foreign.map(({ name, type, values, alias }) => `${name} ${type} ${alias?.dnsName ?? values.join(" ")}`).join(", ")}`;
}

function distributionLine({ id, change }: Of<"updateDistribution">, before: Before): string {
  const added = change.aliases.filter((alias) => !before.aliases.includes(alias));
  const removed = before.aliases.filter((alias) => !change.aliases.includes(alias));
  const certificate = change.viewerCertificate.id === before.certificate ? [] : ["the certificate"];
  const attached = [...certificate, ...(added.length === 0 ? [] : [list(added)])];
  const parts = [
    ...(attached.length === 0 ? [] : [`attach ${attached.join(" and ")} to ${place(id)}${butFor(before, added)}`]),
    ...(removed.length === 0 ? [] : [`take ${list(removed)} off${attached.length === 0 ? ` ${place(id)}` : ""}`]),
  ];
  const text = parts.join(", and ");
  return parts.length === 0
    ? `Set the security policy of ${place(id)}.`
    : `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function butFor({ unlisted = [] }: Before, added: string[]): string {
  return unlisted.length === 0 || added.length === 0 ? "" : `, but for what ${unlisted.join(", ")} has`;
}

/** Who answers for what is looked at. */
export const PLAN_SOURCES: { [part in Part["part"]]: string } = {
  account: "AWS STS",
  distribution: "CloudFront",
  distributionTags: "CloudFront",
  accessControl: "CloudFront",
  holders: "CloudFront",
  former: "CloudFront",
  temporary: "CloudFront",
  conflicts: "CloudFront",
  certificates: "ACM",
  certificate: "ACM",
  neighbours: "ACM",
  zones: "Route 53",
  recordSets: "Route 53",
  origin: "the edges",
  edges: "the edges",
  dns: "DNS",
  exams: "DNS",
  traffic: "DNS",
  formerTraffic: "DNS",
  leads: "DNS",
  caa: "DNS",
  wildcards: "DNS",
};

/** Around the lines. */
export const PLAN_WORDS = {
  title: "What this `pulumi up` does:",
  nothing: "Nothing to do on AWS.",
  you: (todo: string) => `You: ${todo}`,
  returns: "This `pulumi up` returns here; the next one goes on.",
  end: (happening: string) => `Then: ${happening}`,
  stops: "It stops there:",
  later: "In a later `pulumi up`, when AWS lets go of the old certificate:",
  open: "What follows depends on what is there by then.",
  unknown: (properties: string[]) => `Not known before the update: ${properties.join(", ")}.`,
  undecided: (properties: string[]) =>
    `What this \`pulumi up\` does is not known before it: ${properties.join(", ")} decides, and comes from another resource.`,
  unchecked: (unchecked: Plan["unchecked"]) =>
    `Could not be looked at, and taken for empty: ${unchecked.map(({ operation, code }) => `${operation} (${code})`).join(", ")}.`,
  failed: (message: string) => `The plan of this group could not be made: ${message}`,
  unlisted: ({ ids, target, proofs }: Unlisted) =>
    `No distribution of this account is ${ids.join(", ")}: what another account has there comes once that distribution is disabled, and a TXT record with the value ${target} at ${proofs} proves that it may; in its own hosted zones the \`pulumi up\` writes it.`,
  late: (sources: string[]) =>
    `The ${sources.length === 0 ? "" : "rest of the "}plan of this group took too long to make: ${sources.length === 0 ? "AWS or DNS is slow to answer" : `${sources.join(", ")} did not answer in time`}. \`preflight: false\` does without.`,
};
