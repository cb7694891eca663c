/** Who in CloudFront has an alias, in all accounts (CloudFront API reference, ListDomainConflicts and ListConflictingAliases). */
import {
  type CloudFrontClient,
  ListConflictingAliasesCommand,
  ListDomainConflictsCommand,
} from "@aws-sdk/client-cloudfront";
import { matchesMasked } from "../core/conflicts";
import type { Conflict } from "../core/looks";
import type { Distributions, Reply } from "../ports";
import { allPages, type Call, hostName } from "./call";
import { required } from "./errors";

export function createConflicts(cloudfront: CloudFrontClient, call: Call): Pick<Distributions, "conflicts"> {
  return {
    conflicts: async (domain, distributionId) => {
      const found = await askBothWays(
        () => listDomainConflicts(cloudfront, call, domain, distributionId),
        () => listConflictingAliases(cloudfront, call, domain, distributionId),
      );
      if (found.kind !== "ok") return found;
      // The distribution's own entry is among them, masked like the others.
      return { kind: "ok", value: found.value.filter(({ id }) => !matchesMasked(id, distributionId)) };
    },
  };
}

type Look = () => Promise<Reply<Conflict[]>>;

/** The newer operation knows tenants too. Permissions from before it came, and endpoints that stand in for AWS, may have the older one alone. */
async function askBothWays(newer: Look, older: Look): Promise<Reply<Conflict[]>> {
  const first = await newer();
  if (!isClosed(first)) return first;
  const second = await older();
  return isForbidden(first) && isClosed(second) ? first : second;
}

const isForbidden = (reply: Reply<Conflict[]>): boolean =>
  reply.kind === "failed" && reply.trouble.reason === "FORBIDDEN";

/** What endpoints say of an operation that they do not know. */
const unknownOperation = new Set(["InvalidAction", "NotImplemented", "UnknownOperation", "UnknownOperationException"]);

const isClosed = (reply: Reply<Conflict[]>): boolean =>
  isForbidden(reply) || (reply.kind === "failed" && unknownOperation.has(reply.trouble.code));

function listDomainConflicts(
  cloudfront: CloudFrontClient,
  call: Call,
  domain: string,
  distributionId: string,
): Promise<Reply<Conflict[]>> {
  return allPages(
    (start) =>
      call("cloudfront:ListDomainConflicts", async () => {
        const { DomainConflicts = [], NextMarker } = await cloudfront.send(
          new ListDomainConflictsCommand({
            Domain: domain,
            DomainControlValidationResource: { DistributionId: distributionId },
            Marker: start,
          }),
        );
        const items = DomainConflicts.map(
          (each): Conflict => ({
            domain: hostName(required(each.Domain, "DomainConflict.Domain")),
            kind: each.ResourceType === "distribution-tenant" ? "tenant" : "distribution",
            id: required(each.ResourceId, "DomainConflict.ResourceId"),
            account: required(each.AccountId, "DomainConflict.AccountId"),
          }),
        );
        // The last page may have an empty marker.
        return { items, next: NextMarker || undefined };
      }),
    "cloudfront:ListDomainConflicts",
  );
}

/** Of standard distributions alone. */
function listConflictingAliases(
  cloudfront: CloudFrontClient,
  call: Call,
  domain: string,
  distributionId: string,
): Promise<Reply<Conflict[]>> {
  return allPages(
    (start) =>
      call("cloudfront:ListConflictingAliases", async () => {
        const { ConflictingAliasesList: page } = await cloudfront.send(
          new ListConflictingAliasesCommand({ Alias: domain, DistributionId: distributionId, Marker: start }),
        );
        const items = (page?.Items ?? []).map(
          (each): Conflict => ({
            domain: hostName(required(each.Alias, "ConflictingAlias.Alias")),
            kind: "distribution",
            id: required(each.DistributionId, "ConflictingAlias.DistributionId"),
            account: required(each.AccountId, "ConflictingAlias.AccountId"),
          }),
        );
        return { items, next: page?.NextMarker || undefined };
      }),
    "cloudfront:ListConflictingAliases",
  );
}
