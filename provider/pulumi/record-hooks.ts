/**
 * The six hooks of the validation record of one domain, for programs that publish records themselves. It comes before the group: it requests the
 * certificate, and remembers what ACM wants to see. For a name and an account that never changes, so nothing that happens to the group makes a change here.
 */
import type { DomainName } from "../core/domain-name";
import { validationKey } from "../core/records";
import { failureOf as failureOfProblem } from "./check";
import type { GroupCredentials } from "./group-credentials";
import { hookError } from "./hook-error";
import type { Hooks } from "./hook-set";
import { failureOf, partialFailure, textOf } from "./outcome";
import type { Bag } from "./reading";
import { decodeRecord, encodeRecord } from "./record-state";
import { readRecordWish, withGroupId } from "./record-wish";
import { accountOf, type Dependencies, type Earlier, type Job, runGroup, withEngineLog } from "./run-group";
import type { Applied } from "./runner";
import type { Wish } from "./wish";

export function createRecordHooks(dependencies: Dependencies, credentials: GroupCredentials): Hooks {
  return {
    check: async (olds, news) => {
      const inputs = withGroupId(olds, news);
      credentials.note(inputs);
      // The group says what is wrong with its arguments: once is enough.
      return { inputs, failures: [] };
    },
    // A first run that came to no end has left no value.
    diff: async (_id, olds, news) => ({ changes: olds["domain"] !== news["domain"] || olds["value"] === undefined }),
    create: (inputs) => request(dependencies, inputs, undefined),
    update: (_id, olds, news) => request(dependencies, news, decodeRecord(olds)),
    read: async (id, props) => ({ id, props }),
    delete: (_id, props) => unrequest(dependencies, credentials, props),
  };
}

async function request(dependencies: Dependencies, inputs: Bag, left: Earlier | undefined): Promise<Applied> {
  const wish = wantedOf(inputs);
  const { timeouts } = wish.steering;
  const domain = String(inputs["domain"]);
  const key = validationKey(domain as DomainName);
  return withEngineLog(dependencies, wish.resource, async (progress) => {
    const incarnation = left?.stored.incarnation ?? dependencies.newIncarnation();
    const timeoutMs = left === undefined ? timeouts.create : timeouts.update;
    const job = {
      wish,
      left,
      incarnation,
      goal: "requested",
      timeoutMs,
      loop: dependencies.reconcile,
    } as const satisfies Job;
    const result = await runGroup(dependencies, job, progress);
    const record = result.report?.dnsRecords.find((one) => one.key === key);
    const { memory } = result;
    // What an earlier run requested carries the owner of then.
    const owner = left?.stored.owner ?? wish.desired.owner;
    const accountId = accountOf(result, left);
    const outs = encodeRecord({ wish, domain, record, memory, incarnation, owner, accountId }, inputs);
    const id = `${wish.desired.groupId}/${key}`;
    if (result.end === "settled" && record !== undefined) return { id, outs };
    const failure = failureOf(result, wish.desired, "requested");
    if (left === undefined && memory.requests.length === 0) throw hookError(textOf(failure));
    throw partialFailure(id, outs, failure);
  });
}

/** A certificate that a group has claimed is the group's business: only what nobody claimed is taken back. */
async function unrequest(dependencies: Dependencies, credentials: GroupCredentials, props: Bag): Promise<void> {
  const left = decodeRecord(props);
  if (left === undefined) return;
  const { stored } = left;
  // A role of its creation may be gone by now.
  const wish = { ...left.wish, credentials: credentials.of(stored.desired.groupId) ?? left.wish.credentials };
  await withEngineLog(dependencies, wish.resource, async (progress) => {
    const result = await runGroup(
      dependencies,
      {
        wish,
        left,
        incarnation: stored.incarnation,
        goal: "unrequested",
        timeoutMs: wish.steering.timeouts.delete,
        loop: dependencies.reconcile,
      },
      progress,
    );
    if (result.end === "settled" || result.end === "superseded") return;
    throw hookError(textOf(failureOf(result, wish.desired, "unrequested")));
  });
}

function wantedOf(inputs: Bag): Wish {
  const wish = readRecordWish(inputs);
  if (wish.kind === "known") return wish.value;
  const problems = wish.kind === "bad" ? wish.problems : [];
  throw hookError(problems.map((problem) => failureOfProblem(problem).reason).join("\n"));
}
