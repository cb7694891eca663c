import * as pulumi from "@pulumi/pulumi";
import { type DomainName, parseDomainName, parseDomainNames } from "../core/domain-name";
import type {
  DnsRecord,
  DomainGroupState,
  DomainState,
  GroupStatus,
  Guidance,
  Milestone,
  ViewerCertificate,
} from "../core/outputs";
import type { DomainGroupArgs } from "./args";
import { claimDistribution } from "./distribution-claims";
import { pointer } from "./pointer";
import { MODULE, programInputs, TYPE } from "./program-inputs";
import { publicationOf } from "./publication";
import { withSecretState } from "./secret-state";

/**
 * A group of domains, one certificate for all of them, on one CloudFront distribution.
 *
 * The resource is always the last stage: `dependsOn: brand`, or the use of any of its outputs, means "as far as `waitFor` says".
 *
 * ```ts
 * const brand = new DomainGroup("brand", {
 *     primaryDomain: "example.com",
 *     alternativeDomains: ["www.example.com", "*.shop.example.com"],
 *     distribution: cdn,
 *     dns: "route53",
 * });
 * export const dnsRecords = brand.dnsRecords;
 * export const status = brand.status;
 * ```
 *
 * With `dns: { publish }` there are small `DomainGroupRecord`s beside it: they remember what the program publishes, so that records stay the same while
 * the group changes.
 *
 * An `aws.Provider` in `opts.provider` is an error: see {@link DomainGroupArgs.aws}. `opts.customTimeouts` are honoured.
 */
export class DomainGroup extends pulumi.dynamic.Resource {
  /** Works across copies of this package too. */
  static override isInstance(obj: unknown): obj is DomainGroup {
    return (
      pulumi.Resource.isInstance(obj) &&
      "__pulumiType" in obj &&
      obj.__pulumiType === `pulumi-nodejs:dynamic/${MODULE}:${TYPE}`
    );
  }

  // `declare`: a class field would overwrite what the base class has set.
  /** The headline. */
  declare readonly status: pulumi.Output<GroupStatus>;
  /** The furthest milestone that all domains have passed. */
  declare readonly reached: pulumi.Output<Milestone | "nothing">;
  /** Every domain is where the arguments want it. Only AWS's own clean-up (an old certificate that is still "in use") may be left. */
  declare readonly settled: pulumi.Output<boolean>;
  /** Some guidance has `actor: "you"`. */
  declare readonly actionRequired: pulumi.Output<boolean>;
  /** What is happening and what to do, most urgent first; never empty. */
  declare readonly guidance: pulumi.Output<Guidance[]>;
  /** Per domain: primary first, then the order of `alternativeDomains`, then those on their way out. See {@link domain}. */
  declare readonly domains: pulumi.Output<DomainState[]>;
  /** Every record that the group needs, with its live state. This is what to export. */
  declare readonly dnsRecords: pulumi.Output<DnsRecord[]>;

  /** The AWS account that all of this is in. An answer from another account is never taken for "it is gone". */
  declare readonly accountId: pulumi.Output<string>;
  declare readonly certificateArn: pulumi.Output<string | undefined>;
  /** RFC 3339. */
  declare readonly certificateExpiry: pulumi.Output<string | undefined>;
  declare readonly distributionId: pulumi.Output<string | undefined>;
  declare readonly distributionArn: pulumi.Output<string | undefined>;
  declare readonly distributionDomainName: pulumi.Output<string | undefined>;
  /** The group's names that the issued certificate covers, for your own distribution. `[]` until the first one is issued, the last good set after. */
  declare readonly aliases: pulumi.Output<string[]>;
  /** For the `viewerCertificate` of your own distribution: CloudFront's default until the first certificate is issued, the last good one after. */
  declare readonly viewerCertificate: pulumi.Output<ViewerCertificate>;

