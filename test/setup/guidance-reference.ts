/**
 * Writes provider/GUIDANCE.md out of the catalogue: `node --import tsx test/setup/guidance-reference.ts`. What each status means and which one comes
 * after it stands here alone.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { getLeadingCommentRanges } from "typescript";
import { CATALOGUE } from "../../provider/core/catalogue";
import { CAA } from "../../provider/core/catalogue-caa";
import { CONFLICTS } from "../../provider/core/catalogue-conflicts";
import { DRIFT } from "../../provider/core/catalogue-drift";
import { ISSUANCE } from "../../provider/core/catalogue-issuance";
import { OBSTACLES } from "../../provider/core/catalogue-obstacles";
import { PLACES } from "../../provider/core/catalogue-places";
import { RECORDS } from "../../provider/core/catalogue-records";
import { REFUSALS_IN_WORDS } from "../../provider/core/catalogue-refusals";
import { TRAFFIC } from "../../provider/core/catalogue-traffic";
import { WAY } from "../../provider/core/catalogue-way";
import type { GuidanceCode } from "../../provider/core/guidance";
import type { AttachmentStatus, GroupStatus, Guidance, TrafficStatus } from "../../provider/core/outputs";
import type { Sentences, Write } from "../../provider/core/sentences";
import { ROOT, textOf } from "../tidy/sources";

export const REFERENCE = "provider/GUIDANCE.md";
export const COMMAND = "node --import tsx test/setup/guidance-reference.ts";

/** By the file `provider/core/catalogue-<area>.ts`. */
export const AREAS: { [area: string]: { [code: string]: Write } } = {
  way: WAY,
  records: RECORDS,
  traffic: TRAFFIC,
  places: PLACES,
  drift: DRIFT,
  obstacles: OBSTACLES,
  caa: CAA,
  issuance: ISSUANCE,
  refusals: REFUSALS_IN_WORDS,
  conflicts: CONFLICTS,
};

/** `next`: what comes when all goes well; `null`: it stays, or goes on where it stood. `otherwise`: what may come instead. */
export interface Place<S extends string> {
  meaning: string;
  next: S | null;
  otherwise: S[];
}

const place = <S extends string>(meaning: string, next: S | null, otherwise: S[] = []): Place<S> => ({
  meaning,
  next,
  otherwise,
});

export interface Axis<S extends string> {
  title: string;
  intro: string;
  statuses: { [status in S]: Place<S> };
  /** May follow each status, as `intro` says. */
  always: S[];
}

export const GROUP: Axis<GroupStatus> = {
  title: "`status`: the group",
  intro:
    "A group that has its certificate begins with `APPLYING_CERTIFICATE`. `ERROR` and `CANCELLED` may come at any time.",
  always: ["ERROR", "CANCELLED"],
  statuses: {
    QUEUED: place("Accepted; nothing has been asked of AWS yet.", "ANALYZING"),
    ANALYZING: place(
      "Names, CAA, delegation, zones, the distribution and what earlier runs left are looked at.",
      "REQUESTING_CERTIFICATE",
    ),
    REQUESTING_CERTIFICATE: place(
      "The certificate is requested, or about to be; ACM has not given every validation record yet.",
      "AWAITING_CERTIFICATE_ISSUE",
    ),
    // Back: ACM has given the certificate up, or somebody has deleted it.
    AWAITING_CERTIFICATE_ISSUE: place(
      "The validation records are known and listed in `dnsRecords`; ACM waits to see them.",
      "APPLYING_CERTIFICATE",
      ["REQUESTING_CERTIFICATE"],
    ),
    APPLYING_CERTIFICATE: place(
      "The certificate is issued; it is being attached, or deployed to the edges.",
      "CERTIFICATE_ATTACHED",
      ["REQUESTING_CERTIFICATE"],
    ),
    // Back: a domain comes or goes, or somebody has changed what the group made.
    CERTIFICATE_ATTACHED: place("Every edge has the certificate and the domains.", null, [
      "APPLYING_CERTIFICATE",
      "REQUESTING_CERTIFICATE",
    ]),
    ERROR: place(
      "Stopped by something that does not pass by itself: `guidance` says what, and who has to act. The next `pulumi up` goes on where it stood.",
      null,
      ["REQUESTING_CERTIFICATE", "AWAITING_CERTIFICATE_ISSUE", "APPLYING_CERTIFICATE", "CERTIFICATE_ATTACHED"],
    ),
    CANCELLED: place(
      "Somebody pressed Ctrl-C; all that was done is kept. The next `pulumi up` goes on where it stood.",
      null,
      ["REQUESTING_CERTIFICATE", "AWAITING_CERTIFICATE_ISSUE", "APPLYING_CERTIFICATE", "CERTIFICATE_ATTACHED"],
    ),
  },
};

