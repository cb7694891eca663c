/** What a person reads when a domain or a group goes from one distribution to another. */
import { aws, type Write, you } from "./sentences";

export const PLACES = {
  MOVING_ALIAS: (_, who) =>
    aws(
      `CloudFront moves ${who} here from another distribution.`,
      "It is served without a gap; DNS follows when every edge is ready.",
    ),
  ALIAS_DNS_SPREADS: (_, who) =>
    aws(
      `CloudFront looks up where DNS leads ${who}, and still sees another distribution for one of them.`,
      "It sees the change within a minute or so; then the alias is added.",
    ),
  LEAVING_FORMER: () =>
    aws("The distribution before gets back what it had before the group came.", "What the group made for it goes."),
  LEFT_TO_SIBLING: (_, who) =>
    aws(
      `Another group of this program takes ${who} over; until then it is served from here.`,
      "The `pulumi up` after that takes it out of the certificate.",
    ),
  SIBLING_COMES_FIRST: (_, who) =>
    you(
      "error",
      `Another group of this program is to take ${who} over, and has not done so yet.`,
      "Run `pulumi up` again: the other group takes it over first.",
    ),
  SIBLING_NOT_LED_TO: (p, who) =>
    you(
      "error",
      `DNS still leads ${who} to ${p("target")}, the distribution that this group made, and another group of this program serves it now.`,
      "Publish the routing records that the other group lists in `dnsRecords`.",
      "A `pulumi up` after that deletes what this group made.",
    ),
  GROUP_RENAMED: (p) =>
    you(
      "error",
      `The distribution ${p("distribution")} has the certificate of ${p("group")}, a group of this stack that the program does not have now.`,
      `If it was renamed, give this resource the option \`aliases: [{ name: "${p("name")}" }]\`: then nothing changes on AWS.`,
      "If it is to go, remove it by a `pulumi up` of its own first.",
    ),
  GROUP_ID_TAKEN: (p, who) =>
    you(
      "error",
      `The distribution ${p("distribution")} was made for a group with the same id, ${p("group")}, and serves ${p("aliases")}; this group wants ${who}.`,
      "Give this group a `groupId` of its own, if another stack made that distribution.",
      "If it is this group's, run `pulumi up` once with one of those domains in `alternativeDomains`.",
    ),
  HTTP_VERSIONS_DIFFER: (p) =>
    you(
      "error",
      `The certificate ${p("certificate")} can't be on ${p("other")} and on ${p("distribution")} at once: CloudFront wants the same HttpVersion for all distributions of one certificate.`,
      "Give both distributions the same HttpVersion, or give the group another certificate in `certificate.arn` for the move.",
    ),
  FORMER_STILL_LED_TO: (p, who) =>
    you(
      "warning",
      `DNS still leads ${who} to the distribution before, ${p("distribution")}: it is kept, without domains, until that ends.`,
      "Publish the routing records listed in `dnsRecords`. If all are, delete that distribution yourself: where addresses lead a name to CloudFront, both look the same.",
      "A `pulumi up` after that deletes it.",
    ),
} satisfies { [code: string]: Write };
