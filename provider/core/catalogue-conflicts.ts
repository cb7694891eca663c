/** What a person reads when somebody else in CloudFront has a name of the group. Ids of others come masked, as CloudFront shows them. */
import { aws, done, type Sentences, type Write, you } from "./sentences";

const withCommands = (sentences: Sentences, commands: string[]): Sentences => ({ ...sentences, commands });

/** `domains` as `causesOfOwners` writes them. */
const forEach = (domains: string, command: (domain: string) => string): string[] => domains.split(", ").map(command);

interface Console {
  /** Completes "Remove the custom domain ...". */
  where: string;
  /** Where not every custom domain has a distribution: which one has. */
  only?: string;
  /** Shows whether the service has the domain. */
  command: (domain: string) => string;
}

/** Services that keep a distribution for a custom domain in an account of AWS, by the names of `serviceOf`. */
const CONSOLES: { [service: string]: Console } = {
  "Amplify Hosting": {
    where: 'in the Amplify console, under "Custom domains" ("Domain management" in older ones)',
    command: () =>
      'for app in $(aws amplify list-apps --query "apps[].appId" --output text); do aws amplify list-domain-associations --app-id "$app"; done',
  },
  "API Gateway": {
    where: 'in the API Gateway console, under "Custom domain names"',
    only: "if the command shows an endpoint of type EDGE, or make that REGIONAL: one of type REGIONAL has no distribution, and somebody else has the name",
    command: (domain) => `aws apigateway get-domain-name --domain-name "${domain}"`,
  },
  AppSync: {
    where: 'in the AppSync console, under "Custom domain names"',
    command: (domain) => `aws appsync get-domain-name --domain-name "${domain}"`,
  },
  Cognito: {
    where: 'in the Cognito console, under "Domain" of the user pool',
    command: (domain) => `aws cognito-idp describe-user-pool-domain --domain "${domain}"`,
  },
};

/** Where the program attaches it goes on with the others: nothing stops. */
function taken(p: (name: string) => string, happening: string, todo: string, next?: string): Sentences {
  if (p("attaches") !== "program") return you("error", happening, todo, next);
  return you("warning", happening, todo, LEFT_OUT);
}

const LEFT_OUT =
  "Until then `aliases` leaves it out, so that your program attaches the others; the next `pulumi up` asks again.";

/** `allow`: the action that is denied; `""`: it is something else that stands in the way. */
const orAllow = (p: (name: string) => string, otherwise: string): string =>
  p("allow") === ""
    ? `${otherwise.charAt(0).toUpperCase()}${otherwise.slice(1)}`
    : `Allow ${p("allow")} for the credentials, or ${otherwise}`;

/** Codes by which AWS says that something is to be allowed. */
const isDenial = (code: string): boolean => /AccessDenied|Unauthorized|OptInRequired/.test(code);

/** CloudFront tells it to whoever has a distribution with a certificate for the domain. */
const askingByHand = (domain: string, distribution: string): string =>
  `aws cloudfront list-domain-conflicts --domain "${domain}" --domain-control-validation-resource "DistributionId=${distribution}"`;

const commandsOf = (consoles: Console[], domains: string): string[] => [
  ...new Set(consoles.flatMap(({ command }) => forEach(domains, command))),
];

/** What the program can name in `onConflict`, and what works where it can't. */
function wayFromStranger(p: (name: string) => string): string {
  switch (p("holder")) {
    case "tenant":
      return "If that is you, take it off that tenant there (`aws cloudfront update-distribution-tenant`): only names of standard distributions can be moved here.";
    case "hidden":
      return "If that is you, take it off there.";
    default:
      return p("attaches") === "program"
        ? ""
        : `If that is you, disable that distribution and set \`onConflict: { moveFrom: ["${p("distribution")}"] }\`.`;
  }
}

const A_TENANT = "a tenant of a multi-tenant distribution";

/** Which words fit, by `holder` as `causesOfOwners` tells it. */
const isTenant = (p: (name: string) => string): boolean => p("holder") === "tenant";

