/** What a person reads when somebody else in CloudFront has a name of the group. Ids of others come masked, as CloudFront shows them. */
import { done, type Sentences, type Write, you } from "./sentences";

const withCommands = (sentences: Sentences, commands: string[]): Sentences => ({ ...sentences, commands });

/** `domains` as `causesOfOwners` writes them. */
const forEach = (domains: string, command: (domain: string) => string): string[] => domains.split(", ").map(command);

interface Console {
  /** Completes "Remove the custom domain ...". */
  where: string;
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

const commandsOf = (consoles: Console[], domains: string): string[] => [
  ...new Set(consoles.flatMap(({ command }) => forEach(domains, command))),
];

export const CONFLICTS = {
  ALIAS_TAKEN_HERE: (p, who) =>
    withCommands(
      you(
        "error",
        `The distribution ${p("distribution")} of this account has ${who}, and CloudFront serves a name from one distribution.`,
        `Set \`onConflict: { moveFrom: ["${p("distribution")}"] }\`, which takes it over without a gap; or take it off there, in the CloudFront console under "Alternate domain names".`,
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
      you(
        "error",
        `This account has ${who} in CloudFront on ${p("distribution")}, which is none of the distributions that it lists: a tenant of a multi-tenant distribution, or a distribution made a moment ago.`,
        "Take it off that tenant, which the command shows. If there is none, run `pulumi up` again: it names the new distribution.",
      ),
      forEach(p("domains"), (domain) => `aws cloudfront get-distribution-tenant-by-domain --domain "${domain}"`),
    ),
  ALIAS_TAKEN_ELSEWHERE: (p, who) =>
    withCommands(
      you(
        "error",
        `Another account, ${p("account")}, has ${who} in CloudFront on ${p("distribution")}; CloudFront shows half of these ids.`,
        `Let the owner of that account take it off. If that is you, disable that distribution and set \`onConflict: { moveFrom: ["${p("distribution")}"] }\`. If it is AWS, for a service that you use, remove the custom domain there; the commands look for it. If it is nobody, publish a TXT record with the value ${p("target")} at ${p("proof")}, and ask AWS Support to move the name.`,
      ),
      commandsOf(Object.values(CONSOLES), p("domains")),
    ),
  ALIAS_TAKEN_BY_SERVICE: (p, who) => {
    const known = CONSOLES[p("service")];
    return withCommands(
      you(
        "error",
        `Another account, ${p("account")}, has ${who} in CloudFront on ${p("distribution")}, and DNS leads it to ${p("service")}, which has its distributions in accounts of AWS.`,
        `Remove the custom domain ${known?.where ?? "in that service"}.`,
        "CloudFront lets the name go a while after that; then the next `pulumi up` goes on from here.",
      ),
      known === undefined ? [] : commandsOf([known], p("domains")),
    );
  },
  ALIAS_TAKEN_UNKNOWN: (p, who) =>
    you(
      "error",
      `CloudFront refuses ${who}: somebody else has it, and could not be asked for (${p("operation")}: ${p("code")}).`,
      `Allow ${p("operation")} for the credentials, and the next \`pulumi up\` names who has it; or take it off where you know it to be.`,
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
      "Disable that distribution, which ends what it serves. Without that gap, for a name that is no apex: add the wildcard over it to this group, lead its DNS here, take it off there, run `pulumi up`, and take the wildcard out again.",
      "The next `pulumi up` moves the name here.",
    ),
  WILDCARD_OVERLAP: (p, who) =>
    done(
      `Another distribution, ${p("distribution")}, has names in CloudFront that overlap with ${who}: ${p("names")}.`,
      "CloudFront serves each name where its most specific alias is, wherever DNS leads.",
    ),
} satisfies { [code: string]: Write };
