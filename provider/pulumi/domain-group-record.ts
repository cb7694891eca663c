/** What a group remembers in resources of its own, so that the records that a program makes of it stay the same while the group changes. */
import * as pulumi from "@pulumi/pulumi";
import { given } from "./distribution-inputs";
import { INTERNAL } from "./internal-input";
import { pointer } from "./pointer";
import { internalInputs, MODULE, type Origin, RECORD_TYPE } from "./program-inputs";
import { ARGUMENTS_OF_A_RECORD } from "./record-wish";
import { withSecretState } from "./secret-state";

/** The validation record of one domain, or where all routing records lead. */
export class DomainGroupRecord extends pulumi.dynamic.Resource {
  declare readonly name: pulumi.Output<string>;
  declare readonly value: pulumi.Output<string>;

  constructor(resourceName: string, inputs: pulumi.Inputs, opts: pulumi.CustomResourceOptions) {
    super(
      pointer,
      resourceName,
      { name: undefined, value: undefined, ...inputs },
      withSecretState(opts),
      MODULE,
      RECORD_TYPE,
    );
  }
}

/** Requests the certificate of the group, and remembers what ACM wants to see at `domain`. */
export function rememberValidation(
  origin: Origin,
  domain: string,
  opts: pulumi.CustomResourceOptions,
): DomainGroupRecord {
  const { args } = origin;
  const group = given(Object.fromEntries(ARGUMENTS_OF_A_RECORD.map((name) => [name, args[name]])));
  const internal = { ...internalInputs("record", RECORD_TYPE, origin), group };
  return new DomainGroupRecord(origin.resourceName, { domain, [INTERNAL]: internal }, opts);
}

/** Remembers the domain name of the distribution, `target`. */
export function rememberTarget(
  origin: Origin,
  target: pulumi.Output<string | undefined>,
  opts: pulumi.CustomResourceOptions,
): DomainGroupRecord {
  return new DomainGroupRecord(
    origin.resourceName,
    { target, [INTERNAL]: internalInputs("target", RECORD_TYPE, origin) },
    opts,
  );
}