export const ATTACHMENT: Axis<AttachmentStatus> = {
  title: "`domains[].attachment`: one domain, on its way on to the distribution or off it",
  intro:
    "Independent of the group's: a domain that was added a moment ago is `PENDING` while the others are `ATTACHED`. One that goes before it was attached is `PENDING_CERTIFICATE_FOR_DETACHMENT` or `DETACHED` at once. One that the program takes out of the group is listed until it is off.",
  always: ["PENDING_CERTIFICATE_FOR_DETACHMENT", "DETACHED"],
  statuses: {
    PENDING: place("Its certificate is about to be requested.", "CREATING", ["ERROR_ATTACHING"]),
    CREATING: place(
      "The certificate is requested; the domain's validation record is not known yet.",
      "AWAITING_VERIFICATION_RECORDS_TO_BE_SET",
      ["PENDING", "ERROR_ATTACHING"],
    ),
    AWAITING_VERIFICATION_RECORDS_TO_BE_SET: place(
      "Its validation record has to be published. What this package writes itself, in Route 53, passes this over.",
      "PENDING_CERTIFICATE_FOR_ATTACHMENT",
      ["PENDING", "ERROR_ATTACHING"],
    ),
    PENDING_CERTIFICATE_FOR_ATTACHMENT: place(
      "Its record is there, or this package writes it; ACM has to issue the certificate for all domains.",
      "ATTACHING",
      ["AWAITING_VERIFICATION_RECORDS_TO_BE_SET", "PENDING", "ERROR_ATTACHING"],
    ),
    ATTACHING: place(
      "A certificate is issued; it and the domain are being attached, or deployed to the edges.",
      "ATTACHED",
      ["PENDING", "ERROR_ATTACHING", "DETACHING"],
    ),
    ATTACHED: place("Every edge serves the domain with a certificate that covers it.", null, [
      "ATTACHING",
      "PENDING",
      "DETACHING",
    ]),
    ERROR_ATTACHING: place(
      "Stopped by something that does not pass by itself; the domain's `guidance` says what.",
      "ATTACHING",
      ["PENDING", "DETACHING"],
    ),
    DETACHING: place("Wanted no more, and still on the distribution.", "PENDING_CERTIFICATE_FOR_DETACHMENT", [
      "ERROR_DETACHING",
      "ATTACHED",
    ]),
    PENDING_CERTIFICATE_FOR_DETACHMENT: place(
      "Off the distribution; a certificate of the group still names it.",
      "DETACHED",
      ["PENDING"],
    ),
    ERROR_DETACHING: place("Still on the distribution, and stopped; its `guidance` says by what.", "DETACHING", [
      "ATTACHED",
    ]),
    DETACHED: place("Off: nothing of the group has it.", null, ["PENDING"]),
  },
};

export const TRAFFIC_AXIS: Axis<TrafficStatus> = {
  title: "`domains[].traffic`: where DNS leads one domain",
  intro: "As of the last run or refresh; it never makes an update by itself. `UNKNOWN` may come at any time.",
  always: ["UNKNOWN"],
  statuses: {
    UNKNOWN: place("DNS has not been asked, or could not be, which is never the same as no.", "POINTING", [
      "NOT_POINTING",
      "POINTS_ELSEWHERE",
    ]),
    NOT_POINTING: place("DNS has no record that leads it anywhere.", "POINTING", ["POINTS_ELSEWHERE"]),
    POINTS_ELSEWHERE: place("DNS leads it to something else than the group's distribution.", "POINTING", [
      "NOT_POINTING",
    ]),
    POINTING: place("DNS leads it to the group's distribution.", "SERVING", ["NOT_POINTING", "POINTS_ELSEWHERE"]),
    SERVING: place("An edge has answered for it with a valid certificate.", null, [
      "POINTING",
      "NOT_POINTING",
      "POINTS_ELSEWHERE",
    ]),
  },
};

const BY_WAY = [{ through: "CNAME" }, { through: "PARENT" }];

/** What the words of a code hang on, beside what is filled in. */
const VARIANTS: { [code in GuidanceCode]?: { [param: string]: string }[] } = {
  FORBIDDEN: [
    { operation: "sts:AssumeRole" },
    { denial: "explicit", policy: "identity-based policy" },
    { denial: "explicit", policy: "service control policy" },
    { denial: "explicit", policy: "policy" },
    { denial: "implicit", policy: "permissions boundary" },
    { denial: "implicit", policy: "service control policy" },
  ],
  CAA_FORBIDS: [...BY_WAY, { manageCaa: "OUTSIDE" }],
  CAA_CRITICAL: BY_WAY,
  CAA_FORBIDS_RENEWAL: BY_WAY,
  CAA_CRITICAL_RENEWAL: BY_WAY,
  QUOTA_CLOUDFRONT: [{ code: "TooManyCacheBehaviors" }],
  ALIAS_DNS_LEADS_ELSEWHERE: [{ ttl: "long" }],
  ALIAS_TAKEN_HERE: [{ attaches: "program" }],
  ALIAS_TAKEN_UNKNOWN: [{ code: "AccessDenied" }],
  ALIAS_TAKEN_BY_TENANT: [{ holder: "tenant" }],
  ALIAS_TAKEN_ELSEWHERE: [{ attaches: "program" }, { holder: "tenant" }, { holder: "hidden" }],
  ALIAS_TAKEN_BY_SERVICE: ["Amplify Hosting", "API Gateway", "AppSync", "Cognito"].map((service) => ({ service })),
};

