import type { World } from "../contracts";
import { ID_CHARACTERS } from "../random";
import { invalidIfMatchVersion, preconditionFailed } from "./errors";

export function newEtag(world: World): string {
  return `E${world.random.text(ID_CHARACTERS, 13)}`;
}

/** The border between the two codes is not documented: a tag that this resource once had is stale, any other is not known. */
export function checkIfMatch(versions: readonly { readonly etag: string }[], ifMatch: string | undefined): void {
  if (ifMatch === versions.at(-1)?.etag) {
    return;
  }
  const once = versions.some((version) => version.etag === ifMatch);
  throw once ? preconditionFailed() : invalidIfMatchVersion();
}
