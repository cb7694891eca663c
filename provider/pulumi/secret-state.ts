import type * as pulumi from "@pulumi/pulumi";
import { STATE } from "./stored";

/** The engine makes a secret of an output where the input of the same name is one: this output holds parts of several, settings with secret headers among them. */
export const withSecretState = (opts: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions => ({
  ...opts,
  additionalSecretOutputs: [...(opts.additionalSecretOutputs ?? []), STATE],
});
