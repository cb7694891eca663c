import type * as pulumi from "@pulumi/pulumi";
import { DomainGroup, formatRecords } from "pulumi-domain-group";

export interface Site {
  brand: DomainGroup;
  /** For the customer. Empty when there is nothing to do. */
  letter: pulumi.Output<string>;
}

/** A customer's site: the domain itself, and www. */
export function createSite(domain: string, distributionId: string): Site {
  const brand = new DomainGroup("brand", {
    primaryDomain: domain,
    alternativeDomains: [`www.${domain}`],
    distribution: { id: distributionId },
  });
  const letter = brand.dnsRecords.apply((records) => {
    const open = records.filter(({ action }) => action === "PUBLISH" || action === "CORRECT");
    return open.length === 0 ? "" : `Please publish:\n\n${formatRecords(open, "text")}`;
  });
  return { brand, letter };
}
