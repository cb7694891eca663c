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

export interface Place<S extends string> {
  meaning: string;
  /** What comes when all goes well; `null`: it stays. */
  then: S | null;
  /** What may come instead. */
  otherwise: S[];
}

export interface Axis<S extends string> {
  title: string;
  intro: string;
  statuses: { [status in S]: Place<S> };
  /** May follow each status. */
  always: S[];
}

export const GROUP: Axis<GroupStatus> = {
  title: "`status`: the group",
  intro:
    "How far the group is as a whole. A run passes over what is done already: a group whose certificate is there begins with it.",
  always: ["ERROR", "CANCELLED"],
  statuses: {
    QUEUED: { meaning: "Accepted; nothing has been asked of AWS yet.", then: "ANALYZING", otherwise: [] },
    ANALYZING: {
      meaning: "Names, CAA, delegation, zones, the distribution and what earlier runs left are looked at.",
      then: "REQUESTING_CERTIFICATE",
      otherwise: [],
    },
    REQUESTING_CERTIFICATE: {
      meaning: "The certificate is requested, or about to be; ACM has not given every validation record yet.",
      then: "AWAITING_CERTIFICATE_ISSUE",
      otherwise: [],
    },
    AWAITING_CERTIFICATE_ISSUE: {
      meaning: "The validation records are known and listed in `dnsRecords`; ACM waits to see them.",
      then: "APPLYING_CERTIFICATE",
      // ACM has given it up, or somebody has deleted it.
      otherwise: ["REQUESTING_CERTIFICATE"],
    },
    APPLYING_CERTIFICATE: {
      meaning: "The certificate is issued; it is being attached, or deployed to the edges.",
      then: "CERTIFICATE_ATTACHED",
      otherwise: ["REQUESTING_CERTIFICATE"],
    },
    CERTIFICATE_ATTACHED: {
      meaning: "Every edge has the certificate and the domains.",
      then: null,
      // Somebody has changed the distribution, or a domain comes or goes; a domain that nothing covers needs another certificate.
      otherwise: ["APPLYING_CERTIFICATE", "REQUESTING_CERTIFICATE"],
    },
    ERROR: {
      meaning: "Stopped by something that does not pass by itself: `guidance` says what, and who has to act.",
      then: "APPLYING_CERTIFICATE",
      otherwise: ["REQUESTING_CERTIFICATE"],
    },
    CANCELLED: {
      meaning: "Somebody pressed Ctrl-C; everything done so far is kept.",
      then: "APPLYING_CERTIFICATE",
      otherwise: ["REQUESTING_CERTIFICATE"],
    },
  },
};

export const ATTACHMENT: Axis<AttachmentStatus> = {
  title: "`domains[].attachment`: one domain",
  intro:
    "How far a domain is on its way on to the distribution, or off it. It is independent of the group's status: a domain that was added a moment ago is `PENDING` while the others are `ATTACHED`.",
  always: [],
  statuses: {
    PENDING: { meaning: "Its certificate is about to be requested.", then: "CREATING", otherwise: ["ERROR_ATTACHING"] },
    CREATING: {
      meaning: "The certificate is requested; the domain's validation record is not known yet.",
      then: "AWAITING_VERIFICATION_RECORDS_TO_BE_SET",
      otherwise: ["PENDING", "ERROR_ATTACHING"],
    },
    AWAITING_VERIFICATION_RECORDS_TO_BE_SET: {
      meaning:
        "Its validation record has to be published. What this package writes itself, in Route 53, passes this over.",
      then: "PENDING_CERTIFICATE_FOR_ATTACHMENT",
      otherwise: ["PENDING", "ERROR_ATTACHING"],
    },
    PENDING_CERTIFICATE_FOR_ATTACHMENT: {
      meaning: "Its record is there, or written by this package; ACM has to issue the certificate for all domains.",
      then: "ATTACHING",
      otherwise: ["AWAITING_VERIFICATION_RECORDS_TO_BE_SET", "PENDING", "ERROR_ATTACHING"],
    },
    ATTACHING: {
      meaning: "A certificate is issued; it and the domain are being attached, or deployed to the edges.",
      then: "ATTACHED",
      otherwise: ["PENDING", "ERROR_ATTACHING", "DETACHING"],
    },
    ATTACHED: {
      meaning: "Every edge serves the domain with a certificate of the group that covers it.",
      then: null,
      otherwise: ["ATTACHING", "PENDING", "DETACHING"],
    },
    ERROR_ATTACHING: {
      meaning: "Stopped by something that does not pass by itself; the domain's `guidance` says what.",
      then: "ATTACHING",
      otherwise: ["PENDING", "DETACHING"],
    },
    DETACHING: {
      meaning: "Wanted no more, and still on the distribution; it goes as soon as DNS leads nobody there.",
      then: "PENDING_CERTIFICATE_FOR_DETACHMENT",
      otherwise: ["DETACHED", "ERROR_DETACHING", "ATTACHED"],
    },
    PENDING_CERTIFICATE_FOR_DETACHMENT: {
      meaning: "Off the distribution; a certificate of the group still names it.",
      then: "DETACHED",
      otherwise: ["PENDING"],
    },
    ERROR_DETACHING: {
      meaning: "Still on the distribution, and stopped; the domain's `guidance` says by what.",
      then: "DETACHING",
      otherwise: ["ATTACHED"],
    },
    DETACHED: {
      meaning:
        "Off: no distribution and no certificate of the group has it. A domain that the program took out of the group is listed no more.",
      then: null,
      otherwise: ["PENDING"],
    },
  },
};

