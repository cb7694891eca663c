/** What an existing group keeps: who attaches, how its records are published, whose its certificate is, its identity. */
import { dns } from "./dns-reader";
import { type Bag, containsUnknown, known, mapped, type Problem, type Reading, show } from "./reading";

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** How each is read, so that another order or spelling is no change. */
const FIXED: { path: string; reading: (inputs: Bag) => Reading<unknown> }[] = [
  // From one distribution to another it moves; whether it or the program attaches is another matter.
  { path: ".distribution", reading: ({ distribution }) => known(isGiven(distribution) ? "one for the group" : "none") },
  {
    path: ".dns",
    // Which records, which zones and by which rules may change.
    reading: (inputs) => mapped(dns, ({ kind }) => kind)(inputs["dns"]),
  },
  // Its ARN may change: a certificate that is brought is renewed by bringing another.
  {
    path: ".certificate",
    reading: ({ certificate }) => known(isGiven(certificate) ? "one of your own" : "the group's"),
  },
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
