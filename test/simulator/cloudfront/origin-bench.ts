import {
  CreateOriginAccessControlCommand,
  type DistributionConfig,
  type Origin,
  type OriginAccessControlConfig,
} from "@aws-sdk/client-cloudfront";
import type { ViewerRequest, ViewerResponse } from "../contracts";
import { type CloudFrontBench, type Created, configWith } from "./bench";

export const PICTURES = "pictures.s3.eu-west-1.amazonaws.com";

export const policies = {
  cachingDisabled: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
  cachingOptimized: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  byOriginAndQuery: "4cc15a8a-d715-48a4-82b8-cc0b614638fe",
  allViewer: "216adef6-5c7f-47e4-b989-5492eafa07d3",
  allViewerExceptHost: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
};

export function accessControlConfig(more: Partial<OriginAccessControlConfig> = {}): OriginAccessControlConfig {
  return {
    Name: "pictures",
    Description: "",
    SigningProtocol: "sigv4",
    SigningBehavior: "always",
    OriginAccessControlOriginType: "s3",
    ...more,
  };
}

/** One that distributions may name. */
export async function accessControl(
  { cloudFront, simulator, pass }: CloudFrontBench,
  more: Partial<OriginAccessControlConfig> = {},
): Promise<{ id: string; etag: string }> {
  const command = new CreateOriginAccessControlCommand({ OriginAccessControlConfig: accessControlConfig(more) });
  const { OriginAccessControl, ETag = "" } = await cloudFront.send(command);
  await pass(simulator.world.latencies.accessControlVisible);
  return { id: OriginAccessControl?.Id ?? "", etag: ETag };
}

/** What an update must say of an origin, and a creation need not. */
export const IN_UPDATES: Partial<Origin> = { OriginPath: "", CustomHeaders: { Quantity: 0 } };

export function bucketOrigin(OriginAccessControlId: string, more: Partial<Origin> = {}): Origin {
  const S3OriginConfig = { OriginAccessIdentity: "" };
  return { Id: "origin", DomainName: PICTURES, S3OriginConfig, OriginAccessControlId, ...more };
}

export function customOrigin(more: Partial<Origin> = {}): Origin {
  const CustomOriginConfig = { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "https-only" as const };
  return { Id: "origin", DomainName: "app.example.net", CustomOriginConfig, ...more };
}

export function originList(...Items: Origin[]): DistributionConfig["Origins"] {
  return { Quantity: Items.length, Items };
}

export type Behavior = NonNullable<DistributionConfig["DefaultCacheBehavior"]>;

export function behaviorWith(more: Partial<Behavior> = {}): Behavior {
  return { TargetOriginId: undefined, ViewerProtocolPolicy: undefined, ...configWith().DefaultCacheBehavior, ...more };
}

/** A distribution of a bucket through an access control, Deployed; the bucket is still closed. */
export async function pictures(bench: CloudFrontBench, more: Partial<DistributionConfig> = {}): Promise<Created> {
  const { id } = await accessControl(bench);
  const created = await bench.create({ Origins: originList(bucketOrigin(id)), ...more });
  await bench.settle();
  return created;
}

/** What the first edge answers. */
export function get(
  { simulator }: CloudFrontBench,
  host: string,
  path = "/",
  more: Partial<ViewerRequest> = {},
): ViewerResponse {
  return simulator.cloudfront.serve(0, { host, method: "GET", path, query: "", headers: {}, ...more });
}
