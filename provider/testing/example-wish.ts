/** What a group of a unit test wants: its arguments, judged as `pulumi preview` judges them. */
import * as pulumi from "@pulumi/pulumi";
import { parseDomainNames } from "../core/domain-name";
import type { Desired } from "../core/model";
import { routingKey, validationKey } from "../core/records";
import type { DomainGroupArgs } from "../pulumi/args";
import { checkInputs } from "../pulumi/check";
import { distributionInputs, given } from "../pulumi/distribution-inputs";
import { bagIn, INTERNAL } from "../pulumi/internal-input";
import { type Bag, containsUnknown, isBag } from "../pulumi/reading";
import { awsSettings } from "../pulumi/stack-config";
import { readWish } from "../pulumi/wish";
import * as madeUp from "./made-up";

/** Where an example lives that no program has made. */
const NOWHERE = {
  kind: "group",
  name: "example",
  resource: "urn:pulumi:stack::project::pulumi-nodejs:dynamic/domain-group:DomainGroup::example",
  organization: "organization",
  project: "project",
  stack: "stack",
};

/** Arguments as a program writes them, but plain; those that mocks are given have the group's own name and stack with them. */
export function wishOfArgs(args: DomainGroupArgs): Desired {
  const { distribution, certificate, ...others } = args;
  // A whole resource of another package holds outputs of no interest here.
  const inputs: Bag = given({
    ...others,
    distribution: distributionInputs(distribution),
    certificate: isBag(certificate) ? given({ arn: certificate.arn }) : certificate,
  });
  refuseOutputs(inputs, "", new Set());
  const wish = wishOfInputs(INTERNAL in inputs ? inputs : asTheClassWould(inputs, args));
  if (wish === undefined) throw new TypeError("exampleState: something in the arguments is not known yet");
  return wish;
}

function asTheClassWould({ aws: _moved, dns, ...inputs }: Bag, args: DomainGroupArgs): Bag {
  const { assumeRole, ...route53 } = bagIn(bagIn(dns)["route53"]);
  const internal = given({
    ...NOWHERE,
    aws: args.aws === undefined ? undefined : awsSettings(args.aws),
    route53AssumeRole: assumeRole,
  });
  const publishes = typeof bagIn(dns)["publish"] === "function";
  const judged = assumeRole === undefined ? dns : { route53 };
  return given({ ...inputs, dns: publishes ? { publish: keysOf(args) } : judged, [INTERNAL]: internal });
}

/** As if the callback gave a resource for every record. */
function keysOf({ primaryDomain, alternativeDomains, distribution, certificate }: DomainGroupArgs): string[] {
  const parsed = parseDomainNames(primaryDomain, [alternativeDomains ?? []].flat());
  const domains = parsed.kind === "ok" ? parsed.names : [];
  const proofs = certificate === undefined ? domains.map(validationKey) : [];
  return [...new Set(proofs), ...(distribution === undefined ? [] : domains.map(routingKey))];
}

function refuseOutputs(value: unknown, path: string, seen: Set<object>): void {
  if (pulumi.Output.isInstance(value) || value instanceof Promise) {
    throw new TypeError(`exampleState: ${path} must be a plain value, and is an Output or a promise`);
  }
  if (typeof value !== "object" || value === null || seen.has(value)) return;
  seen.add(value);
  for (const [name, member] of Object.entries(value)) {
    refuseOutputs(member, path === "" ? name : `${path}.${name}`, seen);
  }
}

/** Inputs as the class sends them. `undefined`: what matters is not known yet. Throws what a preview would say. */
export function wishOfInputs(bag: Bag): Desired | undefined {
  if (containsUnknown(bag)) return undefined;
  const { id } = bagIn(bag["distribution"]);
  const { inputs, failures } = checkInputs({}, withMadeUpValues(bag), () => []);
  if (failures.length > 0) throw new TypeError(failures.map(({ reason }) => reason).join("\n"));
  const wish = readWish(inputs);
  if (wish.kind !== "known") return undefined;
  const { desired } = wish.value;
  const { distribution } = desired;
  return distribution.kind === "existing" && typeof id === "string"
    ? { ...desired, distribution: { ...distribution, id } }
    : desired;
}

/** The resources of a unit test have ids that no distribution of CloudFront could have, and lack outputs that their mocks do not give. */
function withMadeUpValues(bag: Bag): Bag {
  const { distribution, certificate } = bag;
  const isEmpty = (value: unknown): boolean => isBag(value) && Object.keys(value).length === 0;
  return given({
    ...bag,
    distribution: isBag(distribution) ? distributionOf(distribution, isEmpty) : distribution,
    certificate: isEmpty(certificate) ? { arn: madeUp.certificateArn("brought") } : certificate,
  });
}

function distributionOf({ id, create, ...others }: Bag, isEmpty: (value: unknown) => boolean): Bag {
  const { serviceType, origin } = bagIn(create);
  const service = isEmpty(origin) ? { ...bagIn(create), origin: madeUp.origin(String(serviceType)) } : create;
  return given({ ...others, id: typeof id === "string" ? madeUp.distributionId(id) : id, create: service });
}