  /** The resource's name in its program. */
  declare readonly name: pulumi.Output<string>;
  /** The group's identity in AWS tags, and the resource's id. */
  declare readonly groupId: pulumi.Output<string>;
  /** Of these outputs; it grows when they change their shape. */
  declare readonly schemaVersion: pulumi.Output<number>;

  /** `undefined`: not all are known before the engine has run. */
  readonly #names: DomainName[] | undefined;

  constructor(name: string, args: DomainGroupArgs, opts: pulumi.CustomResourceOptions = {}) {
    if (opts.provider !== undefined) {
      throw new pulumi.RunError(
        `${name}: opts.provider is of no use to a DomainGroup; give it credentials as aws: { profile, assumeRole }`,
      );
    }
    claimDistribution(name, args);
    const publication = publicationOf(name, args, opts);
    const names = plainNames(args);
    const inputs = programInputs(name, args, opts, publication?.keys, names);
    super(pointer, name, { ...OUTPUTS, ...inputs }, withSecretState(publication?.opts ?? opts), MODULE, TYPE);
    hideInputs(this);
    this.#names = names;
    publication?.follow(this);
  }

  /** Those of `dnsRecords` that prove ownership. Computed, not stored twice. */
  get validationRecords(): pulumi.Output<DnsRecord[]> {
    return this.dnsRecords.apply((records) => records.filter(({ purpose }) => purpose === "VALIDATION"));
  }

  /** Those of `dnsRecords` that lead traffic here. Computed, not stored twice. */
  get routingRecords(): pulumi.Output<DnsRecord[]> {
    return this.dnsRecords.apply((records) => records.filter(({ purpose }) => purpose === "ROUTING"));
  }

  /** One domain, by any spelling. A name that is not in the group is an error at once, in the preview too (names that are outputs: in the update). */
  domain(name: string): pulumi.Output<DomainState> {
    const parsed = parseDomainName(name);
    if (parsed.kind === "bad") throw new pulumi.RunError(`domain(${JSON.stringify(name)}): ${parsed.rule}`);
    const stranger = (names: string[]) =>
      new pulumi.RunError(
        `domain(${JSON.stringify(name)}): there is no such name in this group; there are ${names.join(", ")}`,
      );
    if (this.#names !== undefined && !this.#names.includes(parsed.name)) throw stranger(this.#names);
    return this.domains.apply((domains) => {
      const found = domains.find((domain) => domain.name === parsed.name);
      if (found === undefined) throw stranger(domains.map((domain) => domain.name));
      return found;
    });
  }
}

/** Every output, so that the SDK makes room for it. */
const OUTPUTS: { [output in keyof DomainGroupState]: undefined } = {
  schemaVersion: undefined,
  name: undefined,
  groupId: undefined,
  status: undefined,
  reached: undefined,
  settled: undefined,
  actionRequired: undefined,
  guidance: undefined,
  domains: undefined,
  dnsRecords: undefined,
  certificateArn: undefined,
  certificateExpiry: undefined,
  distributionId: undefined,
  distributionArn: undefined,
  distributionDomainName: undefined,
  accountId: undefined,
  aliases: undefined,
  viewerCertificate: undefined,
};

/**
 * The SDK puts every input on the object, and a stack output is made of what is enumerable there: a group as a stack output is to be its
 * {@link DomainGroupState}, and no more.
 */
function hideInputs(group: DomainGroup): void {
  for (const key of Object.keys(group)) {
    const isShown = key in OUTPUTS || key === "id" || key === "urn" || key.startsWith("__");
    if (!isShown) Object.defineProperty(group, key, { enumerable: false });
  }
}

function plainNames({ primaryDomain, alternativeDomains = [] }: DomainGroupArgs): DomainName[] | undefined {
  const parsed = parseDomainNames(
    primaryDomain,
    Array.isArray(alternativeDomains) ? alternativeDomains : [alternativeDomains],
  );
  return parsed.kind === "ok" ? parsed.names : undefined;
}
