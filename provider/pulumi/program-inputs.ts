/** From the arguments of a program to the inputs of its resource. */
import * as pulumi from "@pulumi/pulumi";
import type { DomainGroupArgs, ExistingDistribution } from "./args";
import { awsSettings, defaultTags } from "./stack-config";
import { INTERNAL } from "./wish";

/** `module/type` of the resource; with the SDK's prefix it is in every URN, for ever. */
export const MODULE = "domain-group";
export const TYPE = "DomainGroup";

/** What people wrote stands under their own names, so that previews show it; all else goes under one key that the display hides. */
export function programInputs(name: string, args: DomainGroupArgs, opts: pulumi.CustomResourceOptions): pulumi.Inputs {
  const { distribution, aws, ...others } = args;
  return present({
    ...others,
    distribution: distributionInputs(distribution),
    [INTERNAL]: {
      kind: "group",
      name,
      resource: urnOf(name, opts.parent),
      organization: organization(),
      project: pulumi.getProject(),
      stack: pulumi.getStack(),
      timeouts: opts.customTimeouts ?? {},
      aws: awsSettings(aws),
      defaultTags: defaultTags(),
    },
  });
}

/** What the engine says where the backend knows of none; mocks of a unit test need not set one, and then the SDK throws. */
const NO_ORGANIZATION = "organization";

function organization(): string {
  try {
    return pulumi.getOrganization();
  } catch {
    return NO_ORGANIZATION;
  }
}

/** A distribution of the program arrives as a whole resource; three of its outputs matter. */
function distributionInputs(distribution: ExistingDistribution | undefined): pulumi.Inputs | undefined {
  // Anything but a resource or an object is for `check` to judge, as it was written.
  if (typeof distribution !== "object") return distribution;
  const { id, domainName, etag } = distribution;
  return present({ id, domainName, etag });
}

function present(inputs: pulumi.Inputs): pulumi.Inputs {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
}

/**
 * As a promise: an output would carry the parent as a dependency, and a group that depends on its component waits for its own siblings
 * (`getAllTransitivelyReferencedResourceURNs` in @pulumi/pulumi runtime/dependsOn.ts).
 */
function urnOf(name: string, parent: pulumi.Resource | undefined): Promise<string> {
  const urn = pulumi.createUrn(name, `pulumi-nodejs:dynamic/${MODULE}:${TYPE}`, parent);
  return new Promise((resolve) => {
    urn.apply(resolve);
  });
}
