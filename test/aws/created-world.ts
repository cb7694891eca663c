import assert from "node:assert/strict";
import type { DistributionFacts, Service } from "../../provider/core/model";
import { accessControlName, callerReference, distributionSettings } from "../../provider/core/new-distribution";
import type { Reply } from "../../provider/ports";
import type { ViewerRequest } from "../simulator/contracts";
import { awsWorld } from "./world";

export const group = "acme/shop/prod/brand";
const bucket = "pictures.s3.eu-west-1.amazonaws.com";
export const services: { [type in Service["type"]]: Service } = {
  static: { type: "static", bucket, defaultRootObject: "index.html", settings: {} },
  spa: { type: "spa", bucket, defaultRootObject: "index.html", settings: {} },
  web: { type: "web", host: "app.example.net", settings: {} },
  api: { type: "api", host: "app.example.net", settings: {} },
};

export function known<T>(reply: Reply<T>): T {
  assert.equal(reply.kind, "ok", JSON.stringify(reply));
  return (reply as Extract<Reply<T>, { kind: "ok" }>).value;
}

/** As soon as a write is answered, everybody knows of it. */
export const prompt = {
  call: 0,
  distributionReadLag: 0,
  deletableAfterDeployed: 0,
  accessControlVisible: 0,
  accessControlReleased: 0,
};

/** An account with an access control of the group. */
export async function createdWorld() {
  const world = awsWorld({ latencies: prompt });
  const control = known(await world.accessControls.create(accessControlName(group)));
  const wanted = (service: Service, attempt = 1) =>
    distributionSettings(service, {
      callerReference: callerReference(group, attempt),
      comment: `domain-group ${group}`,
      accessControlId: control.id,
    });
  return {
    ...world,
    control,
    wanted,
    create: async (service: Service, attempt?: number): Promise<DistributionFacts> => {
      const creation = known(await world.distributions.create(wanted(service, attempt), { "domain-group:id": group }));
      assert.equal(creation.kind, "created");
      return (creation as Extract<typeof creation, { kind: "created" }>).distribution;
    },
    /** Until everything is at every edge. */
    settle: () => world.simulator.world.clock.sleep(3_600_000),
    /** What the first edge answers to a viewer. */
    ask: ({ domainName }: DistributionFacts, request: Partial<ViewerRequest> = {}) =>
      world.simulator.cloudfront.serve(0, {
        host: domainName,
        method: "GET",
        path: "/",
        query: "",
        headers: {},
        ...request,
      }),
  };
}
