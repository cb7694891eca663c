/** The six hooks of the provider, over whatever they are given to work with. */
import { type Checked, checkInputs } from "./check";
import { createClaims } from "./claims";
import { somethingToDo } from "./diff";
import { decodeOutputs } from "./props";
import { type Bag, containsUnknown } from "./reading";
import type { Dependencies } from "./run-group";
import { type Applied, apply, type Created, leave, look } from "./runner";
import { wanted } from "./wish";

export interface Hooks {
  check(olds: Bag, news: Bag): Promise<Checked>;
  diff(id: string, olds: Bag, news: Bag): Promise<{ changes: boolean }>;
  create(inputs: Bag): Promise<Applied>;
  update(id: string, olds: Bag, news: Bag): Promise<{ outs: Bag }>;
  read(id: string, props: Bag): Promise<{ id: string; props: Bag }>;
  delete(id: string, props: Bag): Promise<void>;
}

export function createHooks(dependencies: Dependencies): Hooks {
  const claim = createClaims();
  const created: Created = new Map();
  return {
    check: async (olds, news) => checkInputs(olds, news, claim),
    diff: async (_id, olds, news) => {
      const left = decodeOutputs(olds);
      if (left === undefined || containsUnknown(news)) return { changes: true };
      const wish = wanted(news);
      const dns = () => dependencies.createDns(wish.steering);
      return { changes: await somethingToDo({ left, wish, now: dependencies.clock.now() }, dns) };
    },
    create: (inputs) => apply(dependencies, inputs, undefined, created),
    update: async (_id, olds, news) => apply(dependencies, news, decodeOutputs(olds), created),
    read: async (id, props) => ({ id, props: await look(dependencies, props) }),
    delete: (_id, props) => leave(dependencies, props, created),
  };
}
