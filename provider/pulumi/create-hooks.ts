/** The six hooks of the provider, over whatever they are given to work with: one object for all kinds of its resources. */
import { createGroupCredentials } from "./group-credentials";
import { createGroupHooks } from "./group-hooks";
import type { Hooks } from "./hook-set";
import { kindOf, type ResourceKind } from "./internal-input";
import type { Bag } from "./reading";
import { createRecordHooks } from "./record-hooks";
import type { Dependencies } from "./run-group";
import { targetHooks } from "./target-hooks";

export function createHooks(dependencies: Dependencies): Hooks {
  const credentials = createGroupCredentials();
  const kinds: { [kind in ResourceKind]: Hooks } = {
    group: createGroupHooks(dependencies),
    record: createRecordHooks(dependencies, credentials),
    target: targetHooks,
  };
  const of = (bag: Bag) => kinds[kindOf(bag)];
  return {
    check: (olds, news) => of(news).check(olds, news),
    diff: (id, olds, news) => of(news).diff(id, olds, news),
    create: (inputs) => of(inputs).create(inputs),
    update: (id, olds, news) => of(news).update(id, olds, news),
    read: (id, props) => of(props).read(id, props),
    delete: (id, props) => {
      // Its records go after it.
      if (kindOf(props) === "group") credentials.note(props);
      return of(props).delete(id, props);
    },
  };
}
