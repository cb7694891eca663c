/** What a person reads when a validation record is not seen: what stands in its place, and what to do about it. */
import { aws, type Write, you } from "./sentences";

const ACM_ISSUES = "ACM issues the certificate; this `pulumi up`, or the next one, goes on from there.";

const RISKS: { [why: string]: (p: Parameters<Write>[0]) => string } = {
  gone: () => "a validation record is not in DNS",
  wrong: () => "a validation record has another value",
  caa: () => "CAA does not let Amazon issue",
  unvalidated: () => "it has tried, and can't validate every domain",
  late: () => "it should have done so by now, and has not",
  failed: (p) => `its last try failed (${p("reason")})`,
};

/** `why`: words that `RISKS` spells out. */
const risks = (why: string, p: Parameters<Write>[0]): string =>
  why
    .split(" ")
    .map((word) => RISKS[word]?.(p) ?? word)
    .join("; ");

/** For how long resolvers may repeat something. */
const SPANS: { [span: string]: string } = { hour: "up to an hour", day: "up to a day", days: "more than a day" };

const span = (p: Parameters<Write>[0]): string => SPANS[p("span")] ?? p("span");

export const RECORDS = {
  // The zone.
  RECORD_DNSSEC_FAILS: (p, who) =>
    you(
      "warning",
      `DNSSEC is broken in the zone of ${p("name")}: resolvers that check it refuse its answers, so nobody can validate ${who}.`,
      "Let the DS record at the registrar match the zone's keys, or remove it there until it does.",
      ACM_ISSUES,
    ),
  RECORD_ZONE_UNDELEGATED: (_, who) =>
    you(
      "warning",
      `Public DNS delegates ${who} to nobody, so no validation record can be seen there.`,
      `Register the domain of ${who}, or let its parent zone delegate it to the name servers that hold its records.`,
      ACM_ISSUES,
    ),
  RECORD_ZONE_LAME: (p, who) =>
    you(
      "warning",
      `The zone of ${p("name")} is delegated to ${p("parent")}, and none of them answers for it: the validation record of ${who} can't be seen.`,
      "Let the registrar, or the parent zone, name the servers that hold the zone, or create the zone on those.",
      ACM_ISSUES,
    ),
  RECORD_ZONE_ELSEWHERE: (p, who) =>
    you(
      "warning",
      `The zone of ${p("name")} is delegated to ${p("parent")}, but names ${p("zone")} itself: the validation record of ${who} is looked for on either.`,
      "Publish the records on the servers that are to stay, and let registrar and zone both name those.",
      ACM_ISSUES,
    ),
  RECORD_SPLIT_HORIZON: (p, who) =>
    you(
      "warning",
      `This machine's resolver sees the zone of ${p("name")} on ${p("resolver")}, and public DNS on ${p("parent")}: ACM looks for the validation record of ${who} there.`,
      `Publish the records on ${p("parent")}. If they are, set \`resolvers: ["1.1.1.1"]\`, so that this machine sees them; after a move to other name servers, waiting helps as well.`,
      ACM_ISSUES,
    ),
  // The record.
  RECORD_NAME_DOUBLED: (p, who) =>
    you(
      "warning",
      `A validation record of ${who} has the zone's name twice: it stands at ${p("place")}.`,
      `Give it the name ${p("name")}. If your DNS host adds the zone's name to what you write, leave it out there.`,
      ACM_ISSUES,
    ),
  RECORD_NAME_BARE: (p, who) =>
    you(
      "warning",
      `A validation record of ${who} lacks the underscore before its name: it stands at ${p("place")}.`,
      `Give it the name ${p("name")}: ACM looks for no other.`,
      ACM_ISSUES,
    ),
  RECORD_VALUE_QUOTED: (p, who) =>
    you(
      "warning",
      `A validation record of ${who} has quotes in its value: ${p("name")} has ${p("found")}.`,
      `Give ${p("name")} the value ${p("value")}, and no quotes around it.`,
      ACM_ISSUES,
    ),
  RECORD_VALUE_BARE: (p, who) =>
    you(
      "warning",
      `A validation record of ${who} lacks the underscore before its value: ${p("name")} has ${p("found")}.`,
      `Give ${p("name")} the value ${p("value")}. If your DNS host refuses that underscore, leave the record as it is: ACM takes it, too.`,
      ACM_ISSUES,
    ),
  RECORD_VALUE_CONTINUED: (p, who) =>
    you(
      "warning",
      `A validation record of ${who} has more in its value than it should: ${p("name")} has ${p("found")}.`,
      `Give ${p("name")} the value ${p("value")}. If your DNS host adds the zone's name to it, write a dot at the end.`,
      ACM_ISSUES,
    ),
  RECORD_PROXIED: (p, who) =>
    you(
      "warning",
      `Where a validation record of ${who} should be, ${p("name")} has addresses (${p("types")}).`,
      `Replace them by a CNAME with the value ${p("value")}. If it is one that your DNS host proxies (Cloudflare's orange cloud), set it to "DNS only".`,
      ACM_ISSUES,
    ),
  RECORD_BESIDE: (p, who) =>
    you(
      "warning",
      `Where a validation record of ${who} should be, ${p("name")} has other records (${p("types")}), and a CNAME can't stand beside others.`,
      `Remove those, then give ${p("name")} the value ${p("value")}.`,
      ACM_ISSUES,
    ),
  RECORD_PARTIAL: (p, who) => ({
    ...aws(
      `A validation record of ${who} is on some name servers of its zone, and not seen on ${p("servers")}: ${p("name")}.`,
      "ACM issues the certificate as soon as it sees the record.",
    ),
    todo: "Nothing to do, unless it stays so: then ask your DNS host why its servers differ.",
  }),
  WILDCARD_STOPS: (p, who) =>
    you(
      "warning",
      `DNS answers for ${who} by the wildcard ${p("wildcard")} alone, which stops doing so as soon as the validation record is there (RFC 4592).`,
      `If ${who} must not be down until the distribution serves it, first give it records of its own, the same that ${p("wildcard")} has. In Route 53, \`routing: "takeOver"\` lets the group replace them.`,
      "The distribution serves it once the ROUTING records lead there.",
    ),
  RECORD_MISSING_CACHED: (p, who) =>
    you(
      "warning",
      `ACM waits to see the validation records of ${who}, and ${p("name")} is missing.`,
      "Publish the records listed in `dnsRecords`, exactly as they are, and keep them.",
      `Its zone lets resolvers repeat for ${span(p)} that a name is missing: ACM may see the record that much later, and issues the certificate then.`,
    ),
  RECORD_NOT_YET_KNOWN: (p, who) =>
    aws(
      `The validation records of ${who} are there now, and resolvers that asked too early may repeat for ${span(p)} that they are missing.`,
      "ACM issues the certificate as soon as it sees the records; the log of `pulumi up` has until when that may last.",
    ),
  // Renewal.
  RENEWAL_AT_RISK: (p, who) =>
    you(
      "warning",
      `ACM will not be able to renew the certificate for ${who}: ${risks(p("why"), p)}.`,
      "Mend what the guidance beside this one names; where it names nothing, ACM's console shows which domain it can't validate.",
      "ACM renews by itself then. Until the certificate expires, every edge serves with it.",
    ),
  // What is not known.
  RECORDS_BLOCKED: (_, who) =>
    you(
      "warning",
      `This network lets no questions through to the name servers of ${who}, so it is not known whether the validation records are there.`,
      'Publish the records listed in `dnsRecords` if that is not done yet. Allow port 53 (UDP and TCP), or set `resolvers: ["https://dns.google/dns-query"]`.',
      ACM_ISSUES,
    ),
} satisfies { [code: string]: Write };
