import { createServer, type IncomingMessage } from "node:http";
import { AwsError } from "./contracts";
import { awsRoutes } from "./control/aws-routes";
import { ControlError } from "./control/readers";
import { recordRoutes } from "./control/record-routes";
import type { Route } from "./control/route";
import { settingRoutes } from "./control/setting-routes";
import { worldRoutes } from "./control/world-routes";
import { zoneRoutes } from "./control/zone-routes";
import { closeServer, listen } from "./listening";
import type { Simulator } from "./simulator";

const ROUTES: Route[] = [...worldRoutes, ...recordRoutes, ...zoneRoutes, ...awsRoutes, ...settingRoutes];

export interface ControlPlane {
  url: string;
  close(): Promise<void>;
}

/**
 * JSON over HTTP: everything that happens without a call to AWS, and a look at all of it. README.md lists the paths.
 *
 * @param port default: a free one
 */
export async function startControl(simulator: Simulator, port = 0): Promise<ControlPlane> {
  const server = createServer((request, response) => {
    respond(simulator, request).then(({ status, body }) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(`${JSON.stringify(body ?? null)}\n`);
    });
  });
  const bound = await listen(server, "127.0.0.1", port);
  return { url: `http://127.0.0.1:${bound}`, close: () => closeServer(server) };
}

interface Response {
  status: number;
  body: unknown;
}

async function respond(simulator: Simulator, request: IncomingMessage): Promise<Response> {
  try {
    const route = routeFor(request);
    const body = route.method === "POST" ? await readBody(request) : undefined;
    return { status: 200, body: route.run(simulator, body) };
  } catch (error) {
    return failure(error);
  }
}

function failure(error: unknown): Response {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof ControlError) return { status: error.status, body: { error: message } };
  // What the console refuses as a call would be.
  if (error instanceof AwsError) return { status: error.status, body: { error: `${error.code}: ${message}` } };
  // What the simulated services themselves refuse, such as an ARN that does not exist.
  if (error instanceof RangeError) return { status: 404, body: { error: message } };
  return { status: 500, body: { error: message } };
}

function routeFor({ method, url = "/" }: IncomingMessage): Route {
  const { pathname } = new URL(url, "http://localhost");
  const ofPath = ROUTES.filter((route) => route.path === pathname);
  const route = ofPath.find((candidate) => candidate.method === method);
  if (route) return route;
  const candidates = ofPath.length > 0 ? ofPath : ROUTES;
  const known = candidates.map((candidate) => `${candidate.method} ${candidate.path}`).join(", ");
  throw new ControlError(`${method} ${pathname} is not known here: there is ${known}`, ofPath.length > 0 ? 405 : 404);
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += chunk;
  try {
    return JSON.parse(text === "" ? "{}" : text);
  } catch (error) {
    throw new ControlError(`the body must be JSON: ${error instanceof Error ? error.message : error}`);
  }
}
