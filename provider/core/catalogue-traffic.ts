/** What a person reads about what answers where DNS leads a domain. */
import { aws, done, type Write, you } from "./sentences";

/** In place of what a certificate does not say. */
export const UNNAMED = { names: "no name", issuer: "an authority that it does not name" };

const LOOKS_AGAIN = "The next run or `pulumi up --refresh` looks again.";

export const TRAFFIC = {
  SERVING: (_, who) => done(`An edge answered for ${who} with a valid certificate.`, LOOKS_AGAIN),
  WAITING_FOR_TRAFFIC: (_, who) =>
    you(
      "warning",
      `DNS does not lead ${who} here yet, and \`waitFor: "serving"\` waits for that.`,
      "Publish the ROUTING records listed in `dnsRecords`.",
      "An edge is asked for a certificate as soon as DNS leads to it.",
    ),
  ROUTING_PARTIAL: (p, who) => ({
    ...done(
      `DNS leads ${who} here by some name servers of its zone, and not by ${p("servers")}.`,
      "Traffic arrives as soon as all of them lead here. `pulumi up --refresh` looks again.",
    ),
    todo: "Nothing to do, unless it stays so: then ask your DNS host why its servers differ.",
  }),
  EDGE_SETTLING: (_, who) =>
    aws(
      `DNS leads ${who} here, and an edge does not present the certificate yet.`,
      "It does as soon as CloudFront has deployed it there.",
    ),
  EDGE_OTHER_CERTIFICATE: (p, who) =>
    you(
      "warning",
      `An edge answers for ${who} with a certificate that does not cover it: that one is for ${p("names")}.`,
      "Change its DNS record to the ROUTING record in `dnsRecords`: DNS leads to another distribution or server now, or to a proxy of the DNS provider, which can be switched off.",
      LOOKS_AGAIN,
    ),
  EDGE_EXPIRED: (_, who) =>
    you(
      "warning",
      `What answers for ${who} presents a certificate that is not valid now.`,
      "Check that its DNS record is the ROUTING record in `dnsRecords`, that a certificate of your own has been renewed, and that this machine's clock is right.",
      LOOKS_AGAIN,
    ),
  EDGE_UNTRUSTED: (p, who) =>
    you(
      "warning",
      `What answers for ${who} presents a certificate of ${p("issuer")}, which this machine does not trust.`,
      "If a proxy between this machine and the internet opens TLS, look from another network. If the certificate is your own, import it again with its chain, from an authority that browsers trust.",
      LOOKS_AGAIN,
    ),
  EDGE_UNREACHABLE: (p, who) =>
    you(
      "warning",
      `No TLS handshake for ${who} on port ${p("port")}, at the address to which DNS leads it (${p("code")}).`,
      "Let this machine connect to that port (a firewall, or `ports.https`), and check that its DNS record is the ROUTING record in `dnsRecords`.",
      LOOKS_AGAIN,
    ),
} satisfies { [code: string]: Write };
