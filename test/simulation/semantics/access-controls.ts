/** The port `AccessControls` on the simulator's CloudFront. */
import { allPages, type Call } from "../../../provider/aws/call";
import { required } from "../../../provider/aws/errors";
import { createSharedLook } from "../../../provider/aws/shared-look";
import type { AccessControl } from "../../../provider/core/model";
import type { AccessControls, Clock, Reply } from "../../../provider/ports";
import { childOf, element, textAt, type XmlElement } from "../../simulator/codec/xml";
import { tell } from "./distributions";
import { type Answer, elementIn, type Line } from "./line";

const listingKeptMs = 5_000;
const ROOT = "/2020-05-31/origin-access-control";

const SIGNING = { SigningProtocol: "sigv4", SigningBehavior: "always", OriginAccessControlOriginType: "s3" };

export function createAccessControls(line: Line, call: Call, clock: Clock): AccessControls {
  const listing = createSharedLook(clock, listingKeptMs, () => list(line, call));
  return {
    find: async (name) => {
      const listed = await listing.get();
      if (listed.kind !== "ok") return listed;
      const id = listed.value.find((each) => each.name === name)?.id;
      if (id === undefined) return { kind: "absent" };
      return call("cloudfront:GetOriginAccessControl", async () =>
        accessControl(await line("cloudfront", { method: "GET", path: `${ROOT}/${id}` })),
      );
    },
    create: (name) =>
      listing.staleAfter(
        call("cloudfront:CreateOriginAccessControl", async () =>
          accessControl(await line("cloudfront", { method: "POST", path: ROOT, content: forBucket(name) })),
        ),
      ),
    mend: (id, etag, name) =>
      call("cloudfront:UpdateOriginAccessControl", async () =>
        accessControl(
          await line("cloudfront", {
            method: "PUT",
            path: `${ROOT}/${id}/config`,
            headers: { "if-match": etag },
            content: forBucket(name),
          }),
        ),
      ),
    delete: (id, etag) =>
      listing.staleAfter(
        tell(call, "DeleteOriginAccessControl", () =>
          line("cloudfront", { method: "DELETE", path: `${ROOT}/${id}`, headers: { "if-match": etag } }),
        ),
      ),
  };
}

function forBucket(name: string): XmlElement {
  const members = Object.entries(SIGNING).map(([member, value]) => element(member, value));
  return element("OriginAccessControlConfig", [element("Name", name), ...members]);
}

function accessControl(answer: Answer): AccessControl {
  const root = elementIn(answer);
  const config = childOf(root, "OriginAccessControlConfig");
  return {
    id: required(textAt(root, "Id"), "OriginAccessControl.Id"),
    etag: required(answer.etag, "ETag"),
    intact: Object.entries(SIGNING).every(([member, value]) => textAt(config, member) === value),
  };
}

function list(line: Line, call: Call): Promise<Reply<{ id: string; name: string }[]>> {
  return allPages((start) =>
    call("cloudfront:ListOriginAccessControls", async () => {
      const query: { [name: string]: string } = start === undefined ? {} : { Marker: start };
      const page = elementIn(await line("cloudfront", { method: "GET", path: ROOT, query }));
      const items = (childOf(page, "Items")?.children ?? []).map((each) => ({
        id: textAt(each, "Id") ?? "",
        name: textAt(each, "Name") ?? "",
      }));
      return { items, next: textAt(page, "NextMarker") || undefined };
    }),
  );
}