const INTRODUCTION = `# Guidance

<!-- Written by \`${COMMAND}\` out of the catalogue: change that, not this page. -->

Wherever a group is, its output \`guidance\` says what is happening, what to do about it and who, and what comes next, most urgent first;
\`domains[].guidance\` is the most urgent of these about one domain. This page lists all of them by code.

- \`code\` is stable, for programs. Newer releases bring new ones; none changes its meaning.
- \`severity\`: \`info\`, nothing is wrong; \`warning\`, something wants doing, and the run goes on or can wait; \`error\`, the run stops there.
- \`actor\`, who has to act for things to go on: \`you\`, \`aws\` or \`nobody\`.
- \`domains\` and \`records\` name what it is about; \`commands\` do what is to be done, or show what it is about.

Sentences hold no request ids, counts or times: equal means unchanged. What stands in angle brackets here is filled in: \`<domains>\` by three domains at
the most, as people write them (\`domains\` has all), the others by what was found.

## Statuses

Each follows from what AWS and DNS show: \`next\` is what follows when all goes well, \`or\` what may come instead. What is done
already is passed over. An old answer of AWS can show the status before for a moment.
`;

/** The whole page. */
export function reference(): string {
  const axes = [axisText(GROUP), axisText(ATTACHMENT), axisText(TRAFFIC_AXIS)];
  return [INTRODUCTION, ...axes, ...Object.keys(AREAS).map(areaText)].join("\n");
}

function axisText<S extends string>({ title, intro, statuses }: Axis<S>): string {
  const rows = Object.entries<Place<S>>(statuses).map(([status, { meaning, next, otherwise }]) =>
    row(quoted([status]), meaning, quoted(next === null ? [] : [next]), quoted(otherwise)),
  );
  const table = [row("status", "what it means", "next", "or"), row("---", "---", "---", "---"), ...rows];
  return `### ${title}\n\n${intro}\n\n${table.join("\n")}\n`;
}

const row = (...cells: string[]): string => `| ${cells.join(" | ")} |`;
const quoted = (statuses: string[]): string => statuses.map((each) => `\`${each}\``).join(", ");

function areaText(area: string): string {
  const [first = area, ...more] = headerOf(area).split(/(?<=\.) /);
  const heading = first.replace(/^What a person reads (\w)/, (_, letter: string) => letter.toUpperCase()).slice(0, -1);
  const codes = Object.keys(AREAS[area] ?? {}).filter((code): code is GuidanceCode => code in CATALOGUE);
  return `${[`## ${heading}`, ...more, ...codes.map(codeText)].join("\n\n")}\n`;
}

/** The words of the comment at the top of an area's file. */
function headerOf(area: string): string {
  const text = textOf(`provider/core/catalogue-${area}.ts`);
  const [comment] = getLeadingCommentRanges(text, 0) ?? [];
  const words = text.slice(comment?.pos, comment?.end).replace(/^\/\*\*|\*\/$/g, "");
  return words.replace(/\n \*/g, " ").replace(/\s+/g, " ").trim();
}

function codeText(code: GuidanceCode): string {
  const plain = written(code, {});
  const variants = (VARIANTS[code] ?? []).flatMap((params) => {
    const sentences = written(code, params);
    const severity = sentences.severity === plain.severity ? "" : ` (**${sentences.severity}**)`;
    return [`${conditions(params)}${severity}:`, sentencesText(sentences)];
  });
  return [`### \`${code}\``, `**${plain.severity}**, ${WHO[plain.actor]}`, sentencesText(plain), ...variants].join(
    "\n\n",
  );
}

const WHO: { [actor in Guidance["actor"]]: string } = { you: "you act", aws: "AWS acts", nobody: "nobody has to act" };

const conditions = (params: { [param: string]: string }): string =>
  `Where ${Object.entries(params)
    .map(([name, value]) => `\`<${name}>\` is ${value}`)
    .join(" and ")}`;

/** Parameters that are not given stand as their names. */
function written(code: GuidanceCode, params: { [param: string]: string }): Sentences {
  const write: Write = CATALOGUE[code];
  return write((name) => params[name] ?? `<${name}>`, "<domains>");
}

const sentencesText = ({ happening, todo, next, commands = [] }: Sentences): string =>
  [
    `- ${prose(happening)}`,
    `- ${todo.startsWith("Nothing to do") ? "" : "To do: "}${prose(todo)}`,
    `- Next: ${prose(next)}`,
    ...(commands.length === 0 ? [] : ["", "```sh", ...commands, "```"]),
  ].join("\n");

/** Outside of code, a placeholder would be a tag of HTML, and an asterisk an emphasis. */
const prose = (sentence: string): string =>
  sentence
    .split("`")
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/<\w+>/g, "`$&`").replaceAll("*", "\\*")))
    .join("`");

if (require.main === module) writeFileSync(join(ROOT, REFERENCE), reference());
