/** Programs that attach, and what is known of who has a name of theirs. */
import { emptyMemory } from "../../provider/core/memory";
import type { DistributionFacts, Holder, Observed } from "../../provider/core/model";
import { TAG } from "../../provider/core/ownership";
import type { Input } from "../../provider/core/situation";
import { noteTag } from "../../provider/core/temporary";
import {
  attached,
  certificate,
  distribution,
  INCARNATION,
  input,
  known,
  MINUTE,
  NOW,
  ownTags,
  trouble,
  unknown,
} from "./gen";
import { validationRecords } from "./table";

export const WWW = "www.example.com";
export const THERE = { kind: "alias", target: "d999.cloudfront.net", ttl: 300 } as const;
export const led = (target: string = THERE.target) => known({ [WWW]: { ...THERE, target } });
export const unseen = known({ [WWW]: { kind: "unknown" } as const });
export const noted = (isOpen: boolean, attempt = 1, free = "") =>
  known([certificate("a", {}, { ...ownTags(), ...noteTag({ isOpen, attempt, free }) })]);
export const answer = { conflicts: [], lead: THERE, proof: null };
export const denied = unknown({ passing: false, reason: "FORBIDDEN" });
export const unheard = { ...known({}), unheard: { [WWW]: trouble({ passing: false, reason: "REFUSED" }) } };
export const forAWhile = {
  ...emptyMemory(NOW - 10 * MINUTE),
  waits: { "other temporary distributions": NOW - 10_000 },
};

export function asking(observed: Partial<Observed> = {}, more: Partial<Input> = {}): Input {
  const desired = { ...input().desired, distribution: { kind: "program" } } as const;
  const picture = {
    distribution: known(null),
    certificates: known([certificate("a")]),
    recordSets: known(validationRecords),
  };
  const seen = { leads: led(), holders: known([]) };
  return input({ ...picture, ...seen, ...observed }, { desired, ...more });
}

export const ASKER = {
  kind: "there",
  distribution: attached("a", { id: "E9", aliases: [], enabled: false }),
  tags: { [TAG.incarnation]: INCARNATION },
} as const;
export const asker = (more: Partial<DistributionFacts> = {}) =>
  known({ ...ASKER, distribution: { ...ASKER.distribution, ...more } });

export const holder = (more: Partial<Holder>): Holder => {
  const { id, arn, domainName, httpVersion, enabled, deployed } = distribution();
  return {
    id,
    arn,
    domainName,
    httpVersion,
    enabled,
    deployed,
    comment: "",
    aliases: [],
    certificateArn: null,
    tags: null,
    ...more,
  };
};

/** The program's own distribution has the certificate by now. */
export const ownAsker = { holders: known([holder({ certificateArn: certificate("a").arn })]) };

export const told = (ago: number, attempt = 1) => known({ kind: "told", id: "E9", attempt, since: NOW - ago } as const);

export function without(world: Input, part: keyof Observed): Input {
  const observed = Object.fromEntries(Object.entries(world.observed).filter(([name]) => name !== part));
  return { ...world, observed };
}

export function brought(): Input {
  const { arn } = certificate("a");
  const world = asking();
  return { ...world, desired: { ...world.desired, certificate: arn } };
}
