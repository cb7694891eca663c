/** `check`: judges the arguments and puts names into normal form. Runs in every preview and every update, and asks nobody. */
import { parseDomainName } from "../core/domain-name";
import type { Claim, Claims } from "./claims";
import { changesOfWhatIsFixed } from "./fixed";
import { bagIn, defaultGroupId, INTERNAL } from "./internal-input";
import { readNames } from "./names-reader";
import { type Bag, type Problem, UNKNOWN } from "./reading";
import { readWish } from "./wish";

export interface CheckFailure {
  property: "";
  reason: string;
}

export interface Checked {
  inputs: Bag;
  failures: CheckFailure[];
}

/** `olds`: the inputs of the last update; empty before the first. */
export function checkInputs(olds: Bag, news: Bag, claim: Claims): Checked {
  const inputs = normalized({ ...news, groupId: news["groupId"] ?? olds["groupId"] ?? defaultGroupId(news[INTERNAL]) });
  const wish = readWish(inputs);
  const problems =
    wish.kind === "bad" ? wish.problems : [...changesOfWhatIsFixed(olds, inputs), ...claim(claimOf(inputs))];
  return { inputs, failures: problems.map(failureOf) };
}

/** As far as it is known yet. */
function claimOf(inputs: Bag): Claim {
  const names = readNames(inputs);
  const { resource, name } = bagIn(inputs[INTERNAL]);
  const { id } = bagIn(inputs["distribution"]);
  const groupId = inputs["groupId"];
  return {
    resource: String(resource),
    name: String(name),
    groupId: groupId === UNKNOWN ? undefined : String(groupId),
    distribution: id === undefined || id === UNKNOWN ? undefined : String(id),
    domains: names.kind === "known" ? names.value : [],
  };
}

/** The names as DNS has them, in the user's order, each once. What is unknown or wrong stays as it is. */
function normalized(inputs: Bag): Bag {
  const { primaryDomain, alternativeDomains, ...others } = inputs;
  // An undefined member can't travel to the engine (google.protobuf.Struct).
  if (primaryDomain === undefined) return inputs;
  const primary = normalName(primaryDomain);
  if (!Array.isArray(alternativeDomains)) return { ...inputs, primaryDomain: primary };
  const names = alternativeDomains.map(normalName);
  const repeated = (name: unknown, index: number) =>
    name !== UNKNOWN && (name === primary || names.indexOf(name) < index);
  return {
    primaryDomain: primary,
    alternativeDomains: names.filter((name, index) => !repeated(name, index)),
    ...others,
  };
}

function normalName(value: unknown): unknown {
  if (value === UNKNOWN) return value;
  const parsed = parseDomainName(value);
  return parsed.kind === "ok" ? parsed.name : value;
}

/**
 * In the words of the program: what the class moved under the internal key is named as people wrote it. The reason says all; with a `property` the
 * engine would print its value before it, as Go prints maps, and secrets in it too.
 */
export function failureOf({ path, got, rule }: Problem): CheckFailure {
  const argument = path
    .replace(`.${INTERNAL}`, "")
    .replace(/^\.timeouts/, ".customTimeouts")
    .replace(/\.?route53AssumeRole/, ".dns.route53.assumeRole")
    .replace(/^\.aws\.dns/, ".dns")
    .replace(/^\.aws\.assumeRoles\[0\]/, ".aws.assumeRole")
    .replace(/^\.defaultTags/, ".aws:defaultTags")
    .slice(1);
  const value = got === undefined ? "" : `got ${got}: `;
  return { property: "", reason: `${argument === "" ? "" : `${argument}: `}${value}${rule}` };
}
