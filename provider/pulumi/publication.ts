/**
 * `dns: { publish }`: the records of a group as resources of its program, in the order that keeps every domain served. Validation records, the group,
 * then routing records, which may only lead here when every edge can serve; and the reverse on delete.
 */
import * as pulumi from "@pulumi/pulumi";
import { baseName, type DomainName, isApex, parseDomainNames } from "../core/domain-name";
import { neededValidations, routingKey, VALIDATION_TTL } from "../core/records";
import type { DomainGroupArgs } from "./args";
import type { PublishRecord } from "./dns-args";
import { rememberTarget, rememberValidation } from "./domain-group-record";
import { createPublisher, type Publisher } from "./publisher";

export interface Publication {
  /** Of the records that the program publishes: known when the group is constructed. */
  keys: Promise<string[]>;
  /** Those of the group, behind its validation records. */
  opts: pulumi.CustomResourceOptions;
  /** Publishes what comes after the group. */
  follow(group: Followed): void;
}

type Followed = pulumi.CustomResource & { distributionDomainName: pulumi.Output<string | undefined> };

/** A group that its program publishes records for. */
interface Scene {
  name: string;
  args: DomainGroupArgs;
  opts: pulumi.CustomResourceOptions;
  domains: DomainName[];
  publisher: Publisher;
}

/** Publishes what comes before the group. `undefined`: the program publishes nothing. */
export function publicationOf(
  name: string,
  args: DomainGroupArgs,
  opts: pulumi.CustomResourceOptions,
): Publication | undefined {
  const callback = callbackOf(args);
  if (callback === undefined) return undefined;
  const publisher = createPublisher(name, callback);
  const scene: Scene = { name, args, opts, domains: plainDomains(name, args), publisher };
  const memories = args.certificate ? [] : publishValidations(scene);
  return {
    // A moment later: by then the constructor of the group is through, or has thrown. An input that is rejected would keep a program of the Automation
    // API waiting for ever (`registerResource` in @pulumi/pulumi runtime/resource.ts).
    keys: Promise.resolve().then(() => publisher.keys()),
    // Also on what somebody else publishes: the group goes first on delete.
    opts: { ...opts, dependsOn: [...dependenciesOf(opts), ...memories, ...publisher.resources()] },
    follow: (group) => {
      if (args.distribution) publishRoutes(scene, group);
    },
  };
}

/** What is no function is for `check` to judge. */
function callbackOf({ dns }: DomainGroupArgs): PublishRecord | undefined {
  return typeof dns === "object" && typeof dns?.publish === "function" ? dns.publish : undefined;
}

/** Names that are none are for `check` to judge: there are no records for them. */
function plainDomains(name: string, { primaryDomain, alternativeDomains = [] }: DomainGroupArgs): DomainName[] {
  const plain = <T>(value: pulumi.Input<T>, property: string): T => {
    if (!pulumi.Output.isInstance(value) && !(value instanceof Promise)) return value as T;
    throw new pulumi.RunError(
      `${name}: ${property} must be plain with dns: { publish }, and is an Output or a promise: names of domains are in the names of resources`,
    );
  };
  const primary = plain(primaryDomain, "primaryDomain");
  const alternatives = plain(alternativeDomains, "alternativeDomains") ?? [];
  const names = [alternatives].flat().map((value, index) => plain(value, `alternativeDomains[${index}]`));
  const parsed = parseDomainNames(primary, names);
  return parsed.kind === "ok" ? parsed.names : [];
}

/** Nested lists and promises of lists are fine (`gatherExplicitDependencies` in @pulumi/pulumi runtime/dependsOn.ts). */
function dependenciesOf({ dependsOn }: pulumi.CustomResourceOptions): pulumi.Input<pulumi.Resource>[] {
  return [dependsOn ?? []].flat() as pulumi.Input<pulumi.Resource>[];
}

const family = ({ parent }: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions =>
  parent === undefined ? {} : { parent };

function publishValidations({ name, args, opts, domains, publisher }: Scene): pulumi.Resource[] {
  return neededValidations(domains, undefined).map(({ key, domains: sharers }) => {
    const base = baseName(sharers[0] ?? "");
    const resourceName = `${name}-validation-${base}`;
    const memory = rememberValidation({ name, resourceName, args, opts }, base, {
      ...family(opts),
      dependsOn: dependenciesOf(opts),
    });
    publisher.publish(
      {
        key,
        resourceName,
        purpose: "VALIDATION",
        type: "CNAME",
        ttl: VALIDATION_TTL,
        domains: sharers,
        name: memory.name,
        value: memory.value,
      },
      family(opts),
    );
    return memory;
  });
}

function publishRoutes(scene: Scene, group: Followed): void {
  const { name, opts, domains, publisher } = scene;
  const value = targetOf(scene, group);
  for (const domain of domains) {
    publisher.publish(
      {
        key: routingKey(domain),
        resourceName: `${name}-routing-${domain.replace(/^\*/, "_wildcard")}`,
        purpose: "ROUTING",
        type: isApex(domain, null) ? "ALIAS" : "CNAME",
        ttl: VALIDATION_TTL,
        domains: [domain],
        name: pulumi.output<string>(domain),
        value,
      },
      { ...family(opts), dependsOn: [group] },
    );
  }
}

/** As the program has it, or else remembered: the outputs of a group are unknown in every preview that changes it. */
function targetOf({ name, args, opts }: Scene, group: Followed): pulumi.Output<string> {
  const domainName = args.distribution?.create === undefined ? args.distribution?.domainName : undefined;
  if (domainName === undefined) {
    const origin = { name, resourceName: `${name}-routing`, args, opts };
    return rememberTarget(origin, group.distributionDomainName, family(opts)).value;
  }
  return pulumi.output(domainName).apply((known) => {
    if (known !== undefined) return known.toLowerCase().replace(/\.$/, "");
    throw new pulumi.RunError(`${name}: distribution.domainName has no value: leave it out where it is not known`);
  });
}
