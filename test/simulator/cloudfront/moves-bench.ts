import {
  AssociateAliasCommand,
  type DistributionConfig,
  UpdateDomainAssociationCommand,
} from "@aws-sdk/client-cloudfront";
import type { SimulatorOptions } from "../simulator";
import { acmCertificate, aliasList, type CloudFrontBench, type Created, cloudFrontBench } from "./bench";

export const WWW = "www.example.com";

/** The CloudFront bench, with a certificate for `example.com` and all names one level below it. */
export interface MovesBench extends CloudFrontBench {
  /** A new distribution with the certificate. */
  having(...aliases: string[]): Promise<Created>;
  /** The certificate and aliases, for an update. */
  withAliases(...aliases: string[]): Partial<DistributionConfig>;
  associate(target: string, alias?: string): Promise<void>;
  /** UpdateDomainAssociation. Gives the target's new ETag. */
  updateDomain(target: string, more?: { alias?: string; ifMatch?: string }): Promise<string>;
  /** By the last write. */
  aliasesOf(id: string): readonly string[] | undefined;
  publishText(name: string, value: string): void;
}

export async function movesBench(options: Partial<SimulatorOptions> = {}): Promise<MovesBench> {
  const bench = cloudFrontBench(options);
  const { dns, world, cloudfront } = bench.simulator;
  const ViewerCertificate = acmCertificate(await bench.certificate(["example.com", "*.example.com"]));
  const withAliases = (...aliases: string[]) => ({ ViewerCertificate, Aliases: aliasList(...aliases) });
  return {
    ...bench,
    withAliases,
    having: (...aliases) => bench.create(withAliases(...aliases)),
    associate: async (TargetDistributionId, Alias = WWW) => {
      await bench.cloudFront.send(new AssociateAliasCommand({ TargetDistributionId, Alias }));
    },
    updateDomain: async (DistributionId, { alias = WWW, ifMatch } = {}) => {
      const { ETag = "" } = await bench.cloudFront.send(
        new UpdateDomainAssociationCommand({ Domain: alias, TargetResource: { DistributionId }, IfMatch: ifMatch }),
      );
      return ETag;
    },
    aliasesOf: (id) => cloudfront.snapshot().find((each) => each.id === id)?.aliases,
    publishText: (name, value) => {
      dns.setRecord("Z1", name, "TXT", { name, type: "TXT", ttl: 60, values: [`"${value}"`] }, world.clock.now());
    },
  };
}
