/** Distributions that no group has, with names that groups want: of the account, and of another one. */
import type { DistributionSnapshot } from "../../simulator/cloudfront/snapshot";
import type { CertificateFacts } from "../../simulator/contracts";
import type { Foreign } from "../life/foreign";
import { type LifeWorld, OTHER_ACCOUNT, portsOf } from "../life/world";
import { ownCertificate } from "../story";
import { ACCESS_KEY, ACCOUNT } from "../world";
import type { Rival } from "./scenario";

export interface Contender extends Rival {
  id: string;
}

/** Each serves its names. */
export async function createRivals(world: LifeWorld, rivals: Rival[]): Promise<Contender[]> {
  const created: Contender[] = [];
  for (const rival of rivals) {
    const { id, domainName } = rival.isOurs ? await createOurs(world, rival) : createTheirs(world, rival);
    created.push({ ...rival, id });
    const [name = ""] = rival.wanted;
    if (rival.isLedTo) {
      const zoneId = world.zoneIds.get("example.com") ?? "";
      world.simulator.route53.putRecord(zoneId, { name, type: "CNAME", ttl: 300, values: [domainName] });
    }
  }
  return created;
}

const namesOf = ({ wanted, kept }: Rival): string[] => [...wanted, ...kept];

async function createOurs(world: LifeWorld, rival: Rival): Promise<{ id: string; domainName: string }> {
  const { simulator, zoneIds } = world;
  const zoneId = zoneIds.get("example.com") ?? "";
  const ports = portsOf(world, ACCESS_KEY);
  const certificateArn = await ownCertificate({ simulator, zoneId, said: [], ports }, ...namesOf(rival));
  return simulator.cloudfront.createDirect({ account: ACCOUNT, aliases: namesOf(rival), certificateArn });
}

const YEAR = 365 * 24 * 3_600_000;

function createTheirs({ simulator, clock }: LifeWorld, rival: Rival): { id: string; domainName: string } {
  const names = namesOf(rival);
  const dates = { notBefore: clock.now() - YEAR, notAfter: clock.now() + YEAR };
  const certificate: CertificateFacts = { id: "theirs", serial: "01", names, keyAlgorithm: "EC_prime256v1", ...dates };
  const { isEnabled: enabled } = rival;
  return simulator.cloudfront.createDirect({ account: OTHER_ACCOUNT, aliases: names, certificate, enabled });
}

/** The distributions without what rivals may lose. */
export function restOf({ simulator }: LifeWorld, rivals: Contender[]): DistributionSnapshot[] {
  return simulator.cloudfront.snapshot().map((each) => {
    const { wanted = [] } = rivals.find(({ id }) => id === each.id) ?? {};
    return { ...each, aliases: each.aliases.filter((alias) => !wanted.includes(alias)) };
  });
}

/** The world without that, and without what proves to CloudFront that it may: all else is nobody's to touch. */
export function withoutWanted(world: LifeWorld, rivals: Contender[]): LifeWorld {
  const { cloudfront, route53 } = world.simulator;
  const isProof = ({ name, type, values }: { name: string; type: string; values: readonly string[] }): boolean =>
    type === "TXT" && name.startsWith("_") && values.every((value) => value.endsWith('.cloudfront.net"'));
  const simulator = {
    ...world.simulator,
    cloudfront: { ...cloudfront, snapshot: () => restOf(world, rivals) },
    route53: {
      ...route53,
      snapshot: () =>
        route53.snapshot().map((zone) => ({ ...zone, records: zone.records.filter((record) => !isProof(record)) })),
    },
  };
  return { ...world, simulator };
}

/** Owners of another account do what the group says is in its way. Gives the names that they serve no more; `undefined`: there was nothing to do. */
export function giveWay(
  { simulator, zoneIds }: LifeWorld,
  rivals: Contender[],
  codes: string[],
  foreign: Foreign,
): string[] | undefined {
  const ways = rivals.filter(({ isOurs }) => !isOurs).flatMap((rival) => wayOf(simulator, rival, codes));
  if (ways.length === 0) return undefined;
  foreign.byOthers(() => {
    for (const { id, edit, ends } of ways) {
      simulator.cloudfront.editDirect(id, edit);
      for (const name of ends) simulator.route53.removeRecord(zoneIds.get("example.com") ?? "", name, "CNAME");
    }
  });
  return ways.flatMap(({ ends }) => ends);
}

interface Way {
  id: string;
  edit: Parameters<LifeWorld["simulator"]["cloudfront"]["editDirect"]>[1];
  /** What it serves no more. */
  ends: string[];
}

function wayOf({ cloudfront }: LifeWorld["simulator"], rival: Contender, codes: string[]): Way[] {
  const { id, wanted, kept } = rival;
  const now = cloudfront.snapshot().find((each) => each.id === id);
  if (now === undefined || !now.aliases.some((alias) => wanted.includes(alias))) return [];
  if (codes.includes("ALIAS_TAKEN_ELSEWHERE")) return [{ id, edit: { aliases: kept }, ends: wanted }];
  const isInTheWay = codes.includes("ALIAS_MOVE_NEEDS_DISABLED") && now.enabled;
  return isInTheWay ? [{ id, edit: { enabled: false }, ends: namesOf(rival) }] : [];
}
