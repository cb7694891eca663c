/** What a row of the table of pains is made of: a scene in which somebody has it, and all that they are told. */
import type { DnsRecord, Guidance } from "../../../provider/core/outputs";
import type { Bag } from "../../../provider/pulumi/reading";
import { createLaptop, createPlace, groupInputs, type Laptop, type Place } from "../../pulumi/laptop";
import { aliasesOf, found } from "../holding";

export interface Pain {
  /** Completes "what it says when ...", as those who have it would. */
  pain: string;
  /** Where the codes of `says` do not tell: what comes of it. */
  answer?: string;
  /** Where they say so. */
  threads: string;
  scene(): Promise<Seen>;
  /** The output `guidance` in the scene. What each run finds stands in angle brackets. */
  says: Told[];
  /** What happens beside that, and what does not happen any more. */
  and: Facts;
}

/** What a person reads of one thing. */
export type Told = Pick<Guidance, "code" | "actor" | "happening" | "todo" | "next"> & { commands?: string[] };

/** Where all is as it should be. */
export const SERVED: Told = {
  code: "ATTACHED",
  actor: "nobody",
  happening: "Every edge serves example.com, www.example.com with the certificate.",
  todo: "Nothing to do.",
  next: "ACM renews the certificate as long as the validation records stay.",
};

export interface Facts {
  [what: string]: unknown;
}

export interface Seen {
  says: Guidance[];
  and: Facts;
  /** What differs from world to world, by the names that the table has for it. */
  names: { [name: string]: string };
}

/** In one cell of a table: the codes that tell of it. */
export function answerTo({ says, answer }: Pain): string {
  const codes = [...new Set(says.map(({ code }) => code))].filter((code) => code !== "ATTACHED");
  return answer ?? codes.map((code) => `\`${code}\``).join(", ");
}

/** Somebody's stack `dev` with a group `brand`, over a world of its own. */
export interface Scene {
  place: Place;
  laptop: Laptop;
  given: Bag;
}

/** @param about `customTimeouts` and the like: what the class hands to the engine beside the arguments */
export function begin(seed: string, args: Bag = {}, about: Bag = {}): Scene {
  const place = createPlace(seed);
  return { place, laptop: createLaptop(place), given: groupInputs(place, args, about) };
}

export const EXTERNAL: Bag = { dns: "external" };

/** `pulumi up`; `undefined`: it succeeded. */
export const up = ({ laptop, given }: Scene): Promise<string | undefined> => laptop.up(given);

/** The next one of a program with other arguments. */
export function change(scene: Scene, args: Bag): Promise<string | undefined> {
  Object.assign(scene.given, args);
  return up(scene);
}

/** What a `pulumi preview` says. */
export async function preview(scene: Scene): Promise<string[]> {
  scene.laptop.said.length = 0;
  await scene.laptop.changes(scene.given);
  return saidIn(scene);
}

/** Line by line; the steps of a plan are numbered, and no part of a pain. */
export const saidIn = ({ laptop }: Scene): string[] =>
  laptop.said.flatMap((text) => text.split("\n")).filter((line) => !/^ +\d+\. /.test(line));

/** How many whole minutes of the world's time something takes. */
export async function minutes({ place }: Scene, work: () => Promise<unknown>): Promise<number> {
  const { clock } = place.ports;
  const start = clock.now();
  await work();
  return Math.floor((clock.now() - start) / 60_000);
}

/** What a failed `up` gives as its reasons. */
export const reasonsOf = (failure: string | undefined): string[] => failure?.split(" | ").slice(1) ?? [];

const outputsOf = ({ laptop }: Scene): Bag => laptop.state?.outs ?? {};
export const guidanceOf = (scene: Scene): Guidance[] => outputsOf(scene)["guidance"] as Guidance[];
export const codesOf = (scene: Scene): string[] => guidanceOf(scene).map(({ code }) => code);
export const statusOf = (scene: Scene): string => String(outputsOf(scene)["status"]);
export const recordsOf = (scene: Scene): DnsRecord[] => outputsOf(scene)["dnsRecords"] as DnsRecord[];

/** Records as a zone file would have them. */
export const linesOf = (records: DnsRecord[]): string[] =>
  records.map(({ name, type, value }) => `${name} ${type} ${value}`);
export const validationsOf = (scene: Scene): DnsRecord[] =>
  recordsOf(scene).filter(({ purpose }) => purpose === "VALIDATION");

/** How AWS answered these calls, in their order; `""`: as asked. */
export const answersTo = ({ place }: Pick<Scene, "place">, operation: string): string[] =>
  place.simulator.history
    .entries()
    .filter((entry) => entry.operation === operation)
    .map(({ code }) => code ?? "");

/** Somebody publishes a record in the zone of the account. */
export const publish = (
  { place: { simulator, zoneId } }: Pick<Scene, "place">,
  name: string,
  type: "CNAME" | "CAA" | "TXT",
  value: string,
): void => simulator.route53.putRecord(zoneId, { name, type, ttl: 300, values: [value] });

/** What stands in the zone of the account, but for what every zone has. */
export function zoneLines({ place: { simulator } }: Pick<Scene, "place">, zone = "example.com"): string[] {
  const { records = [] } = simulator.route53.snapshot().find(({ name }) => name === zone) ?? {};
  return records
    .filter(({ type }) => type !== "NS" && type !== "SOA")
    .map(({ name, type, values }) => `${name} ${type} ${values.join(" ")}`)
    .sort();
}

export const domainNameOf = (place: Place, id: string): string => found(place, { id })?.domainName ?? "";
export const aliasesAt = (place: Place, id: string): string[] => aliasesOf(place, { id });

/** @param scene whose ids, records and certificate are called by their names in the table */
export function seen(scene: Scene, says: Guidance[], and: Facts, names: Seen["names"] = {}): Seen {
  const { place } = scene;
  const records = validationsOf(scene).flatMap(({ key, name, value }) => {
    const base = key.replace("VALIDATION:", "").replace("*.", "");
    return [
      [`name for ${base}`, name],
      [`value for ${base}`, value],
    ];
  });
  const certificate = outputsOf(scene)["certificateArn"];
  return {
    says,
    and,
    names: {
      distribution: place.distributionId,
      target: domainNameOf(place, place.distributionId),
      ...(typeof certificate === "string" && { certificate }),
      ...Object.fromEntries(records),
      ...names,
    },
  };
}

/** As the table has it: by names in place of what was found. */
export function toldOf({ says, and, names }: Seen): Pick<Pain, "says" | "and"> {
  const told = says.map(({ code, actor, happening, todo, next, commands }): Told => {
    const sentences = { code, actor, happening, todo, next };
    return commands.length === 0 ? sentences : { ...sentences, commands };
  });
  const longestFirst = Object.entries(names).sort(([, one], [, other]) => other.length - one.length);
  const text = longestFirst.reduce(
    (all, [name, found]) => all.replaceAll(JSON.stringify(found).slice(1, -1), `<${name}>`),
    JSON.stringify({ says: told, and }),
  );
  return JSON.parse(text) as Pick<Pain, "says" | "and">;
}
