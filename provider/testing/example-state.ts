import type { DomainGroupState } from "../core/outputs";
import type { DomainGroupArgs } from "../pulumi/args";
import type { ExampleKind } from "./example-kind";
import { outputsOfRun } from "./example-run";
import { wishOfArgs } from "./example-wish";

const KINDS: readonly ExampleKind[] = ["attached", "waiting-for-records", "caa-forbids", "conflict"];

/**
 * Outputs as a real run would give them: for stories, dashboards, and the mocks of unit tests. They come out of the same decisions and sentences as
 * those of `pulumi up`, in an account that is made up; the same arguments give the same state, names and ids included.
 *
 * @param args Plain values: an Output is an error, and so is whatever would be an error in `pulumi preview`. The name is `"example"`, unless the
 * arguments come from mocks, which know their group.
 * @param what How it ends. Default `"attached"`.
 */
export function exampleState(args: DomainGroupArgs, what: ExampleKind = "attached"): DomainGroupState {
  if (!KINDS.includes(what))
    throw new TypeError(`exampleState: what must be one of ${KINDS.join(", ")}, got ${JSON.stringify(what)}`);
  return outputsOfRun(wishOfArgs(args), what);
}
