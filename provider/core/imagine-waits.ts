/** What the time of a wait makes of a picture in which all goes well. */
import { caaRecordOf } from "./caa";
import type { Next } from "./decision";
import { deploy, issue } from "./imagine";
import { seenAt } from "./imagine-parts";
import { known } from "./known";
import type { CaaLook, DnsLook, TrafficLook } from "./looks";
import type { Instant, Observed } from "./model";
import { neededValidations } from "./records";
import { EXTENSION } from "./rules/caa";
import { PUBLICATION } from "./rules/certificate";
import { type Input, situationOf } from "./situation";

type Wait = Extract<Next, { kind: "wait" }>;

export const waitedFor = (world: Observed, next: Wait, input: Input, now: Instant): Observed =>
  published(worked(world, next, now), next, input, now);

/** A deployment takes minutes, and ACM may take longer: it is through where it is waited for, and where its records are. */
function worked(world: Observed, { what, parts }: Wait, now: Instant): Observed {
  const isForAcm = what === PUBLICATION || parts.some(({ part }) => part === "certificate" || part === "certificates");
  return isForAcm ? issue(deploy(world), now) : deploy(world);
}

/** Those who were waited for have published the records, or lead the domains here. */
function published(world: Observed, next: Wait, input: Input, now: Instant): Observed {
  const seen = seenAt(now);
  if (next.what === PUBLICATION) return { ...world, dns: seen(everyRecord(input)) };
  if (next.what === EXTENSION) return { ...world, caa: seen(extended(world)) };
  if (next.on !== "you") return world;
  const led = input.desired.domains.map((domain): [string, TrafficLook] => [domain, "POINTING"]);
  return { ...world, traffic: seen(Object.fromEntries(led)) };
}

function everyRecord(input: Input): { [key: string]: DnsLook } {
  const { wanted, served = [] } = situationOf(input) ?? {};
  const looks = neededValidations(served, wanted?.detail).flatMap(({ key, record }): [string, DnsLook][] =>
    record === null ? [] : [[key, { zone: "", servers: { all: { kind: "values", values: [record.value] } } }]],
  );
  return Object.fromEntries(looks);
}

/** As the zones of the account have the sets by now. */
function extended({ caa, recordSets }: Observed): { [name: string]: CaaLook } {
  const setAt = (owner: string) => known(recordSets)?.find(({ name, type }) => name === owner && type === "CAA");
  const looks = Object.entries(known(caa) ?? {}).map(([name, look]): [string, CaaLook] => {
    const set = look.kind === "set" ? setAt(look.owner) : undefined;
    if (look.kind !== "set" || set === undefined) return [name, look];
    return [name, { ...look, records: set.values.flatMap((value) => caaRecordOf(value) ?? []) }];
  });
  return Object.fromEntries(looks);
}
