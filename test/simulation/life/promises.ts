/** What may never be, seen from outside: things that nobody knows of, and validation records that are gone while a certificate needs them. */
import { readStored } from "../../../provider/pulumi/stored";
import { caaAllows } from "../../simulator/acm/caa";
import type { CertificateSnapshot } from "../../simulator/acm/controls";
import type { WireRequest } from "../../simulator/contracts";
import type { Simulator } from "../../simulator/simulator";
import { ACCOUNT } from "../world";
import { BALANCER } from "./accidents";
import type { Stack } from "./engine";
import { isMade } from "./foreign";

/** Certificates that groups requested. */
export function madeCertificates({ acm }: Simulator, strangers: ReadonlySet<string>): CertificateSnapshot[] {
  return acm.snapshot().filter(({ arn, account }) => account === ACCOUNT && !strangers.has(arn));
}

export const tagOf = ({ tags }: Pick<CertificateSnapshot, "tags">, key: string): string | undefined =>
  tags.find((tag) => tag.key === `domain-group:${key}`)?.value;

export const madeDistributions = ({ cloudfront }: Simulator) =>
  cloudfront.snapshot().filter((each) => isMade(each) && each.status !== "Deleted");

export const madeAccessControls = ({ cloudfront }: Simulator) =>
  cloudfront.accessControls().filter(({ isDeleted, account }) => account === ACCOUNT && !isDeleted);

/** All that the state knows by its name: ARNs of certificates, ids of distributions and access controls. */
export function knownTo({ resources, replaced }: Stack): Set<string> {
  const names = new Set<string>();
  for (const outputs of [...resources.values(), ...replaced].map((each) => each.outputs)) {
    const memory = readStored(outputs)?.stored.memory;
    for (const { arn } of memory?.requests ?? []) names.add(arn);
    for (const { id } of memory?.formerPlaces ?? []) names.add(id);
    for (const name of [memory?.created?.id, memory?.accessControlId]) if (name) names.add(name);
  }
  return names;
}

/** Promise 5: what was made is in the state, or its tags say whose it is. `excused`: the user took the tags off. */
export function lostThings(
  simulator: Simulator,
  stack: Stack,
  strangers: ReadonlySet<string>,
  excused: ReadonlySet<string>,
): string[] {
  const known = knownTo(stack);
  const isLost = (name: string, id: string | undefined): boolean =>
    !known.has(name) && id === undefined && !excused.has(name);
  return [
    ...madeCertificates(simulator, strangers)
      .filter((each) => isLost(each.arn, tagOf(each, "id")))
      .map(({ arn }) => arn),
    ...madeDistributions(simulator)
      .filter(({ id, tags }) => isLost(id, tags["domain-group:id"]))
      .map(({ id }) => id),
  ].map((name) => `${name} is neither in the state nor tagged`);
}

export interface ValidationWatch {
  look(occasion: string): void;
  /** Others change records: nothing is said of that. */
  forget(): void;
}

/** Promise 7: a record stays for as long as a certificate lists the name, but for those that are on their way off. */
export function watchValidation(
  simulator: Simulator,
  strangers: ReadonlySet<string>,
  broken: (problem: string) => void,
): ValidationWatch {
  let known = validationRecords(simulator);
  return {
    look: (occasion) => {
      const seen = validationRecords(simulator);
      const gone = [...known].filter((name) => !seen.has(name));
      known = seen;
      if (gone.length === 0) return;
      for (const { arn } of needers(simulator, strangers, new Set(gone)))
        broken(`a validation record is gone that ${arn} needs (${occasion})`);
    },
    forget: () => {
      known = validationRecords(simulator);
    },
  };
}

function validationRecords({ route53 }: Simulator): Set<string> {
  return new Set(
    route53
      .snapshot()
      .flatMap(({ records }) => records)
      .filter(({ type, name }) => type === "CNAME" && name.startsWith("_"))
      .map(({ name }) => name),
  );
}

/** Those that serve, and those of others. One of a group that serves nobody is the group's to give up. */
function needers(
  { acm, cloudfront }: Simulator,
  strangers: ReadonlySet<string>,
  names: ReadonlySet<string>,
): CertificateSnapshot[] {
  const serving = new Set(
    cloudfront
      .snapshot()
      .filter(({ status }) => status !== "Deleted")
      .map(({ certificateArn }) => certificateArn),
  );
  return acm
    .snapshot()
    .filter(({ status, account }) => account === ACCOUNT && (status === "ISSUED" || status === "PENDING_VALIDATION"))
    .filter((each) => serving.has(each.arn) || each.inUseBy.includes(BALANCER) || strangers.has(each.arn))
    .filter(({ records }) => records.some((record) => names.has(record.name)));
}

interface AskedFor {
  DomainName?: string;
  SubjectAlternativeNames?: string[];
}

/** Names of a request for which CAA lets nobody but others issue, by a resolver that remembers nothing. */
export function forbiddenIn({ dns, world }: Simulator, { content, body }: WireRequest): string[] {
  const { DomainName = "", SubjectAlternativeNames = [] }: AskedFor = content ?? JSON.parse(body);
  const names = [...new Set([DomainName, ...SubjectAlternativeNames])];
  return names.filter((name) => !caaAllows(dns, `who judges ${name} at ${world.clock.now()}`, name, "pass"));
}