export const CONFLICTS = {
  ALIAS_TAKEN_HERE: (p, who) =>
    withCommands(
      taken(
        p,
        `The distribution ${p("distribution")} of this account has ${who}, and CloudFront serves a name from one distribution.`,
        p("attaches") === "program"
          ? 'Take it off there, in the CloudFront console under "Alternate domain names".'
          : `Set \`onConflict: { moveFrom: ["${p("distribution")}"] }\`, which takes it over without a gap; or take it off there, in the CloudFront console under "Alternate domain names".`,
      ),
      [
        `aws cloudfront get-distribution --id ${p("distribution")} --query "Distribution.DistributionConfig.[Comment,Aliases.Items]"`,
      ],
    ),
  ALIAS_GIVEN_AWAY: (p, who) =>
    you(
      "warning",
      `The group ${p("group")} of ${p("owner")} has taken ${who} to the distribution ${p("distribution")}; this group leaves it there.`,
      `Remove ${who} from this group. To have it back without a gap, run \`pulumi up\` after that, and add it again with \`onConflict: { moveFrom: ["${p("distribution")}"] }\`.`,
      "Until then nothing here waits for it, and no run tries to attach it.",
    ),
  ALIAS_TAKEN_BY_TENANT: (p, who) =>
    withCommands(
      taken(
        p,
        `This account has ${who} in CloudFront on ${p("distribution")}, ${
          isTenant(p)
            ? A_TENANT
            : `which is none of the distributions that it lists: ${A_TENANT}, or a distribution made a moment ago`
        }.`,
        isTenant(p)
          ? "Take it off that tenant, which the command shows (`aws cloudfront update-distribution-tenant`), or move it over yourself (`aws cloudfront update-domain-association`); then run `pulumi up` again. `onConflict` moves only names of standard distributions."
          : "Take it off that tenant, which the command shows. If there is none, run `pulumi up` again: it names the new distribution.",
      ),
      forEach(p("domains"), (domain) => `aws cloudfront get-distribution-tenant-by-domain --domain "${domain}"`),
    ),
  ALIAS_TAKEN_ELSEWHERE: (p, who) =>
    withCommands(
      taken(
        p,
        `Another account, ${p("account")}, has ${who} in CloudFront on ${p("distribution")}${isTenant(p) ? `, ${A_TENANT}` : ""}; CloudFront shows half of these ids.`,
        [
          "Let the owner of that account take it off.",
          wayFromStranger(p),
          "If it is AWS, for a service that you use, remove the custom domain there; the commands look for it.",
          `If it is nobody, publish a TXT record with the value ${p("target") || "that is the domain name of your distribution"} at ${p("proof")}, and ask AWS Support to move the name.`,
        ]
          .filter((sentence) => sentence !== "")
          .join(" "),
      ),
      commandsOf(Object.values(CONSOLES), p("domains")),
    ),
  ALIAS_TAKEN_BY_SERVICE: (p, who) => {
    const known = CONSOLES[p("service")];
    return withCommands(
      taken(
        p,
        `Another account, ${p("account")}, has ${who} in CloudFront on ${p("distribution")}, and DNS leads it to ${p("service")}, which has its distributions in accounts of AWS.`,
        `Remove the custom domain ${[known?.where ?? "in that service", ...(known?.only === undefined ? [] : [known.only])].join(", ")}.`,
        "CloudFront lets the name go a while after that; then the next `pulumi up` goes on from here.",
      ),
      known === undefined ? [] : commandsOf([known], p("domains")),
    );
  },
  ALIAS_LED_ELSEWHERE: (p, who) =>
    you(
      "warning",
      `DNS leads ${who} to ${p("found")}, which is no distribution of this account: CloudFront refuses an alias that DNS leads to another distribution.`,
      "Lead it to your own distribution, or remove the record; resolvers keep what they know for its TTL.",
      LEFT_OUT,
    ),
  ALIAS_HELD_HERE: (p, who) =>
    withCommands(
      you(
        "warning",
        `The distribution ${p("distribution")} of this account has ${who} with another certificate.`,
        "If it is the one that your program hands `aliases` and `viewerCertificate` to, leave it so; if not, take the name off there first, else CloudFront refuses your program's distribution.",
        "`aliases` has the name: left out, it would go off a distribution that may be live.",
      ),
      [
        `aws cloudfront get-distribution --id ${p("distribution")} --query "Distribution.DistributionConfig.[Comment,Aliases.Items]"`,
      ],
    ),
  ALIAS_OWNER_UNASKED: (p, who) =>
    withCommands(
      you(
        "warning",
        `Somebody else may have ${who} in CloudFront, and nobody could be asked who (${p("operation")}: ${p("code")}).`,
        orAllow(
          p,
          "make sure that no other distribution has the name: the commands ask, by a distribution of this account that has the certificate.",
        ),
        "`aliases` has the name; the next `pulumi up` asks again.",
      ),
      forEach(p("domains"), (domain) => askingByHand(domain, p("asker") || "$DISTRIBUTION_ID")),
    ),
  ASKING_OWNERS: (_, who) =>
    aws(
      `CloudFront is asked who has ${who}, by a temporary, disabled distribution with the certificate.`,
      "It is deleted again; then your program attaches what is free.",
    ),
  TEMPORARY_DISTRIBUTION_GOES: () =>
    aws(
      "The temporary distribution that asked who has a name is deleted, as soon as CloudFront has deployed it.",
      "What needs the certificate goes on after that.",
    ),
  TEMPORARY_DISTRIBUTION_STAYS: (p) =>
    withCommands(
      you(
        "warning",
        `The temporary distribution ${p("distribution")}, which asked who has a name, could not be deleted (${p("operation")}: ${p("code")}); it is disabled and serves nothing.`,
        orAllow(p, "delete it."),
        "The next `pulumi up` tries again.",
      ),
      [
        `aws cloudfront delete-distribution --id ${p("distribution")} --if-match "$(aws cloudfront get-distribution --id ${p("distribution")} --query ETag --output text)"`,
      ],
    ),
  ALIAS_TAKEN_UNKNOWN: (p, who) =>
    withCommands(
      you(
        "error",
        `CloudFront refuses ${who}: somebody else has it, and could not be asked for (${p("operation")}: ${p("code")}).`,
        isDenial(p("code"))
          ? `Allow ${p("operation")} for the credentials, and the next \`pulumi up\` names who has it; or take it off where you know it to be.`
          : "Take it off where you know it to be. The command asks who has it.",
        "The next `pulumi up` asks again, and goes on from here.",
      ),
      forEach(p("domains"), (domain) => askingByHand(domain, p("asker"))),
    ),
  ALIAS_HOLDER_GONE: (_, who) =>
    you(
      "error",
      `CloudFront refuses ${who} because somebody else has it, and then names nobody who does: it may have been let go a moment ago.`,
      "Run `pulumi up` again. If it stays so, ask AWS Support who has the name.",
    ),
  ALIAS_MOVE_NEEDS_PROOF: (p, who) =>
    you(
      "error",
      `Another account, ${p("account")}, has ${who} in CloudFront on ${p("distribution")}, and DNS does not prove yet that it is to come here.`,
      `Publish a TXT record with the value ${p("target")} at ${p("proof")}, as listed in \`dnsRecords\`, and disable that distribution.`,
      "The next `pulumi up` moves the name here; the record is not needed after that.",
    ),
  ALIAS_MOVE_NEEDS_DISABLED: (p, who) =>
    you(
      "error",
      `CloudFront does not move ${who} here while ${p("distribution")}, which has it in another account, is enabled.`,
      "Disable that distribution, which ends what it serves. Without that gap, unless the name is an apex or another distribution has the wildcard over it: add that wildcard to this group and run `pulumi up`. Then lead the name's DNS here. Then take the name off there, and run `pulumi up` when that is deployed. Then take the wildcard out of the group.",
      "The next `pulumi up` moves the name here.",
    ),
  WILDCARD_OVERLAP: (p, who) =>
    done(
      `Another distribution, ${p("distribution")}, has names in CloudFront that overlap with ${who}: ${p("names")}.`,
      "CloudFront serves each name where its most specific alias is, wherever DNS leads.",
    ),
} satisfies { [code: string]: Write };
