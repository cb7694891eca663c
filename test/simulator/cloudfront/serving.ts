import { childOf, textAt } from "../codec/xml";
import type { ViewerRequest, ViewerResponse } from "../contracts";
import type { Behavior } from "./behaviors";
import type { DistributionConfig } from "./config";
import { type Distribution, versionAtEdge } from "./facts";
import { holderAtEdge } from "./holders";
import { itemsOf } from "./members";
import { answerOfOrigin, type OriginAnswer } from "./origin-answer";
import { originRequest } from "./origin-request";
import type { Origin } from "./origins";
import type { CloudFrontState } from "./state";

interface Served {
  distribution: Distribution;
  config: DistributionConfig;
}

/** What an edge answers to a request, by the configuration that it has now. Nothing is cached: each request goes to the origin. */
export function serveAtEdge(state: CloudFrontState, edge: number, request: ViewerRequest): ViewerResponse {
  const served = servedAt(state, edge, request.host);
  if (served === undefined) {
    return ownAnswer(403, `No distribution at edge ${edge} serves ${request.host}.`);
  }
  const { distribution, config } = served;
  const entry = `/${request.path === "/" ? config.defaultRootObject : request.path.slice(1)}`;
  const behavior = behaviorFor(config, entry);
  if (behavior === undefined || !behavior.allowedMethods.includes(request.method)) {
    return ownAnswer(403, `This distribution is not configured to allow the HTTP request method ${request.method}.`);
  }
  const answer = withErrorPage(state, served, request, ask(state, served, { ...request, path: entry }));
  const body = `${request.host} is served by ${distribution.id} at edge ${edge}.\n\n${answer.body}\n`;
  return { ...answer, body };
}

function servedAt(state: CloudFrontState, edge: number, host: string): Served | undefined {
  const byName = state.facts.byDomainName.get(host);
  const atEdge = byName && versionAtEdge(byName, edge, state.world.clock.now());
  const found = byName && atEdge ? { distribution: byName, version: atEdge } : holderAtEdge(state, edge, host);
  return found?.version.config.enabled ? { distribution: found.distribution, config: found.version.config } : undefined;
}

function ask(state: CloudFrontState, { distribution, config }: Served, request: ViewerRequest): OriginAnswer {
  const behavior = behaviorFor(config, request.path);
  const origin = behavior && originOf(config, behavior.targetOriginId);
  if (behavior === undefined || origin === undefined) {
    return ownAnswer(502, "CloudFront wasn't able to connect to the origin.");
  }
  return answerOfOrigin(state, distribution.arn, origin, originRequest(behavior, origin, request));
}

/** CloudFront Developer Guide, "Generating custom error responses": when the page cannot be had either, viewers get the origin's error. */
function withErrorPage(
  state: CloudFrontState,
  served: Served,
  request: ViewerRequest,
  answer: OriginAnswer,
): OriginAnswer {
  const page = served.config.errorResponses.find(({ errorCode }) => errorCode === answer.status)?.page;
  const instead = page && ask(state, served, { ...request, method: "GET", path: page.path, query: "" });
  return page && instead?.status === 200 ? { ...instead, status: page.status } : answer;
}

function behaviorFor({ behaviors }: DistributionConfig, path: string): Behavior | undefined {
  return behaviors.find(({ pathPattern }) => matches(pathPattern, path));
}

/** CloudFront API reference, CacheBehavior.PathPattern: case counts, a slash at the beginning does not. */
function matches(pattern: string, path: string): boolean {
  const escaped = pattern.replace(/^\//, "").replace(/[.+^${}()|[\]\\]/g, "\\$&");
  return new RegExp(`^/?${escaped.replace(/\*/g, ".*").replace(/\?/g, ".")}$`).test(path);
}

/** The first of a group: no origin here is ever out of reach. */
function originOf({ xml, origins }: DistributionConfig, id: string): Origin | undefined {
  const group = itemsOf(childOf(xml, "OriginGroups")).find((each) => textAt(each, "Id") === id);
  const [first] = itemsOf(childOf(group, "Members"));
  const originId = group === undefined ? id : textAt(first, "OriginId");
  return origins.find((origin) => origin.id === originId);
}

function ownAnswer(status: number, text: string): ViewerResponse {
  return { status, headers: { server: "CloudFront" }, body: `${text}\n` };
}
