/** How a distribution is left: what was there before comes back as far as it still can. */
import type { DistributionChange, Step } from "../decision";
import { refusalOf } from "../memory";
import type { DistributionFacts } from "../model";
import { DEFAULT_VIEWER_CERTIFICATE } from "../ownership";
import type { Before } from "../remembered";
import type { Situation } from "../situation";
import { areSame } from "./release";
import { PASSING_REFUSALS } from "./rule";

export const NOTHING_BEFORE: Before = { aliases: [], viewerCertificate: DEFAULT_VIEWER_CERTIFICATE };

/** The step that leaves it; `undefined`: it is left. `going`: the group's aliases, unless they were there before. */
export function stepToLeave<Kind extends "updateDistribution" | "leaveDistribution">(
  kind: Kind,
  distribution: DistributionFacts,
  before: Before,
  going: readonly string[],
  situation: Situation,
): Extract<Step, { kind: Kind }> | undefined;
export function stepToLeave(
  kind: "updateDistribution" | "leaveDistribution",
  distribution: DistributionFacts,
  before: Before,
  going: readonly string[],
  situation: Situation,
): Step | undefined {
  const { id, etag, config } = distribution;
  const steps = waysToLeave(distribution, before, going).map((change) => ({ kind, id, etag, config, change }) as const);
  const open = steps.find((step) => !isClosed(situation, step)) ?? steps.at(-1);
  return open === undefined || isInPlace(distribution, open.change) ? undefined : open;
}

/** Else the default certificate; else the certificate stays with the aliases that need it. */
function waysToLeave(
  { aliases, viewerCertificate }: DistributionFacts,
  before: Before,
  going: readonly string[],
): DistributionChange[] {
  const stay = aliases.filter((alias) => !going.includes(alias) || before.aliases.includes(alias));
  const restored = { aliases: stay, viewerCertificate: before.viewerCertificate };
  const bare = { aliases: [], viewerCertificate: DEFAULT_VIEWER_CERTIFICATE };
  const kept = { aliases: stay, viewerCertificate };
  if (stay.length === 0) return before.viewerCertificate.source === "default" ? [bare] : [restored, bare];
  return before.viewerCertificate.source === "default" ? [kept] : [restored, kept];
}

/** Refused for good, or the certificate from before is of no use any more: a deployment in progress closes nothing. */
function isClosed({ memory }: Situation, step: Step): boolean {
  const refusal = refusalOf(memory, step);
  if (refusal === undefined || !refusal.permanent) return false;
  return refusal.trouble.code === "InvalidViewerCertificate" || !PASSING_REFUSALS.has(refusal.trouble.code);
}

const isInPlace = (distribution: DistributionFacts, change: DistributionChange): boolean =>
  distribution.viewerCertificate.id === change.viewerCertificate.id && areSame(distribution.aliases, change.aliases);
