/** The guard of a distribution that a program makes and a group attaches to. */
import * as pulumi from "@pulumi/pulumi";
import type { Connection } from "../aws/connection";
import type { DistributionFacts } from "../core/model";
import type { Clock, Distributions, Reply } from "../ports";
import { refusal } from "./attached-domains";
import { systemClock } from "./ports-factory";
import { type AwsSettings, awsSettings } from "./stack-config";

/**
 * Options for an `aws.cloudfront.Distribution` whose domains a `DomainGroup` attaches: `ignoreChanges` for `aliases` and `viewerCertificate`, and a
 * check before each update. Without the check the AWS provider writes the aliases of the *state*, and takes the domains off when the state is older
 * than CloudFront; with it the preview says: run `pulumi up --refresh`.
 *
 * ```ts
 * const cdn = new aws.cloudfront.Distribution("cdn", { ..., viewerCertificate: { cloudfrontDefaultCertificate: true } }, keepAttachedDomains());
 * ```
 *
 * The check reads the distribution once for each update (`cloudfront:GetDistribution`), in previews too, with the credentials of `aws:profile` and
 * `aws:assumeRoles` of the stack, else of the environment. An update is refused as well when the distribution cannot be read. There is no check in
 * unit tests with mocks. It needs a Pulumi CLI with resource hooks and the language host that comes with it: with an older one the program ends with
 * `UNIMPLEMENTED: unknown method RegisterResourceHook`.
 *
 * @param opts Your own options, which stay. Default: none.
 */
export function keepAttachedDomains(opts: pulumi.CustomResourceOptions = {}): pulumi.CustomResourceOptions {
  const ignoreChanges = [...new Set([...(opts.ignoreChanges ?? []), "aliases", "viewerCertificate"])];
  if (!engineHasHooks()) return { ...opts, ignoreChanges };
  const beforeUpdate = [...(opts.hooks?.beforeUpdate ?? []), guardHook()];
  return { ...opts, ignoreChanges, hooks: { ...opts.hooks, beforeUpdate } };
}

/** Pulumi's mocks say that they support hooks, lack the method, and leave a resource with a hook waiting for ever (@pulumi/pulumi runtime/mocks). */
function engineHasHooks(): boolean {
  const monitor: object | undefined = pulumi.runtime.getMonitor();
  return monitor !== undefined && "registerResourceHook" in monitor;
}

let guards = 0;

function guardHook(): pulumi.ResourceHook {
  // Read now: a hook is called outside of the program's context, where the stack's configuration is not to be had.
  const settings = pulumi.output(awsSettings(undefined));
  guards += 1;
  return new pulumi.ResourceHook(
    `pulumi-domain-group:keepAttachedDomains:${guards}`,
    async (update) => {
      const connection = connectionOf(await resolved(settings));
      // Loaded here alone: the SDK of AWS takes a third of a second, and most runs update no distribution.
      const { createAws }: typeof import("../aws/clients") = require("../aws/clients");
      await refuseStaleUpdate(update, createAws({ connection, clock: systemClock }).distributions, systemClock);
    },
    { onDryRun: true },
  );
}

/**
 * Rejects when the update would write other domains than CloudFront has. What it would write are the *old outputs*: Pulumi's bridge plans the value of
 * the prior state for a property under `ignoreChanges` (pulumi-terraform-bridge, processIgnoreChanges), and the provider sends the whole configuration.
 */
export async function refuseStaleUpdate(
  { id, name, oldOutputs }: Pick<pulumi.ResourceHookArgs, "id" | "name" | "oldOutputs">,
  distributions: Pick<Distributions, "get">,
  clock: Clock,
): Promise<void> {
  const { aliases, viewerCertificate }: { [property: string]: unknown } = oldOutputs ?? {};
  // A secret comes as an output.
  const state = await resolved(pulumi.output({ aliases, viewerCertificate }));
  const reason = refusal(name, id, state, await patientLook(id, distributions, clock));
  if (reason !== undefined) throw new pulumi.RunError(reason);
}

/** A throttled call is no reason to refuse: it is made again a few times. Seconds. */
const PAUSES = [1, 2, 4, 8];

async function patientLook(
  id: string,
  distributions: Pick<Distributions, "get">,
  clock: Clock,
): Promise<Reply<DistributionFacts>> {
  let reply = await distributions.get(id);
  for (const pause of PAUSES) {
    if (reply.kind !== "failed" || !reply.trouble.passing) return reply;
    await clock.sleep(pause * 1000);
    reply = await distributions.get(id);
  }
  return reply;
}

function connectionOf({ profile, assumeRoles = [] }: pulumi.Unwrap<AwsSettings>): Connection {
  return {
    profile: profile ?? null,
    assumeRoles: assumeRoles.map(({ roleArn, externalId, sessionName }) => ({
      roleArn,
      externalId: externalId ?? null,
      sessionName: sessionName ?? null,
    })),
    route53AssumeRole: null,
  };
}

/** State and configuration hold nothing unknown, so this comes. */
function resolved<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}
