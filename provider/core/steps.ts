import type { Step, StepResult } from "./decision";
import type { Temporary } from "./looks";
import type { DistributionFacts, Instant, Observation, Observed, Part, RecordChange, RecordSetFacts } from "./model";

/** Identifies a step for the memory of refusals: equal when AWS would judge it the same. The configuration that is only carried along is left out. */
export function stepKey(step: Step): string {
  switch (step.kind) {
    case "requestCertificate":
      return `requestCertificate ${step.token}`;
    case "tagCertificate":
      return `tagCertificate ${step.arn} ${JSON.stringify(step.tags)}`;
    case "untagCertificate":
      return `untagCertificate ${step.arn} ${step.keys.join(" ")}`;
    case "writeRecords":
      return `writeRecords ${step.zoneId} ${JSON.stringify(step.changes)}`;
    case "updateDistribution":
    case "leaveDistribution":
      return `${step.kind} ${step.id} ${step.etag} ${JSON.stringify(step.change)}`;
    case "moveAlias":
      return `moveAlias ${step.domain} ${step.from} ${step.to}`;
    case "deleteCertificate":
      return `deleteCertificate ${step.arn}`;
    case "createAccessControl":
      return `createAccessControl ${step.name}`;
    case "mendAccessControl":
      return `mendAccessControl ${step.id} ${step.etag}`;
    case "createDistribution":
      return `createDistribution ${step.attempt} ${JSON.stringify([step.settings, step.tags])}`;
    case "createTemporaryDistribution":
      return `createTemporaryDistribution ${JSON.stringify([step.settings, step.tags])}`;
    case "tagDistribution":
      return `tagDistribution ${step.arn} ${JSON.stringify(step.tags)}`;
    case "untagDistribution":
      return `untagDistribution ${step.arn} ${step.keys.join(" ")}`;
    case "configureDistribution":
      return `configureDistribution ${step.id} ${step.etag} ${JSON.stringify(step.settings)}`;
    case "deleteDistribution":
    case "deleteFormerDistribution":
    case "deleteTemporaryDistribution":
      return `${step.kind} ${step.id} ${step.etag}`;
    case "deleteAccessControl":
      return `deleteAccessControl ${step.id} ${step.etag}`;
    default:
      return unreachable(step);
  }
}

/** Code of a step whose object was gone when it was taken. */
export const GONE_MEANWHILE = "GoneMeanwhile";

/** Equal for steps that would change the same thing in the same way, whatever version of it they were decided on. */
export function effectKey(step: Step): string {
  return "etag" in step ? stepKey({ ...step, etag: "" }) : stepKey(step);
}

const WAY_HERE: Part[] = [{ part: "dns" }, { part: "traffic" }, { part: "edges" }];
const MOVES_CHANGE: Part[] = [{ part: "distribution" }, { part: "holders" }, { part: "former" }];

/**
 * What must be looked at after a step: when it is `done`, beside what {@link withEffect} knows; and when its effect is in `doubt`, before it is tried
 * again. A request needs no look: repeated, it is the same request by its token.
 */
export const LOOK_AFTER: { [kind in Step["kind"]]: { done: Part[]; doubt: Part[] } } = {
  requestCertificate: { done: [], doubt: [] },
  tagCertificate: { done: [], doubt: [{ part: "certificates" }] },
  untagCertificate: { done: [{ part: "certificates" }], doubt: [{ part: "certificates" }] },
  deleteCertificate: { done: [{ part: "certificates" }], doubt: [{ part: "certificates" }] },
  writeRecords: { done: WAY_HERE, doubt: [{ part: "zones" }, { part: "recordSets" }] },
  updateDistribution: { done: WAY_HERE, doubt: [{ part: "distribution" }] },
  // It answers with nothing: the new ETags of both are read before the next write (see `MOVED`).
  moveAlias: { done: WAY_HERE, doubt: MOVES_CHANGE },
  leaveDistribution: { done: [], doubt: [{ part: "former" }] },
  deleteFormerDistribution: { done: [{ part: "former" }], doubt: [{ part: "former" }] },
  createAccessControl: { done: [], doubt: [{ part: "accessControl" }] },
  mendAccessControl: { done: [], doubt: [{ part: "accessControl" }] },
  createDistribution: {
    done: [{ part: "distributionTags" }],
    doubt: [{ part: "distribution" }, { part: "accessControl" }],
  },
  createTemporaryDistribution: { done: [], doubt: [{ part: "temporary" }] },
  deleteTemporaryDistribution: { done: [], doubt: [{ part: "temporary" }] },
  tagDistribution: { done: [], doubt: [{ part: "distributionTags" }] },
  untagDistribution: { done: [{ part: "distributionTags" }], doubt: [{ part: "distributionTags" }] },
  configureDistribution: {
    done: [{ part: "origin" }, { part: "edges" }],
    doubt: [{ part: "distribution" }, { part: "accessControl" }],
  },
  deleteDistribution: { done: [{ part: "distributionTags" }], doubt: [{ part: "distribution" }] },
  deleteAccessControl: { done: [], doubt: [{ part: "accessControl" }] },
};

