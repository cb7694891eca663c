/** The port `Distributions` on the simulator's CloudFront. */
import {
  type Distribution,
  Distribution$,
  DistributionConfig$,
  DistributionSummary$,
  type DistributionSummary as ListedDistribution,
} from "@aws-sdk/client-cloudfront";
import { allPages, type Call } from "../../../provider/aws/call";
import { asConfig, distributionFacts, distributionSummary } from "../../../provider/aws/distribution-facts";
import { createSharedLook } from "../../../provider/aws/shared-look";
import { matchesMasked } from "../../../provider/core/conflicts";
import type { DistributionFacts, Json, Tags } from "../../../provider/core/model";
import type { Clock, Creation, Distributions, Reply } from "../../../provider/ports";
import { childOf, element, textAt, type XmlElement } from "../../simulator/codec/xml";
import { createConfigs } from "./config";
import { type Answer, elementIn, type Line } from "./line";
import { elementOf, membersOf } from "./members";

const listingKeptMs = 5_000;
const ROOT = "/2020-05-31/distribution";

export function createDistributions(line: Line, call: Call, clock: Clock): Distributions {
  const configs = createConfigs();
  const facts = (answer: Answer): DistributionFacts => {
    const root = elementIn(answer);
    const config = childOf(root, "DistributionConfig");
    if (config === undefined) throw new Error("the answer has no DistributionConfig");
    return distributionFacts(membersOf<Distribution>(root, Distribution$), answer.etag, configs.text(config));
  };
  const write = (id: string, etag: string, config: () => XmlElement): Promise<Reply<DistributionFacts>> =>
    call("cloudfront:UpdateDistribution", async () =>
      facts(
        await line("cloudfront", {
          method: "PUT",
          path: `${ROOT}/${id}/config`,
          headers: { "if-match": etag },
          content: config(),
        }),
      ),
    );
  const listing = createSharedLook(clock, listingKeptMs, () => list(line, call));
  return {
    ...tagging(line, call),
    list: listing.get,
    get: (id) =>
      call("cloudfront:GetDistribution", async () =>
        facts(await line("cloudfront", { method: "GET", path: `${ROOT}/${id}` })),
      ),
    update: (id, etag, config, change) => write(id, etag, () => configs.changed(config, change)),
    configure: (id, etag, settings) => write(id, etag, () => configElement(settings)),
    create: async (settings, tags) =>
      creation(
        await listing.staleAfter(
          call("cloudfront:CreateDistribution", async () => {
            const content = element("DistributionConfigWithTags", [configElement(settings), tagsElement(tags)]);
            return facts(await line("cloudfront", { method: "POST", path: ROOT, query: { WithTags: "" }, content }));
          }),
        ),
      ),
    delete: (id, etag) =>
      listing.staleAfter(
        tell(call, "DeleteDistribution", () =>
          line("cloudfront", { method: "DELETE", path: `${ROOT}/${id}`, headers: { "if-match": etag } }),
        ),
      ),
    move: (alias, to) =>
      listing.staleAfter(
        tell(call, "AssociateAlias", () =>
          line("cloudfront", { method: "PUT", path: `${ROOT}/${to}/associate-alias`, query: { Alias: alias } }),
        ),
      ),
    conflicts: (domain, id) => conflicts(line, call, domain, id),
  };
}

const configElement = (settings: Json): XmlElement =>
  elementOf("DistributionConfig", JSON.parse(JSON.stringify(asConfig(settings))), DistributionConfig$);

function creation(reply: Reply<DistributionFacts>): Reply<Creation> {
  if (reply.kind === "ok") return { kind: "ok", value: { kind: "created", distribution: reply.value } };
  if (reply.kind === "absent" || reply.trouble.code !== "DistributionAlreadyExists") return reply;
  return { kind: "ok", value: { kind: "exists", id: /exists: *(\w+)/.exec(reply.trouble.message)?.[1] ?? null } };
}

function list(line: Line, call: Call): ReturnType<Distributions["list"]> {
  return allPages((start) =>
    call("cloudfront:ListDistributions", async () => {
      const query: { [name: string]: string } = start === undefined ? {} : { Marker: start };
      const page = elementIn(await line("cloudfront", { method: "GET", path: ROOT, query }));
      const items = (childOf(page, "Items")?.children ?? []).map((each) =>
        distributionSummary(membersOf<ListedDistribution>(each, DistributionSummary$)),
      );
      return { items, next: textAt(page, "NextMarker") || undefined };
    }),
  );
}

/** Who was asked with is told of as well. */
function conflicts(line: Line, call: Call, domain: string, id: string): ReturnType<Distributions["conflicts"]> {
  return call("cloudfront:ListDomainConflicts", async () => {
    const resource = element("DomainControlValidationResource", [element("DistributionId", id)]);
    const content = element("ListDomainConflictsRequest", [element("Domain", domain), resource]);
    const answer = await line("cloudfront", { method: "POST", path: "/2020-05-31/domain-conflicts", content });
    const entries = childOf(elementIn(answer), "DomainConflicts")?.children ?? [];
    const told = entries.map((entry) => ({
      domain: textAt(entry, "Domain") ?? "",
      kind: "distribution" as const,
      id: textAt(entry, "ResourceId") ?? "",
      account: textAt(entry, "AccountId") ?? "",
    }));
    return told.filter((entry) => !matchesMasked(entry.id, id));
  });
}

/** A write whose answer says nothing. */
export function tell(call: Call, operation: string, send: () => Promise<Answer>): Promise<Reply<null>> {
  return call(`cloudfront:${operation}`, async () => {
    await send();
    return null;
  });
}

function tagging(line: Line, call: Call): Pick<Distributions, "tags" | "tag" | "untag"> {
  const path = "/2020-05-31/tagging";
  const change = (Operation: string, Resource: string, content: XmlElement) => () =>
    line("cloudfront", { method: "POST", path, query: { Operation, Resource }, content });
  return {
    tags: (arn) =>
      call("cloudfront:ListTagsForResource", async () => {
        const tags = elementIn(await line("cloudfront", { method: "GET", path, query: { Resource: arn } }));
        const items = childOf(tags, "Items")?.children ?? [];
        return Object.fromEntries(items.map((tag) => [textAt(tag, "Key") ?? "", textAt(tag, "Value") ?? ""]));
      }),
    tag: (arn, tags) => tell(call, "TagResource", change("Tag", arn, tagsElement(tags))),
    untag: (arn, keys) => {
      const items = element(
        "Items",
        keys.map((key) => element("Key", key)),
      );
      return tell(call, "UntagResource", change("Untag", arn, element("TagKeys", [items])));
    },
  };
}

function tagsElement(tags: Tags): XmlElement {
  const items = Object.entries(tags).map(([key, value]) =>
    element("Tag", [element("Key", key), element("Value", value)]),
  );
  return element("Tags", [element("Items", items)]);
}
