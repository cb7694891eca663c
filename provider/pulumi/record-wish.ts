/** What the validation record of one domain depends on: the certificate of its group. */
import { bagIn, defaultGroupId, INTERNAL } from "./internal-input";
import { type Bag, mapped, type Reading } from "./reading";
import { readWish, type Wish } from "./wish";

/** All that RequestCertificate depends on, and how AWS is asked. Never the distribution: a record must not wait for it. */
export const ARGUMENTS_OF_A_RECORD = [
  "primaryDomain",
  "alternativeDomains",
  "keyAlgorithm",
  "tags",
  "groupId",
  "resolvers",
  "ports",
  "timeout",
] as const;

/** Every record of a group wants the same, and the same as the group itself: ACM then answers all with one certificate, by the token of the request. */
export function readRecordWish(inputs: Bag): Reading<Wish> {
  const { group, ...internal } = bagIn(inputs[INTERNAL]);
  const wish = readWish({ ...bagIn(group), [INTERNAL]: { ...internal, kind: "group" } });
  return mapped(
    () => wish,
    (known): Wish => ({
      ...known,
      desired: { ...known.desired, distribution: { kind: "program" }, dns: { kind: "publish", keys: [] } },
    }),
  )(null);
}

/** The identity of the group, found as the group itself finds its own. */
export function withGroupId(olds: Bag, news: Bag): Bag {
  const internal = bagIn(news[INTERNAL]);
  const group = bagIn(internal["group"]);
  const before = bagIn(bagIn(olds[INTERNAL])["group"])["groupId"];
  const groupId = group["groupId"] ?? before ?? defaultGroupId(internal);
  return { ...news, [INTERNAL]: { ...internal, group: { ...group, groupId } } };
}
