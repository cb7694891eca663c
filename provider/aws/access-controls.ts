/** CloudFront's origin access controls: how a distribution proves itself to a bucket. */
import {
  type CloudFrontClient,
  CreateOriginAccessControlCommand,
  DeleteOriginAccessControlCommand,
  GetOriginAccessControlCommand,
  ListOriginAccessControlsCommand,
  type OriginAccessControl,
  type OriginAccessControlConfig,
  type OriginAccessControlSummary,
  UpdateOriginAccessControlCommand,
} from "@aws-sdk/client-cloudfront";
import type { AccessControl } from "../core/model";
import type { AccessControls, Clock, Reply } from "../ports";
import { allPages, type Call } from "./call";
import { required } from "./errors";
import { createSharedLook } from "./shared-look";

const listingKeptMs = 5_000;

export function createAccessControls(cloudfront: CloudFrontClient, call: Call, clock: Clock): AccessControls {
  const listing = createSharedLook(clock, listingKeptMs, () => listAccessControls(cloudfront, call));
  return {
    find: async (name) => {
      const listed = await listing.get();
      if (listed.kind !== "ok") return listed;
      const Id = listed.value.find((each) => each.Name === name)?.Id;
      if (Id === undefined) return { kind: "absent" };
      // The list has no ETags, which a deletion needs.
      return call("cloudfront:GetOriginAccessControl", async () =>
        accessControl(await cloudfront.send(new GetOriginAccessControlCommand({ Id }))),
      );
    },
    create: (name) =>
      listing.staleAfter(
        call("cloudfront:CreateOriginAccessControl", async () => {
          const command = new CreateOriginAccessControlCommand({ OriginAccessControlConfig: forBucket(name) });
          return accessControl(await cloudfront.send(command));
        }),
      ),
    mend: (id, etag, name) =>
      call("cloudfront:UpdateOriginAccessControl", async () => {
        const input = { Id: id, IfMatch: etag, OriginAccessControlConfig: forBucket(name) };
        return accessControl(await cloudfront.send(new UpdateOriginAccessControlCommand(input)));
      }),
    delete: (id, etag) =>
      listing.staleAfter(
        call("cloudfront:DeleteOriginAccessControl", async () => {
          await cloudfront.send(new DeleteOriginAccessControlCommand({ Id: id, IfMatch: etag }));
          return null;
        }),
      ),
  };
}

/** `always`: whatever a viewer sends as Authorization is replaced, so the bucket's answer never depends on it. */
const signing = { SigningProtocol: "sigv4", SigningBehavior: "always", OriginAccessControlOriginType: "s3" } as const;

const forBucket = (name: string): OriginAccessControlConfig => ({ Name: name, ...signing });

interface Answer {
  OriginAccessControl?: OriginAccessControl | undefined;
  ETag?: string | undefined;
}

function accessControl({ OriginAccessControl: found, ETag }: Answer): AccessControl {
  return {
    id: required(found?.Id, "OriginAccessControl.Id"),
    etag: required(ETag, "ETag"),
    intact: isIntact(required(found?.OriginAccessControlConfig, "OriginAccessControlConfig")),
  };
}

function isIntact(config: OriginAccessControlConfig): boolean {
  return (
    config.SigningProtocol === signing.SigningProtocol &&
    config.SigningBehavior === signing.SigningBehavior &&
    config.OriginAccessControlOriginType === signing.OriginAccessControlOriginType
  );
}

function listAccessControls(cloudfront: CloudFrontClient, call: Call): Promise<Reply<OriginAccessControlSummary[]>> {
  return allPages(
    (start) =>
      call("cloudfront:ListOriginAccessControls", async () => {
        const command = new ListOriginAccessControlsCommand({ Marker: start });
        const { OriginAccessControlList: page } = await cloudfront.send(command);
        return { items: page?.Items ?? [], next: page?.NextMarker || undefined };
      }),
    "cloudfront:ListOriginAccessControls",
  );
}