export const TRAFFIC_AXIS: Axis<TrafficStatus> = {
  title: "`domains[].traffic`: where DNS leads a domain",
  intro: "As of the last run or refresh. It never makes an update by itself.",
  always: ["UNKNOWN"],
  statuses: {
    UNKNOWN: {
      meaning: "DNS could not be asked, or has not been asked yet, which is never the same as no.",
      then: "POINTING",
      otherwise: ["NOT_POINTING", "POINTS_ELSEWHERE"],
    },
    NOT_POINTING: { meaning: "DNS has no address for it.", then: "POINTING", otherwise: ["POINTS_ELSEWHERE"] },
    POINTS_ELSEWHERE: {
      meaning: "DNS leads it to something else than the group's distribution.",
      then: "POINTING",
      otherwise: ["NOT_POINTING"],
    },
    POINTING: {
      meaning: "DNS leads it to the group's distribution.",
      then: "SERVING",
      otherwise: ["NOT_POINTING", "POINTS_ELSEWHERE"],
    },
    SERVING: {
      meaning: "An edge has answered for it with a valid certificate.",
      then: null,
      otherwise: ["POINTING", "NOT_POINTING", "POINTS_ELSEWHERE"],
    },
  },
};

/** What the words of a code hang on beside what is filled in. Each of these has words of its own in the reference. */
const VARIANTS: { [code in GuidanceCode]?: { [param: string]: string }[] } = {
  FORBIDDEN: [
    { operation: "sts:AssumeRole" },
    { denial: "explicit", policy: "identity-based policy" },
    { denial: "explicit", policy: "service control policy" },
    { denial: "implicit", policy: "permissions boundary" },
    { denial: "implicit", policy: "service control policy" },
  ],
  QUOTA_CLOUDFRONT: [{ code: "TooManyCacheBehaviors" }],
  ALIAS_TAKEN_BY_SERVICE: ["Amplify Hosting", "API Gateway", "AppSync", "Cognito"].map((service) => ({ service })),
};

const INTRODUCTION = `# Guidance

<!-- Written by \`${COMMAND}\` out of the catalogue: change that, not this page. -->

Every status of a group comes with words: the output \`guidance\` says what is happening, what to do about it and who, and what comes next, most urgent first;
\`domains[].guidance\` is the most urgent word about one domain. This page holds all of them.

- \`code\` is stable, for programs. A newer release may bring new ones; none changes its meaning.
- \`severity\`: \`info\`, nothing is wrong; \`warning\`, something wants doing, and what is served goes on being served; \`error\`, the run stops here.
- \`actor\`: who has to act for things to go on: \`you\`, \`aws\` or \`nobody\`.
- \`domains\` and \`records\` name what it is about; \`commands\` do, or show, what it says to do.

Sentences hold no request ids, counts or times: equal means unchanged. What stands here in angle brackets is filled in: \`<domains>\` by at most three
domains as people write them (all are in \`domains\`), the others by what was found.
`;

