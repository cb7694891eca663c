/** Calls the program's callback, once a record, and keeps what it gives. */
import * as pulumi from "@pulumi/pulumi";
import type { PublishRecord, RecordToPublish } from "./dns-args";

export interface Publisher {
  publish(record: RecordToPublish, opts: pulumi.CustomResourceOptions): void;
  /** All so far. */
  resources(): pulumi.Resource[];
  /** Of the records that have resources. */
  keys(): string[];
}

interface Made {
  record: RecordToPublish;
  resource: pulumi.Resource;
}

/** `group`: its name in the program, for messages. */
export function createPublisher(group: string, callback: PublishRecord): Publisher {
  const made: Made[] = [];
  return {
    publish: (record, opts) => {
      for (const resource of resourcesOf(group, record, () => callback(record, opts))) {
        const double = made.find((other) => other.resource !== resource && haveOneUrn(other.resource, resource));
        if (double !== undefined) throw doubleName(group, double, { record, resource });
        made.push({ record, resource });
      }
    },
    resources: () => made.map(({ resource }) => resource),
    keys: () => [...new Set(made.map(({ record }) => record.key))],
  };
}

function resourcesOf(group: string, { key }: RecordToPublish, call: () => unknown): pulumi.Resource[] {
  const made = called(group, key, call);
  if (made === undefined || made === null) return [];
  return [made].flat().map((resource: unknown) => {
    if (pulumi.Resource.isInstance(resource)) return resource;
    throw new pulumi.RunError(
      `${group}: dns.publish gave ${described(resource)} for the record ${key}: it must return the resource that it makes, a list of them, or undefined where somebody else publishes the record`,
    );
  });
}

function called(group: string, key: string, call: () => unknown): unknown {
  try {
    return call();
  } catch (error) {
    throw new pulumi.RunError(`${group}: dns.publish failed for the record ${key}: ${reasonOf(error)}`);
  }
}

/** With the place in the program, which the stack of a RunError would hide. */
function reasonOf(error: unknown): string {
  if (pulumi.RunError.isInstance(error)) return error.message;
  if (!(error instanceof Error)) return String(error);
  const [, place] = /\n\s+at (.+)/.exec(error.stack ?? "") ?? [];
  return place === undefined ? error.message : `${error.message}, at ${place}`;
}

function described(value: unknown): string {
  if (value instanceof Promise) return "a promise";
  if (pulumi.Output.isInstance(value)) return "an Output";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}

/** What the SDK keeps of a resource that an URN is made of (@pulumi/pulumi resource.ts); all of it is internal there, and may be missing one day. */
type Named = pulumi.Resource & { __pulumiType?: string; __name?: string; __parentResource?: pulumi.Resource };

function haveOneUrn(one: Named, other: Named): boolean {
  return (
    one.__name !== undefined &&
    one.__name === other.__name &&
    one.__pulumiType === other.__pulumiType &&
    one.__parentResource === other.__parentResource
  );
}

function doubleName(group: string, { record: first, resource }: Made, { record: second }: Made): pulumi.RunError {
  const { __pulumiType: type = "", __name: name = "" }: Named = resource;
  const whose = first === second ? `the record ${first.key}` : `the records ${first.key} and ${second.key}`;
  return new pulumi.RunError(
    `${group}: dns.publish gave two resources of the type ${type} with the name "${name}" for ${whose}: each needs its own; record.resourceName is one`,
  );
}
