/** From the arguments of a program to the inputs of its resource. */
import * as pulumi from "@pulumi/pulumi";
import type { DomainName } from "../core/domain-name";
import type { DomainGroupArgs } from "./args";
import { distributionInputs, given } from "./distribution-inputs";
import { wantedElsewhere } from "./elsewhere";
import { INTERNAL, type ResourceKind } from "./internal-input";
import { awsSettings, defaultTags } from "./stack-config";

/** `module/type` of the resources; with the SDK's prefix they are in every URN, for ever. */
export const MODULE = "domain-group";
export const TYPE = "DomainGroup";
export const RECORD_TYPE = "DomainGroupRecord";

/**
 * What people wrote stands under their own names, so that previews show it; all else goes under one key that the display hides. `published`: the keys of
 * the records that resources of the program publish. `names`: as far as they are known before the engine has run.
 */
export function programInputs(
  name: string,
  args: DomainGroupArgs,
  opts: pulumi.CustomResourceOptions,
  published: Promise<string[]> | undefined,
  names: DomainName[] | undefined,
): pulumi.Inputs {
  const { distribution, certificate, dns, aws: _hidden, ...others } = args;
  return given({
    ...others,
    distribution: distributionInputs(distribution),
    // An ACM certificate of the program arrives as a whole resource.
    certificate: typeof certificate === "object" && certificate !== null ? { arn: certificate.arn } : certificate,
    dns: dnsInputs(dns, published),
    [INTERNAL]: {
      ...internalInputs("group", TYPE, { name, resourceName: name, args, opts }),
      // Who attaches by itself takes nothing over: what such a group wants, another one does not keep for it.
      elsewhere: wantedElsewhere(distribution === undefined ? [] : (names ?? [])),
    },
  });
}

export interface Origin {
  /** Of the group. */
  name: string;
  resourceName: string;
  args: DomainGroupArgs;
  opts: pulumi.CustomResourceOptions;
}

export function internalInputs(
  kind: ResourceKind,
  type: string,
  { name, resourceName, args, opts }: Origin,
): pulumi.Inputs {
  const { aws, dns } = args;
  return given({
    kind,
    name,
    resource: urnOf(type, resourceName, opts.parent),
    organization: organization(),
    project: pulumi.getProject(),
    stack: pulumi.getStack(),
    timeouts: opts.customTimeouts ?? {},
    aws: awsSettings(aws),
    route53AssumeRole: isRoute53(dns) ? dns.route53.assumeRole : undefined,
    defaultTags: defaultTags(),
  });
}

type DnsArgs = DomainGroupArgs["dns"];

const isRoute53 = (dns: DnsArgs): dns is Extract<DnsArgs, { route53: object }> =>
  typeof dns === "object" && typeof dns?.route53 === "object" && dns.route53 !== null;

function dnsInputs(dns: DnsArgs, published: Promise<string[]> | undefined): unknown {
  if (published !== undefined) return { ...(typeof dns === "object" ? dns : {}), publish: published };
  if (!isRoute53(dns)) return dns;
  const { assumeRole: _hidden, ...route53 } = dns.route53;
  return { ...dns, route53 };
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

/**
 * As a promise: an output would carry the parent as a dependency, and a group that depends on its component waits for its own siblings
 * (`getAllTransitivelyReferencedResourceURNs` in @pulumi/pulumi runtime/dependsOn.ts).
 */
function urnOf(type: string, name: string, parent: pulumi.Resource | undefined): Promise<string> {
  const urn = pulumi.createUrn(name, `pulumi-nodejs:dynamic/${MODULE}:${type}`, parent);
  return new Promise((resolve) => {
    urn.apply(resolve);
  });
}
