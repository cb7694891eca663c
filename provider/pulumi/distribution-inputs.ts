/** Distributions, buckets and load balancers of a program arrive as whole resources: of their outputs, those go along that matter. */
import * as pulumi from "@pulumi/pulumi";
import type { DomainGroupArgs } from "./args";
import type { ExistingDistribution, NewDistribution, StaticService, WebService } from "./distribution-args";

/** Anything but a resource or an object is for `check` to judge, as it was written. */
export function distributionInputs(distribution: DomainGroupArgs["distribution"]): unknown {
  if (typeof distribution !== "object" || distribution === null) return distribution;
  if (isNew(distribution)) return given({ id: distribution.id, create: serviceInputs(distribution.create) });
  const { id, domainName, etag } = distribution;
  return given({ id, domainName, etag });
}

/** Whatever it is asked for, an Output has it. */
function isNew(distribution: ExistingDistribution | NewDistribution): distribution is NewDistribution {
  return !pulumi.Output.isInstance(distribution) && distribution.create !== undefined;
}

function serviceInputs(service: StaticService | WebService): unknown {
  if (typeof service !== "object" || service === null) return service;
  return given({ ...service, origin: originInputs(service.origin) });
}

function originInputs(origin: unknown): unknown {
  if (typeof origin !== "object" || origin === null) return origin;
  if (pulumi.Output.isInstance(origin) || origin instanceof Promise) return pulumi.output(origin).apply(originInputs);
  const { bucketRegionalDomainName, dnsName }: { [output: string]: unknown } = { ...origin };
  const known = given({ bucketRegionalDomainName, dnsName });
  if (Object.keys(known).length > 0 || !pulumi.Resource.isInstance(origin)) return known;
  // A resource of another kind: enough to name it.
  return { urn: origin.urn };
}

/** An undefined member can't travel to the engine (google.protobuf.Struct). */
export function given(inputs: pulumi.Inputs): pulumi.Inputs {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
}