/** The whole page. */
export function reference(): string {
  const axes = [axisText(GROUP), axisText(ATTACHMENT), axisText(TRAFFIC_AXIS)];
  return `${[INTRODUCTION, "## Statuses\n", ...axes, ...Object.keys(AREAS).map(areaText)].join("\n")}`;
}

function axisText<S extends string>({ title, intro, statuses, always }: Axis<S>): string {
  const rows = Object.entries<Place<S>>(statuses).map(([status, { meaning, then, otherwise }]) =>
    row(`\`${status}\``, meaning, then === null ? "" : `\`${then}\``, quoted(otherwise)),
  );
  const ever = always.length === 0 ? "" : ` ${quoted(always, " and ")} may come at any time.`;
  return `### ${title}\n\n${intro}${ever}\n\n${[row("status", "what it means", "then", "or"), row("---", "---", "---", "---"), ...rows].join("\n")}\n`;
}

const row = (...cells: string[]): string => `| ${cells.join(" | ")} |`.replaceAll("|  |", "| |");
const quoted = (statuses: string[], between = ", "): string => statuses.map((each) => `\`${each}\``).join(between);

function areaText(area: string): string {
  const [heading = area, ...more] = headerOf(area).split(/(?<=\.) /);
  const title = heading
    .replace(/^What a person reads (\w)/, (_, letter: string) => letter.toUpperCase())
    .replace(/\.$/, "");
  const codes = Object.keys(AREAS[area] ?? {}).filter((code): code is GuidanceCode => code in CATALOGUE);
  return [`## ${title}`, ...(more.length === 0 ? [] : [more.join(" ")]), ...codes.map(codeText)]
    .join("\n\n")
    .concat("\n");
}

/** The words of the comment at the top of an area's file. */
function headerOf(area: string): string {
  const text = textOf(`provider/core/catalogue-${area}.ts`);
  const [{ pos, end } = { pos: 0, end: 0 }] = getLeadingCommentRanges(text, 0) ?? [];
  return text
    .slice(pos, end)
    .replace(/^\/\*\*|\*\/$/g, "")
    .replace(/\n \*/g, " ")
    .replace(/\s+/g, " ")
    .trim();
}

function codeText(code: GuidanceCode): string {
  const { severity, actor } = written(code);
  const variants = (VARIANTS[code] ?? []).map(
    (params) => `${conditions(params)}:\n\n${sentencesText(written(code, params))}`,
  );
  return [`### \`${code}\``, `${severity} · ${WHO[actor]}`, sentencesText(written(code)), ...variants].join("\n\n");
}

const WHO: { [actor in Guidance["actor"]]: string } = { you: "you act", aws: "AWS acts", nobody: "nobody has to act" };

const conditions = (params: { [param: string]: string }): string =>
  `Where ${Object.entries(params)
    .map(([name, value]) => `\`<${name}>\` is ${value}`)
    .join(" and ")}`;

/** With the names of its parameters for their values. */
function written(code: GuidanceCode, params: { [param: string]: string } = {}): Sentences {
  const write: Write = CATALOGUE[code];
  return write((name) => params[name] ?? `<${name}>`, "<domains>");
}

function sentencesText({ happening, todo, next, commands = [] }: Sentences): string {
  const lines = [
    `- What is happening: ${prose(happening)}`,
    `- What to do: ${prose(todo)}`,
    `- What comes next: ${prose(next)}`,
  ];
  return [...lines, ...(commands.length === 0 ? [] : ["", "```sh", ...commands, "```"])].join("\n");
}

/** Outside of code, a placeholder would be a tag of HTML, and an asterisk an emphasis. */
const prose = (sentence: string): string =>
  sentence
    .split("`")
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/<\w+>/g, "`$&`").replaceAll("*", "\\*")))
    .join("`");

if (require.main === module) writeFileSync(join(ROOT, REFERENCE), reference());
