/**
 * The provider that every state stores, as text. It is re-read by releases that do not exist yet, so it captures nothing and only names the module
 * that does the work; each method is one line, since V8's source text of it is what is stored (`@pulumi/pulumi` dynamic/index.ts,
 * runtime/closure). The module's name and the six names are for ever.
 */
import type * as pulumi from "@pulumi/pulumi";

// biome-ignore format: the text of each method is stored.
export const pointer: pulumi.dynamic.ResourceProvider = {
  async check(olds, news) { return require("pulumi-domain-group/provider").check(olds, news); },
  async diff(id, olds, news) { return require("pulumi-domain-group/provider").diff(id, olds, news); },
  async create(inputs) { return require("pulumi-domain-group/provider").create(inputs); },
  async update(id, olds, news) { return require("pulumi-domain-group/provider").update(id, olds, news); },
  async read(id, props) { return require("pulumi-domain-group/provider").read(id, props); },
  async delete(id, props) { return require("pulumi-domain-group/provider").delete(id, props); },
};
