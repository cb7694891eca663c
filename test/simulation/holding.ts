/** Distributions that have names of a group, and visitors who look at every edge all the time. */
import type { DomainName } from "../../provider/core/domain-name";
import type { Run, RunResult } from "../../provider/reconcile";
import type { CertificateFacts } from "../simulator/contracts";
import { begin, ownCertificate, type Story } from "./story";
import { watch } from "./watch";
import { ACCOUNT } from "./world";

export const STRANGER = "222222222222";
export const NAMES = ["example.com", "www.example.com", "shop.example.com"];
export const WWW = "www.example.com";
export const OLD = "old.example.com";
/** So long CloudFront needs for everything, and resolvers for forgetting. */
export const HALF_AN_HOUR = 1_800_000;

type World = Pick<Story, "simulator">;

export interface Held {
  id: string;
  domainName: string;
}

const YEAR = 365 * 24 * 3_600_000;

function certificateFor(names: string[], now: number): CertificateFacts {
  const dates = { notBefore: now - YEAR, notAfter: now + YEAR };
  return { id: `theirs: ${names}`, serial: "01", names, keyAlgorithm: "EC_prime256v1", ...dates };
}

/** Another account's, with a certificate of its own. */
export function theirs(
  { simulator }: World,
  aliases: string[],
  more: { account?: string; enabled?: boolean } = {},
): Held {
  const certificate = certificateFor(aliases, simulator.world.clock.now());
  return simulator.cloudfront.createDirect({ account: STRANGER, aliases, certificate, ...more });
}

/** One of the account that no group has. */
export async function ours(story: Story, ...aliases: string[]): Promise<Held> {
  const certificateArn = await ownCertificate(story, ...aliases);
  return story.simulator.cloudfront.createDirect({ account: ACCOUNT, aliases, certificateArn });
}

export const found = ({ simulator }: World, { id }: Pick<Held, "id">) =>
  simulator.cloudfront.snapshot().find((each) => each.id === id);
export const aliasesOf = (world: World, held: Pick<Held, "id">): string[] =>
  [...(found(world, held)?.aliases ?? [])].sort();

/** Somebody leads a name somewhere, in the zone of the account. */
export const lead = ({ simulator, zoneId }: Story, name: string, target: string): void =>
  simulator.route53.putRecord(zoneId, { name, type: "CNAME", ttl: 300, values: [target] });

/** Lines of the zone, but for what every zone and every certificate has. */
export const recordsOf = ({ simulator }: World, type: string): string[] =>
  simulator.route53
    .snapshot()
    .flatMap(({ records }) => records)
    .filter((record) => record.type === type && !record.values.some((value) => value.includes("acm-validations")))
    .map(({ name, values }) => `${name} ${values.join(" ")}`)
    .sort();

export const attachments = ({ report }: RunResult): { [name: string]: string } =>
  Object.fromEntries(report.domains.map(({ name, attachment }) => [name, attachment]));

/** In the order in which they came, `""` where AWS did as it was told. That CloudFront does not know a certificate yet is another story. */
export const answersOf = ({ simulator }: World, operation: string): string[] =>
  simulator.history
    .entries()
    .filter((entry) => entry.operation === operation && entry.code !== "InvalidViewerCertificate")
    .map(({ code }) => code ?? "");

/** Calls that would change something, as far as AWS took them. */
export const taken = ({ simulator }: World): string[] =>
  simulator.history
    .entries()
    .filter(({ operation, code }) => !/^(Get|List|Describe)/.test(operation) && code === undefined)
    .map(({ operation }) => operation);

const SECOND = 1000;

/** Every edge is asked for these hosts now, at every call and at every second; whatever is not served with a good certificate is a failure. */
export function visited(story: Story, ...hosts: string[]): { failures: string[] } {
  const { clock } = story.simulator.world;
  const watched = watch(story, ...hosts);
  const { edgeCount } = story.simulator.cloudfront;
  const visit = (): void => {
    for (let edge = 0; edge < edgeCount; edge++) {
      for (const host of hosts) {
        const answer = story.simulator.cloudfront.answer(edge, host);
        const names = answer.kind === "certificate" ? answer.certificate.names : [];
        const isCovered = names.some((name) => name === host || name === host.replace(/^[^.]+/, "*"));
        if (!isCovered) watched.failures.push(`edge ${edge} does not serve ${host} at ${clock.now()}`);
      }
    }
    clock.at(clock.now() + SECOND, visit);
  };
  visit();
  return watched;
}

/** What a run said on its way, each time that it was something else. */
export function listening(): { said: string[]; onProgress: Run["onProgress"] } {
  const said: string[] = [];
  const onProgress: Run["onProgress"] = ({ guidance: [first] }) => {
    if (first !== undefined && said.at(-1) !== first.code) said.push(first.code);
  };
  return { said, onProgress };
}

/** The program says that a name may be taken from another account. */
export function asked(
  seed: string,
  { enabled = false, names = NAMES, taking = [WWW] }: { enabled?: boolean; names?: string[]; taking?: string[] } = {},
  more: Parameters<typeof begin>[2] = {},
): { story: Story; owner: Held } {
  const story = begin(seed, names, more);
  const owner = theirs(story, [...taking, OLD], { enabled });
  takesFrom(story, owner);
  return { story, owner };
}

export const proofIn = ({ report }: RunResult) => report.dnsRecords.find(({ purpose }) => purpose === "ALIAS_PROOF");

export const takesFrom = (story: Story, ...held: Pick<Held, "id">[]): void => {
  story.desired.moveFrom = held.map(({ id }) => id);
};

export const guidanceFor = ({ report }: RunResult, domain: string) =>
  report.domains.find(({ name }) => name === (domain as DomainName))?.guidance;
