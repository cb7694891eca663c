/** What a person reads when a domain or a group goes from one distribution to another. */
import { aws, type Write, you } from "./sentences";

export const PLACES = {
  MOVING_ALIAS: (_, who) =>
    aws(
      `CloudFront moves ${who} here from another distribution.`,
      "It is served without a gap; DNS follows when every edge is ready.",
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
  ALIAS_HELD_HERE: (p, who) =>
    you(
      "error",
      `The distribution ${p("distribution")} of this account has ${who}, and it belongs to no group of this stack.`,
      `Take it off there, or give it to the group that has ${p("distribution")}; CloudFront serves a name from one distribution.`,
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
      "Publish the routing records listed in `dnsRecords`.",
      "A `pulumi up` after that deletes it.",
    ),
} satisfies { [code: string]: Write };
