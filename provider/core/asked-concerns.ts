/** What there is to say to those whose program attaches: names that it does without, and what could not be asked or deleted. */
import { heldCauses, lossesOf } from "./asked";
import { cause, merged } from "./causes";
import type { Cause } from "./decision";
import type { Trouble } from "./model";
import type { Report } from "./report";
import { whyLeft, whyUnasked } from "./rules/temporary";
import type { Situation } from "./situation";

export function askedConcerns(situation: Situation, previous: Report | null): Cause[] {
  return [...lossesOf(situation, previous), ...heldCauses(situation), ...unasked(situation), ...left(situation)];
}

function unasked(situation: Situation): Cause[] {
  const causes = whyUnasked(situation).map(({ domain, trouble }) =>
    cause("ALIAS_OWNER_UNASKED", { domains: [domain], params: paramsOf(trouble) }),
  );
  const asker = situation.distribution?.id ?? "";
  return merged(causes).map((each) => ({
    ...each,
    params: { ...each.params, asker },
  }));
}

/** IAM names the action that it denies: a creation with tags needs two. */
function paramsOf({ reason, operation, code, message }: Trouble): Cause["params"] {
  const denied = /not authorized to perform: ([\w:]+)/.exec(message)?.[1] ?? operation;
  return { operation, code, allow: reason === "FORBIDDEN" ? denied : "" };
}

function left(situation: Situation): Cause[] {
  const found = whyLeft(situation);
  if (found === undefined) return [];
  const params = { ...paramsOf(found.trouble), distribution: found.id };
  return [cause("TEMPORARY_DISTRIBUTION_STAYS", { domains: situation.desired.domains, params })];
}
