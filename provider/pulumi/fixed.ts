/** What an existing group keeps: its names, its distribution, how its records are published, its certificate's kind, its identity. */
import * as read from "./argument-readers";
import { type Bag, containsUnknown, isBag, known, mapped, optional, type Problem, type Reading, show } from "./reading";
import { readNames } from "./wish";

/** How each is read, so that another order or spelling is no change. */
const FIXED: { path: string; reading: (inputs: Bag) => Reading<unknown> }[] = [
  {
    path: ".primaryDomain, alternativeDomains",
    reading: (inputs) =>
      mapped(
        () => readNames(inputs),
        (names) => [...names].sort(),
      )(null),
  },
  {
    path: ".distribution",
    reading: ({ distribution }) => known(isBag(distribution) ? distribution["id"] : distribution),
  },
  { path: ".dns", reading: ({ dns }) => optional(read.dns, { kind: "external" })(dns) },
  { path: ".keyAlgorithm", reading: ({ keyAlgorithm }) => known(keyAlgorithm ?? "RSA_2048") },
  { path: ".minimumProtocolVersion", reading: ({ minimumProtocolVersion }) => known(minimumProtocolVersion ?? null) },
  { path: ".groupId", reading: ({ groupId }) => known(groupId) },
];

const WAY_OUT =
  "an existing group keeps it for now: put the old value back, or destroy the group and make it anew (its domains are not served in between)";

/** `olds`: the inputs of the last update; empty before the first. Values that only the update will know are judged there. */
export function changesOfWhatIsFixed(olds: Bag, news: Bag): Problem[] {
  if (Object.keys(olds).length === 0) return [];
  return FIXED.flatMap(({ path, reading }): Problem[] => {
    const before = reading(olds);
    const after = reading(news);
    if (before.kind !== "known" || after.kind !== "known" || containsUnknown(after.value)) return [];
    if (JSON.stringify(before.value) === JSON.stringify(after.value)) return [];
    return [{ path, got: `${show(after.value)}, before ${show(before.value)}`, rule: WAY_OUT }];
  });
}
