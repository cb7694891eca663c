/** Other distributions that the group has to do with: those it comes from, and those that have its names. */
import { ledTo } from "./core/asked";
import { known } from "./core/known";
import type { Temporary } from "./core/looks";
import { aliasRefusals } from "./core/memory";
import { misleadingFor, misledOf, wildcardsOver } from "./core/misled";
import type { CertificateArn, DistributionFacts, DistributionSummary, Former, Holder, Tags } from "./core/model";
import { concerned, type Input, isNamed, isPlaceOf, mayHaveMade, situationOf } from "./core/situation";
import { temporaryComment } from "./core/temporary";
import { findMade } from "./observe-distribution";
import type { Ports, Reply } from "./ports";

/** Beside the group's own: every distribution of the account that has one of its names, or a certificate of it or its kin, and one that it made. */
export async function findHolders(view: Input, ports: Ports): Promise<Reply<Holder[]>> {
  const listed = await ports.distributions.list();
  if (listed.kind !== "ok") return listed;
  const own = known(view.observed.distribution)?.id;
  const names = new Set<string>([...concerned(view), ...wildcardsOverRefused(view)]);
  const { own: mine = [], kin = [] } = situationOf(view) ?? {};
  const certificates = new Set<string | null>([...mine, ...kin].map(({ arn }) => arn));
  const led = new Set<string | null>(ledElsewhere(view));
  const concerns = (each: DistributionSummary): boolean =>
    isPlaceOf(each, view.desired, kin) ||
    isNamed(each, view.desired) ||
    certificates.has(each.certificateArn) ||
    led.has(each.domainName) ||
    each.aliases.some((alias) => names.has(alias));
  const holders = listed.value.filter((each) => each.id !== own && concerns(each));
  return allOf(holders, async (summary) => withTags(summary, await tagsOfCertificate(summary, ports)));
}

/** The host names to which DNS leads the domains: where the program attaches all of them, else those that keep CloudFront from taking one. */
function ledElsewhere(view: Input): (string | null)[] {
  const { desired, observed } = view;
  if (desired.distribution.kind === "program") return desired.domains.map((domain) => ledTo(domain, view));
  const distribution = known(observed.distribution) ?? null;
  return misledOf(distribution, view).flatMap((domain) =>
    misleadingFor(domain, distribution?.domainName ?? "", observed).map(({ target }) => target),
  );
}

/** Who has what overlaps with a refused name refuses nothing, and is said all the same. */
function wildcardsOverRefused({ desired, observed, memory }: Input): string[] {
  const distribution = known(observed.distribution) ?? null;
  if (distribution === null || aliasRefusals(memory, distribution.id).length === 0) return [];
  return desired.domains.flatMap(wildcardsOver);
}

/** Whose a distribution is stands in the tags of its certificate. */
async function tagsOfCertificate(
  { certificateArn }: DistributionSummary,
  { certificates }: Ports,
): Promise<Reply<Tags>> {
  return certificateArn === null ? { kind: "absent" } : certificates.tags(certificateArn as CertificateArn);
}

const withTags = (summary: DistributionSummary, tags: Reply<Tags>): Reply<Holder> =>
  tags.kind === "failed" ? tags : { kind: "ok", value: { ...summary, tags: tags.kind === "ok" ? tags.value : null } };

/** By its id, where an earlier look of this run or CloudFront's answer tells it, else by its comment. */
export async function findTemporary(view: Input, ports: Ports): Promise<Reply<Temporary>> {
  const before = known(view.observed.temporary) ?? null;
  const named = await whichTemporary(before, view, ports);
  if (named.kind === "failed") return named;
  const found: Reply<DistributionFacts> =
    named.kind === "ok" ? await ports.distributions.get(named.value.id) : { kind: "absent" };
  if (found.kind === "failed") return found;
  // CloudFront says that it was made, and may not show it yet.
  if (found.kind === "absent") return before?.kind === "told" ? { kind: "ok", value: before } : found;
  const tags: Reply<Tags> =
    named.kind === "ok" && named.value.tags !== null
      ? { kind: "ok", value: named.value.tags }
      : await ports.distributions.tags(found.value.arn);
  if (tags.kind !== "ok") return tags;
  return { kind: "ok", value: { kind: "there", distribution: found.value, tags: tags.value } };
}

async function whichTemporary(
  before: Temporary | null,
  { desired }: Input,
  ports: Ports,
): Promise<Reply<{ id: string; tags: Tags | null }>> {
  if (before?.kind === "there") return { kind: "ok", value: { id: before.distribution.id, tags: before.tags } };
  if (before?.kind === "told" && before.id !== "") return { kind: "ok", value: { id: before.id, tags: null } };
  return findMade({ desired }, ports, { comment: temporaryComment(desired.groupId) });
}

/** Those that are still there. */
export async function findFormer(view: Input, ports: Ports): Promise<Reply<Former[]>> {
  const { formerPlaces } = view.memory;
  const isSought = mayHaveMade(view) || formerPlaces.some(({ id }) => id === "");
  const made: Reply<{ id: string }> = isSought ? await findMade(view, ports) : { kind: "absent" };
  if (made.kind === "failed") return made;
  const noted = formerPlaces.filter(({ id }) => id !== "");
  const places = noted.map(({ id, created }) => ({ id, isMade: created !== null }));
  const all = made.kind === "ok" ? [...places, { id: made.value.id, isMade: true }] : places;
  return allOf(all, async ({ id, isMade }): Promise<Reply<Former>> => {
    const found = await ports.distributions.get(id);
    if (found.kind !== "ok") return found;
    // Whose one is that the group did not make, its certificate tells.
    const tags: Reply<Tags> = isMade ? await ports.distributions.tags(found.value.arn) : { kind: "ok", value: {} };
    return tags.kind === "ok" ? { kind: "ok", value: { distribution: found.value, tags: tags.value } } : tags;
  });
}

/** One that could not be seen leaves the whole picture unknown; what is gone is left out. */
async function allOf<T, R>(items: T[], look: (item: T) => Promise<Reply<R>>): Promise<Reply<R[]>> {
  const replies = await Promise.all(items.map(look));
  const failed = replies.find((reply) => reply.kind === "failed");
  if (failed?.kind === "failed") return failed;
  return { kind: "ok", value: replies.flatMap((reply) => (reply.kind === "ok" ? [reply.value] : [])) };
}