/** What a step that is done has made of the picture, as far as its answer is certain. */
export function withEffect(observed: Observed, step: Step, result: StepResult, now: Instant): Observed {
  const known = <T>(value: T): Observation<T> => ({ kind: "known", value, at: now });
  if (step.kind === "createTemporaryDistribution")
    return { ...observed, temporary: known(temporaryOf(step, result, now)) };
  switch (result.kind) {
    case "distributionWritten":
      return step.kind === "leaveDistribution"
        ? withFormer(observed, result.distribution)
        : { ...observed, distribution: known(result.distribution) };
    case "accessControlMade":
      return { ...observed, accessControl: known(result.accessControl) };
    // It may be there, or gone: the next look tells.
    case "distributionExists":
      return Object.fromEntries(Object.entries(observed).filter(([name]) => name !== "distribution"));
    default:
      return withoutDeleted(observed, step, now);
  }
}

function temporaryOf(
  { attempt, tags }: Extract<Step, { kind: "createTemporaryDistribution" }>,
  result: StepResult,
  since: Instant,
): Temporary {
  if (result.kind === "distributionWritten") return { kind: "there", distribution: result.distribution, tags };
  return { kind: "told", id: (result.kind === "distributionExists" ? result.id : null) ?? "", attempt, since };
}

function withoutDeleted(observed: Observed, step: Step, at: Instant): Observed {
  const gone = { kind: "known", value: null, at } as const;
  switch (step.kind) {
    case "writeRecords":
      return withRecords(observed, step.changes);
    // A read may show it for a while.
    case "deleteDistribution":
      return { ...observed, distribution: gone };
    case "deleteTemporaryDistribution":
      return { ...observed, temporary: { kind: "known", value: { kind: "gone" }, at } };
    case "deleteAccessControl":
      return { ...observed, accessControl: gone };
    case "moveAlias":
      return withMovedAlias(observed, step);
    default:
      return observed;
  }
}

/** The ETag of a distribution whose alias was moved, until it is read again. */
export const MOVED = "";

function withFormer(observed: Observed, distribution: DistributionFacts): Observed {
  const { former } = observed;
  if (former?.kind !== "known") return observed;
  const value = former.value.map((each) =>
    each.distribution.id === distribution.id ? { ...each, distribution } : each,
  );
  return { ...observed, former: { ...former, value } };
}

function withMovedAlias(observed: Observed, { domain, from, to }: Extract<Step, { kind: "moveAlias" }>): Observed {
  const { distribution, former, holders } = observed;
  const without = <T extends { id: string; aliases: string[] }>(one: T): T =>
    one.id === from ? { ...one, aliases: one.aliases.filter((alias) => alias !== domain) } : one;
  const moved = { etag: MOVED, deployed: false };
  const picture = { ...observed };
  if (distribution?.kind === "known" && distribution.value?.id === to) {
    const { value } = distribution;
    picture.distribution = {
      ...distribution,
      value: { ...value, ...moved, aliases: [...value.aliases.filter((alias) => alias !== domain), domain] },
    };
  }
  if (former?.kind === "known") {
    const value = former.value.map((each) =>
      each.distribution.id === from ? { ...each, distribution: { ...without(each.distribution), ...moved } } : each,
    );
    picture.former = { ...former, value };
  }
  if (holders?.kind === "known") picture.holders = { ...holders, value: holders.value.map(without) };
  return picture;
}

/** A batch of Route 53 is atomic: the zone holds just what was sent. */
function withRecords(observed: Observed, changes: RecordChange[]): Observed {
  if (observed.recordSets?.kind !== "known") return observed;
  const isSame = (a: RecordSetFacts, b: RecordSetFacts): boolean =>
    a.zoneId === b.zoneId && a.name === b.name && a.type === b.type;
  const touched = (set: RecordSetFacts): boolean => changes.some(({ record }) => isSame(record, set));
  const kept = observed.recordSets.value.filter((set) => !touched(set));
  const made = changes.filter(({ action }) => action !== "DELETE").map(({ record }) => record);
  return { ...observed, recordSets: { ...observed.recordSets, value: [...kept, ...made] } };
}

export function unreachable(value: never): never {
  throw new Error(`not a known kind: ${JSON.stringify(value)}`);
}
