/** What a person reads about CAA, the records that say who may issue certificates (RFC 8659). */
import { deletion } from "./catalogue-issuance";
import { aws, done, type Write, you } from "./sentences";

const UP_REQUESTS = "The next `pulumi up` requests the certificate; validation records stay the same.";
const ACM_ASKS = "ACM asks as well, and decides by what it hears.";

type Parameter = Parameters<Write>[0];

/** Of a set that DNS leads to by a CNAME, and which somebody else may have: why it counts, and the way around it. */
const isBehindAlias = (p: Parameter): boolean => p("through") === "CNAME";

const whyItCounts = (p: Parameter, what = "count"): string =>
  isBehindAlias(p)
    ? ` They ${what} because ${p("at")} is an alias (CNAME) of ${p("owner")} (RFC 8659, section 3).`
    : "";

function wayAround(p: Parameter): string {
  if (isBehindAlias(p))
    return ` If that zone is not yours, ask whoever has it; or put A and AAAA records, or an ALIAS record, in place of the CNAME at ${p("at")}: CAA records can stand beside those.`;
  // Above the domain's own zone.
  if (p("through") !== "PARENT") return "";
  return ` If that zone is not yours, give ${p("zone")} CAA records of its own, since the nearest set counts alone (RFC 8659, section 3): \`${p("zone")} CAA 0 issue "amazon.com"\`, and those of other authorities that issue there.`;
}

const adding = (p: Parameter): string =>
  `Add \`${p("owner")} CAA ${p("add")}\` to them, and keep those that are there.${wayAround(p)}`;

const removing = (p: Parameter): string =>
  `Remove that property, or take its critical flag (128) away: ${p("records")}.${wayAround(p)}`;

/** Why the program's wish to have it extended does nothing. */
const whyItStays = (p: Parameter): string =>
  p("manageCaa") === "OUTSIDE" ? " `manageCaa` extends no set outside of the group's own hosted zones." : "";

const UNTIL_IT_EXPIRES = "Until the certificate expires, every edge serves with it.";

const isEndless = (p: Parameter): boolean => p("code") === "ELOOP";

const whyUnread = (p: Parameter): string =>
  isEndless(p)
    ? `the CNAMEs of ${p("at")} lead in a circle, or over too many names.`
    : `the name servers of ${p(isBehindAlias(p) ? "owner" : "at")} do not answer that question (${p("code")}).${whyItCounts(p, "are asked")}`;

/** The resolver that this machine asks, not the domain's name servers. */
const isOfResolver = (p: Parameter): boolean => p("asked") === "resolver";

const whyUnasked = (p: Parameter): string =>
  isOfResolver(p) ? "its resolver does not answer" : "no authoritative answer came back";

function wayToAsk(p: Parameter): string {
  if (!isOfResolver(p)) return "allow port 53 (UDP and TCP) to name servers.";
  const fault = p("code") === "SERVFAIL" ? ` If these fail as well, mend DNSSEC of ${p("owner")}.` : "";
  return `set \`resolvers\` to others.${fault}`;
}

export const CAA = {
  CAA_FORBIDS: (p, who) =>
    you(
      "error",
      `The CAA records of ${p("owner")} do not let Amazon issue a certificate for ${who}: ${p("records")}.${whyItCounts(p)}`,
      `${adding(p)}${whyItStays(p)}`,
      UP_REQUESTS,
    ),
  CAA_CRITICAL: (p, who) =>
    you(
      "error",
      `The CAA records of ${p("owner")} have a critical property that no authority knows (${p("tags")}), so nobody may issue a certificate for ${who}.${whyItCounts(p)}`,
      removing(p),
      UP_REQUESTS,
    ),
  CAA_FORBIDS_RENEWAL: (p, who) =>
    you(
      "warning",
      `The CAA records of ${p("owner")} no longer let Amazon issue a certificate for ${who}, so ACM can't renew it: ${p("records")}.${whyItCounts(p)}`,
      adding(p),
      UNTIL_IT_EXPIRES,
    ),
  CAA_CRITICAL_RENEWAL: (p, who) =>
    you(
      "warning",
      `The CAA records of ${p("owner")} have a critical property that no authority knows (${p("tags")}), so ACM can't renew the certificate for ${who}.${whyItCounts(p)}`,
      removing(p),
      UNTIL_IT_EXPIRES,
    ),
  CAA_FAILED: (_, who) =>
    you(
      "error",
      `ACM did not issue the certificate for ${who}: a CAA record kept it from that, or could not be read.`,
      "No CAA record forbids it now. If one was changed since, nothing is left to do; else let every name server answer questions for CAA.",
      UP_REQUESTS,
    ),
  CAA_FAILED_UNSEEN: (p, who) => ({
    ...you(
      "error",
      `ACM did not issue the certificate for ${who}: a CAA record kept it from that, or could not be read. Whether that still stands can't be told now.`,
      "Let every name server answer questions for CAA, and let the records allow Amazon. Where they do and this machine can't see it, delete the failed certificate.",
      "The `pulumi up` after that requests a new one. A request before could fail as well, and count against the yearly quota.",
    ),
    commands: [deletion(p("certificate"))],
  }),
  CAA_UNREADABLE: (p, who) =>
    you(
      "warning",
      `It can't be told whether CAA lets Amazon issue a certificate for ${who}: ${whyUnread(p)}`,
      isEndless(p)
        ? `Let ${p("at")} lead to a name that has no CNAME itself: most authorities take no answer for a no.`
        : `Let them answer questions for CAA with what there is, or with no records: most authorities take no answer for a no.${wayAround(p)}`,
      ACM_ASKS,
    ),
  CAA_UNASKED: (p, who) => ({
    ...done(
      `Whether CAA lets Amazon issue a certificate for ${who} could not be asked from this machine: ${whyUnasked(p)} (${p("code")}).`,
      ACM_ASKS,
    ),
    todo: `Nothing to do, unless you want it checked beforehand: then ${wayToAsk(p)}`,
  }),
  CAA_EXTENDING: (p, who) =>
    aws(
      `Adding \`${p("owner")} CAA ${p("add")}\` in Route 53, so that Amazon may issue a certificate for ${who}.`,
      "The certificate is requested as soon as every name server has it.",
    ),
  CAA_STAYS: (p, who) =>
    aws(
      `The CAA record \`${p("owner")} CAA ${p("add")}\`, which the group added, stays: other certificates of ${who} may need it.`,
      "Remove it yourself if none does.",
    ),
} satisfies { [code: string]: Write };
