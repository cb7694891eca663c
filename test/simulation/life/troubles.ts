/** What comes and stays until somebody takes it back: broken DNS, CAA sets that forbid, owners of names in CloudFront. */
import { CAA_TROUBLES, type CaaTroubleKind } from "./caa-troubles";
import { DNS_TROUBLES, type DnsTroubleKind } from "./dns-troubles";
import { OWNER_TROUBLES, type OwnerTroubleKind } from "./owner-troubles";
import type { Args } from "./program";
import type { Planned, Trouble } from "./trouble";
import type { LifeWorld } from "./world";

export type TroubleKind = DnsTroubleKind | CaaTroubleKind | OwnerTroubleKind;

const TROUBLES: { [kind in TroubleKind]: Planned } = { ...DNS_TROUBLES, ...CAA_TROUBLES, ...OWNER_TROUBLES };

/** Each family comes as often as the others. */
export const TROUBLE_FAMILIES = [DNS_TROUBLES, CAA_TROUBLES, OWNER_TROUBLES].map(
  (family) => Object.keys(family) as TroubleKind[],
);

export interface Troubles {
  begin(id: number, kind: TroubleKind, pick: number): void;
  /** `id`: of the command that began it; nothing happens where it did not. */
  end(id: number): void;
  /** All but those that groups can cope with. */
  endAll(isLeft?: (trouble: Pick<Trouble, "extendable">) => boolean): void;
  /**
   * Whoever has asked DNS since then has heard what stands in it now: nothing has changed, and nothing is or was broken for as long as resolvers keep
   * what they heard.
   */
  isReadable(since: number): boolean;
}

/** Resolvers keep the name servers of a zone for two days (see `apexNs` of the simulator). */
const REMEMBERED = 49 * 3_600_000;

/** Name servers take a change within a minute. */
const SPREADS = 60_000;

interface Active extends Trouble {
  id: number;
  end(): void;
}

export function createTroubles(world: LifeWorld, groups: () => Args[]): Troubles {
  const { clock } = world;
  let active: Active[] = [];
  let soundFrom = Number.NEGATIVE_INFINITY;
  let changedAt = Number.NEGATIVE_INFINITY;

  function over(ended: Active[]): void {
    for (const { end, isOfDns } of ended) {
      end();
      changedAt = clock.now();
      if (isOfDns) soundFrom = clock.now() + REMEMBERED;
    }
    active = active.filter((each) => !ended.includes(each));
  }

  return {
    begin(id, kind, pick) {
      const trouble = TROUBLES[kind]({ world, groups: groups(), pick });
      if (trouble === undefined || active.some(({ target }) => target === trouble.target)) return;
      active.push({ ...trouble, id, end: trouble.begin() });
      changedAt = clock.now();
    },
    end: (id) => over(active.filter((each) => each.id === id)),
    endAll: (isLeft = () => false) => over(active.filter((each) => !isLeft(each))),
    isReadable: (since) =>
      changedAt + SPREADS < since && clock.now() >= soundFrom && !active.some(({ isOfDns }) => isOfDns),
  };
}
