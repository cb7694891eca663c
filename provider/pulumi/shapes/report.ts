/** What was said to people, as a state holds it. The words are those of the release that said them: only their kind is checked. */
import type { Cause } from "../../core/decision";
import type { DnsRecord, DomainState, Guidance, ViewerCertificate } from "../../core/outputs";
import type { Report } from "../../core/report";
import { type Bag, optional, type Reader, type Reading, together } from "../reading";
import { dictionary, flag, list, members, number, text, textAs } from "./members";

const guidance = members<Guidance>({
  code: text,
  severity: textAs<Guidance["severity"]>(),
  actor: textAs<Guidance["actor"]>(),
  domains: list(text),
  happening: text,
  todo: text,
  next: text,
  commands: list(text),
  records: list(text),
});

const domain = members<DomainState>({
  name: text,
  displayName: text,
  attachment: textAs<DomainState["attachment"]>(),
  traffic: textAs<DomainState["traffic"]>(),
  guidance,
});

const dnsRecord = members<DnsRecord>({
  key: text,
  purpose: textAs<DnsRecord["purpose"]>(),
  type: textAs<DnsRecord["type"]>(),
  name: text,
  host: text,
  zone: text,
  value: text,
  ttl: number,
  domains: list(text),
  state: textAs<DnsRecord["state"]>(),
  action: textAs<DnsRecord["action"]>(),
  publishedBy: textAs<DnsRecord["publishedBy"]>(),
});

/** An output that is absent was not known. */
const unknowable = optional(text, null);
const maybe = <T>(read: Reader<T>): Reader<T | undefined> => optional(read, undefined);

const viewerCertificate = members<ViewerCertificate>({
  cloudfrontDefaultCertificate: maybe(flag),
  acmCertificateArn: maybe(text),
  sslSupportMethod: maybe(textAs<"sni-only">()),
  minimumProtocolVersion: maybe(text),
});

export const causes = list(
  members<Cause>({ code: text, domains: list(textAs()), params: dictionary(text), records: list(text) }),
);

/** Of a report all but the causes, which are not shown. */
type Said = Omit<Report, "causes">;

const SAID: { [output in keyof Said]: Reader<Said[output]> } = {
  status: textAs<Said["status"]>(),
  reached: textAs<Said["reached"]>(),
  settled: flag,
  actionRequired: flag,
  guidance: list(guidance),
  domains: list(domain),
  dnsRecords: list(dnsRecord),
  certificateArn: unknowable,
  certificateExpiry: unknowable,
  distributionId: unknowable,
  distributionArn: unknowable,
  distributionDomainName: unknowable,
  accountId: text,
  aliases: list(text),
  viewerCertificate,
};

/** Out of all outputs of a group. */
export function said(outputs: Bag): Reading<Said> {
  const read = Object.entries<Reader<unknown>>(SAID).map(([name, reader]) => [name, reader(outputs[name])]);
  return together<Said>(Object.fromEntries(read), (name) => `.${name}`);
}
