/** Reads the names of a group. */
import { certificateOrder, type DomainName, parseDomainNames } from "../core/domain-name";
import * as read from "./argument-readers";
import { type Bag, known, type Reading, show, together } from "./reading";

/** All names of a group: primary first, then the user's order, each once. */
export function readNames({ primaryDomain, alternativeDomains }: Bag): Reading<DomainName[]> {
  const readings = {
    primaryDomain: read.domainName(primaryDomain),
    alternativeDomains: read.domainNames(alternativeDomains),
  };
  const given = together<{ primaryDomain: DomainName; alternativeDomains: DomainName[] }>(
    readings,
    (name) => `.${name}`,
  );
  if (given.kind !== "known") return given;
  const parsed = parseDomainNames(given.value.primaryDomain, given.value.alternativeDomains);
  if (parsed.kind === "bad") {
    const problems = parsed.problems.map(({ value, rule }) => ({
      path: ".alternativeDomains",
      got: show(value),
      rule,
    }));
    return { kind: "bad", problems };
  }
  if (certificateOrder(parsed.names).kind === "none") {
    const rule =
      "one name of the group must have at most 64 characters, to be the first name of a certificate (RFC 5280, ub-common-name)";
    return { kind: "bad", problems: [{ path: ".primaryDomain", got: show(parsed.names), rule }] };
  }
  return known(parsed.names);
}
