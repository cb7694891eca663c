/** Promise 3: what is not the group's is never touched. Everything of that kind is noted, and compared at every call. */

import { ACCOUNT } from "../world";
import type { LifeWorld } from "./world";
import { OTHER_ACCOUNT } from "./world";

export interface Foreign {
  /** Whatever changed since the last look was not done by those who may. */
  look(occasion: string): void;
  /** Others change their things: nothing is said of that. */
  byOthers(change: () => void): void;
}

type Facts = Map<string, string>;

/** What the program lets its groups do to what is not theirs. */
export interface Leave {
  /** Add to the CAA set of this name what lets Amazon issue. */
  extendsCaa(name: string): boolean;
  /** Take this alias from this distribution. */
  takes(alias: string, id: string): boolean;
}

const NO_LEAVE: Leave = { extendsCaa: () => false, takes: () => false };

export function createForeign(world: LifeWorld, broken: (problem: string) => void, leave = NO_LEAVE): Foreign {
  const strangers = new Set(world.simulator.acm.snapshot().map(({ arn }) => arn));
  let known = factsOf(world, strangers);

  function look(occasion: string): void {
    const seen = factsOf(world, strangers);
    for (const key of new Set([...known.keys(), ...seen.keys()])) {
      const before = known.get(key);
      const after = seen.get(key);
      if (before !== after && !isGranted(leave, key, before, after))
        broken(`${key} was ${before ?? "not there"} and is ${after ?? "gone"} (${occasion})`);
    }
    known = seen;
  }

  return {
    look,
    byOthers: (change) => {
      look("before somebody else acted");
      change();
      known = factsOf(world, strangers);
    },
  };
}

/** A CAA set keeps all that it has, a name that is taken goes whole. */
function isGranted(leave: Leave, key: string, before: string | undefined, after: string | undefined): boolean {
  const [, alias, id] = /^alias (\S+) of (\S+)$/.exec(key) ?? [];
  if (alias !== undefined && id !== undefined) return after === undefined && leave.takes(alias, id);
  const [, name] = /^record \S+ (\S+) CAA$/.exec(key) ?? [];
  if (name === undefined || before === undefined || after?.startsWith(`${before} `) !== true) return false;
  return leave.extendsCaa(name) && /^( 0 issue(wild)? "amazon\.com")+$/.test(after.slice(before.length));
}

function factsOf(world: LifeWorld, strangers: ReadonlySet<string>): Facts {
  return new Map([
    ...certificates(world, strangers),
    ...distributions(world),
    ...ownedNames(world),
    ...records(world, strangers),
  ]);
}

/** Of strangers, and all of the other account. */
function certificates({ simulator }: LifeWorld, strangers: ReadonlySet<string>): [string, string][] {
  return simulator.acm
    .snapshot()
    .filter(({ arn, account }) => strangers.has(arn) || account !== ACCOUNT)
    .map(({ arn, tags }) => [`certificate ${arn}`, JSON.stringify(tags)]);
}

/** Made by a group of this account. */
export const isMade = ({ callerReference, account }: { callerReference: string; account: string }): boolean =>
  callerReference.startsWith("dg-") && account === ACCOUNT;

/** Each for itself: a group may be given leave to take one. */
function ownedNames({ simulator, owners }: LifeWorld): [string, string][] {
  const owning = simulator.cloudfront.snapshot().filter(({ id }) => owners.has(id));
  return owning.flatMap(({ id, aliases }) =>
    aliases.map((alias): [string, string] => [`alias ${alias} of ${id}`, "there"]),
  );
}

/** On those of the program, aliases and viewer certificate are the groups'. */
function distributions(world: LifeWorld): [string, string][] {
  const { simulator, places, foreignAlias, owners } = world;
  return simulator.cloudfront
    .snapshot()
    .filter((each) => !isMade(each))
    .map(({ id, etag, status, tags, aliases, certificateArn, enabled }) => {
      const isPlace = places.some((place) => place.id === id);
      const named = owners.has(id) ? [] : aliases;
      const own = isPlace ? aliases.filter((alias) => alias === foreignAlias) : [...named, certificateArn];
      const isThere = status !== "Deleted";
      return [`distribution ${id}`, JSON.stringify([isThere, enabled, tags, own, isThere && rest(world, id, etag)])];
    });
}

/** By the ETag of the configuration: reading one costs more than all the rest. */
const rests = new WeakMap<LifeWorld["simulator"], Map<string, string>>();

/** All other members of its configuration, as they were written last. */
function rest(world: LifeWorld, id: string, etag: string): string {
  const known = rests.get(world.simulator) ?? new Map<string, string>();
  rests.set(world.simulator, known);
  const text = known.get(`${id} ${etag}`) ?? readRest(world, id);
  known.set(`${id} ${etag}`, text);
  return text;
}

function readRest({ simulator, clock }: LifeWorld, id: string): string {
  const { cloudfront } = simulator;
  const request = { method: "GET", path: `/2020-05-31/distribution/${id}/config`, query: {}, headers: {}, body: "" };
  const account = cloudfront.snapshot().find((each) => each.id === id)?.account ?? "";
  const caller = { account, region: "us-east-1", principal: "", requestId: "", stale: false };
  const answer = clock.peek(clock.now() + LATER, () => cloudfront.handle("GetDistributionConfig", request, caller));
  if (answer instanceof Promise) throw new Error("CloudFront answers at once");
  return answer.body.replace(/<Aliases>.*?<\/Aliases>|<ViewerCertificate>.*?<\/ViewerCertificate>/gs, "");
}

/** Reads have caught up with the last write by then. */
const LATER = 24 * 3600 * 1000;

function records({ simulator }: LifeWorld, strangers: ReadonlySet<string>): [string, string][] {
  const certificates = simulator.acm.snapshot();
  const needed = new Set(
    certificates.filter(({ arn }) => strangers.has(arn)).flatMap((each) => each.records.map(({ name }) => name)),
  );
  return simulator.route53
    .snapshot()
    .flatMap((zone) =>
      zone.records
        .filter((record) => zone.account === OTHER_ACCOUNT || needed.has(record.name) || !isOfGroups(record))
        .map(({ name, type, values }): [string, string] => [`record ${zone.id} ${name} ${type}`, values.join(" ")]),
    );
}

/** Validation records, and records that lead to a distribution. */
function isOfGroups({ name, type, values }: { name: string; type: string; values: readonly string[] }): boolean {
  // A plain record leads to a distribution for as long as CloudFront does not let an alias record do so.
  if (type === "CNAME" && values.every((value) => /^d[a-z0-9]+\.cloudfront\.net/.test(value))) return true;
  if (type === "CNAME") return name.startsWith("_") && values.every((value) => value.includes("acm-validations.aws"));
  return (
    (type === "A" || type === "AAAA" || type === "HTTPS") &&
    values.every((value) => /^ALIAS d[a-z0-9]+\.cloudfront\.net/.test(value))
  );
}
