/** Alias names, most specific first, that serve a host name. A wildcard alias matches any depth, but not its own parent. */
export function aliasesFor(hostName: string): string[] {
  const labels = hostName.toLowerCase().replace(/\.$/, "").split(".");
  const wildcards = labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join(".")}`);
  return [labels.join("."), ...wildcards];
}

/** A certificate's name covers an alias: the same name, or a wildcard at exactly its level (RFC 9525, section 6.3). */
export function covers(certificateName: string, alias: string): boolean {
  if (certificateName === alias) {
    return true;
  }
  const parent = alias.slice(alias.indexOf(".") + 1);
  return !alias.startsWith("*.") && certificateName === `*.${parent}`;
}

const LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
const ALIAS = new RegExp(`^(\\*\\.)?(${LABEL}\\.)+${LABEL}$`);

/** Lower case; `*` only as the whole first label (CloudFront Developer Guide, "Requirements for alternate domain names"). */
export function isAliasName(alias: string): boolean {
  return alias.length <= 253 && ALIAS.test(alias);
}
