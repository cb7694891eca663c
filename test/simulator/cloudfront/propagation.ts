import type { Latencies, World } from "../contracts";
import type { DistributionConfig } from "./config";
import { newEtag } from "./etags";
import type { DistributionVersion } from "./facts";

/** A write of now: new ETag, and for each reader and edge its own moment. */
export function newVersion(
  world: World,
  edgeCount: number,
  config: DistributionConfig,
  before: DistributionVersion | undefined,
): DistributionVersion {
  return versionOf(world, config, before, edgeMoments(world, edgeCount, before === undefined ? [] : [before]));
}

/** What comes after `before`. */
export interface Write {
  readonly config: DistributionConfig;
  readonly before: DistributionVersion;
}

/**
 * One write of two distributions: each edge takes both at one moment, so that what goes from the one to the other is with exactly one of them
 * everywhere at any time. Readers have moments of their own for each.
 */
export function versionsTogether(
  world: World,
  edgeCount: number,
  one: Write,
  other: Write,
): [DistributionVersion, DistributionVersion] {
  const edgesAt = edgeMoments(world, edgeCount, [one.before, other.before]);
  return [versionOf(world, one.config, one.before, edgesAt), versionOf(world, other.config, other.before, edgesAt)];
}

/** Edges apply updates in order (CloudFront Developer Guide, "Update a distribution"): none takes a write before those before it. */
function edgeMoments(world: World, edgeCount: number, before: readonly DistributionVersion[]): number[] {
  const at = world.clock.now();
  return edgeOffsets(world, edgeCount).map((offset, edge) =>
    Math.max(at + offset, ...before.map(({ edgesAt }) => edgesAt[edge] ?? at)),
  );
}

function versionOf(
  world: World,
  config: DistributionConfig,
  before: DistributionVersion | undefined,
  edgesAt: readonly number[],
): DistributionVersion {
  const at = world.clock.now();
  const readableAt = at + upTo(world, "distributionReadLag");
  const deployedAt = Math.max(...edgesAt);
  return {
    etag: newEtag(world),
    config,
    at,
    readableAt: Math.max(readableAt, before?.readableAt ?? at),
    edgesAt,
    deployedAt,
    deletableAt: deployedAt + upTo(world, "deletableAfterDeployed"),
  };
}

/** A random part of a latency: no client can count on the whole, or on none. */
export function upTo({ random, latencies }: World, latency: keyof Latencies): number {
  return random.next() * latencies[latency];
}

/** One that is Deployed and seen by everybody from its first moment. */
export function settledVersion(world: World, edgeCount: number, config: DistributionConfig): DistributionVersion {
  const at = world.clock.now();
  const edgesAt = Array.from({ length: edgeCount }, () => at);
  return { etag: newEtag(world), config, at, readableAt: at, edgesAt, deployedAt: at, deletableAt: at };
}

/** One edge is first and one last; the others fall between. */
function edgeOffsets(world: World, edgeCount: number): number[] {
  const { deploy, deployFirstEdge } = world.latencies;
  const first = Math.min(deployFirstEdge, deploy);
  const offsets = Array.from({ length: edgeCount }, () => first + world.random.next() * (deploy - first));
  const firstEdge = world.random.below(edgeCount);
  const lastEdge = (firstEdge + 1 + world.random.below(Math.max(edgeCount - 1, 1))) % edgeCount;
  offsets[firstEdge] = first;
  offsets[lastEdge] = deploy;
  return offsets;
}
