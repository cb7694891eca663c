/** What a person reads about CAA, the records that say who may issue certificates (RFC 8659). */
import { aws, done, type Write, you } from "./sentences";

const UP_REQUESTS = "The next `pulumi up` requests the certificate; validation records stay the same.";
const ACM_ASKS = "ACM asks as well, and decides by what it hears.";

type Parameter = Parameters<Write>[0];

/** Of a set that DNS leads to by a CNAME, and which somebody else may have: why it counts, and the way around it. */
const isBehindAlias = (p: Parameter): boolean => p("through") === "CNAME";

const whyItCounts = (p: Parameter): string =>
  isBehindAlias(p) ? ` They count because ${p("at")} is an alias (CNAME) of ${p("owner")} (RFC 8659, section 3).` : "";

const wayAround = (p: Parameter): string =>
  isBehindAlias(p)
    ? ` If that zone is not yours, ask whoever has it; or put A and AAAA records, or an ALIAS record, in place of the CNAME at ${p("at")}: CAA records can stand beside those.`
    : "";

export const CAA = {
  CAA_FORBIDS: (p, who) =>
    you(
      "error",
      `The CAA records of ${p("owner")} do not let Amazon issue a certificate for ${who}: ${p("records")}.${whyItCounts(p)}`,
      `Add \`${p("owner")} CAA ${p("add")}\` to them, and keep those that are there.${wayAround(p)}`,
      UP_REQUESTS,
    ),
  CAA_CRITICAL: (p, who) =>
    you(
      "error",
      `The CAA records of ${p("owner")} have a critical property that no authority knows (${p("tags")}), so nobody may issue a certificate for ${who}.${whyItCounts(p)}`,
      `Remove that property, or take its critical flag (128) away: ${p("records")}.${wayAround(p)}`,
      UP_REQUESTS,
    ),
  CAA_FORBIDS_RENEWAL: (p, who) =>
    you(
      "warning",
      `The CAA records of ${p("owner")} no longer let Amazon issue a certificate for ${who}, so ACM can't renew it: ${p("records")}.${whyItCounts(p)}`,
      `Let Amazon issue again: \`${p("owner")} CAA 0 issue "amazon.com"\`, or \`issuewild\` where a wildcard is meant.${wayAround(p)}`,
      "Until the certificate expires, every edge serves with it.",
    ),
  CAA_FAILED: (_, who) =>
    you(
      "error",
      `ACM did not issue the certificate for ${who}: a CAA record kept it from that, or could not be read.`,
      "No CAA record forbids it now. If one was changed since, nothing is left to do; else let every name server answer questions for CAA.",
      UP_REQUESTS,
    ),
  CAA_UNREADABLE: (p, who) =>
    you(
      "warning",
      `It can't be told whether CAA lets Amazon issue a certificate for ${who}: the name servers of ${p("at")} do not answer that question (${p("code")}).`,
      "Let them answer questions for CAA with what there is, or with no records: most authorities take no answer for a no.",
      ACM_ASKS,
    ),
  CAA_UNASKED: (p, who) => ({
    ...done(
      `Whether CAA lets Amazon issue a certificate for ${who} could not be asked from this machine: no authoritative answer came back (${p("code")}).`,
      ACM_ASKS,
    ),
    todo: "Nothing to do, unless you want it checked beforehand: then allow port 53 (UDP and TCP) to name servers.",
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
