/** The six hooks of a `DomainGroup`. */
import { namesMade } from "../core/memory";
import { checkInputs, failureOf } from "./check";
import { createClaims } from "./claims";
import { somethingToDo } from "./diff";
import { hookError } from "./hook-error";
import type { Hooks } from "./hook-set";
import { createLiving } from "./living";
import { certificateProblem } from "./own-certificate";
import { createPreflight } from "./preflight";
import { decodeOutputs } from "./props";
import { type Bag, canonical, containsUnknown, type Problem } from "./reading";
import type { Dependencies } from "./run-group";
import { apply, leave, look, type Process } from "./runner";
import { createSiblings } from "./siblings";
import { readWish, wanted } from "./wish";

export function createGroupHooks(dependencies: Dependencies): Hooks {
  const claim = createClaims();
  const living = createLiving();
  const siblings = createSiblings();
  const process: Process = { dependencies, living, siblings };
  const preflight = createPreflight(process);

  async function check(olds: Bag, news: Bag) {
    const checked = checkInputs(olds, news, claim);
    const wish = readWish(checked.inputs);
    if (wish.kind === "known") siblings.note(wish.value.desired);
    // Afterwards `diff` asks, when there is something to do.
    if (checked.failures.length > 0 || Object.keys(olds).length > 0) return checked;
    const problem =
      (await certificateProblem(dependencies, checked.inputs)) ?? (await preflight.look(checked.inputs, undefined));
    return problem === undefined ? checked : { ...checked, failures: [failureOf(problem)] };
  }

  async function isChanged(olds: Bag, news: Bag): Promise<boolean> {
    const left = decodeOutputs(olds);
    if (left === undefined) return true;
    const { certificateArn } = left.report;
    const { incarnation, memory } = left.stored;
    living.note({ desired: left.wish.desired, incarnation, certificateArn, madeRecords: namesMade(memory) });
    siblings.noteLeft(left);
    if (containsUnknown(news)) return true;
    const wish = wanted(news);
    return somethingToDo({ left, wish, now: dependencies.clock.now() }, () => dependencies.createDns(wish.steering));
  }

  /** A refresh asks too, and must not fail for a certificate that the group has had all along and that has expired since. */
  function isAnotherMatch(olds: Bag, news: Bag): boolean {
    const match = ({ certificate, primaryDomain, alternativeDomains }: Bag): string =>
      canonical([certificate, primaryDomain, alternativeDomains]);
    return match(olds) !== match(news);
  }

  const problemOf = async (olds: Bag, news: Bag): Promise<Problem | undefined> =>
    (isAnotherMatch(olds, news) ? await certificateProblem(dependencies, news) : undefined) ??
    preflight.look(news, decodeOutputs(olds));

  return {
    check,
    diff: async (_id, olds, news) => {
      const changes = await isChanged(olds, news);
      const problem = changes ? await problemOf(olds, news) : undefined;
      if (problem !== undefined) throw hookError(failureOf(problem).reason);
      return { changes };
    },
    create: (inputs) => apply(process, inputs, undefined),
    update: async (_id, olds, news) => apply(process, news, decodeOutputs(olds)),
    read: async (id, props) => ({ id, props: await look(dependencies, props) }),
    delete: (_id, props) => leave(process, props),
  };
}
