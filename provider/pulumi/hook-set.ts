import type { Checked } from "./check";
import type { Bag } from "./reading";
import type { Applied } from "./runner";

/** What the provider of a dynamic resource does, as the stored text calls it. */
export interface Hooks {
  check(olds: Bag, news: Bag): Promise<Checked>;
  diff(id: string, olds: Bag, news: Bag): Promise<{ changes: boolean }>;
  create(inputs: Bag): Promise<Applied>;
  update(id: string, olds: Bag, news: Bag): Promise<{ outs: Bag }>;
  read(id: string, props: Bag): Promise<{ id: string; props: Bag }>;
  delete(id: string, props: Bag): Promise<void>;
}
