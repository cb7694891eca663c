/** What the certificate that an edge presents means for a domain. */
import { coveredBy } from "./domain-name";
import type { EdgeLook } from "./looks";
import type { Instant } from "./model";

export type Served = "served" | "otherCertificate" | "expired" | "untrusted" | "noHandshake" | "unknown";

/**
 * As a browser sees it (RFC 9525, 6; RFC 5280, 6.1), in the order of what to mend first: whose certificate it is, its time, its authority. TLS does not
 * trust one that is out of its time either, so time comes before trust. `undefined`: nobody has looked.
 */
export function servedBy(look: EdgeLook | undefined, domain: string, now: Instant): Served {
  switch (look?.kind) {
    case undefined:
    case "unknown":
      return "unknown";
    case "none":
      return "noHandshake";
    case "certificate":
      if (!coveredBy(look.names, domain)) return "otherCertificate";
      if (now < look.notBefore || now > look.notAfter) return "expired";
      return look.trusted ? "served" : "untrusted";
  }
}
