import { AwsError, type World } from "../contracts";
import { type Certificate, isInUse, type Tag } from "./certificate";
import type { AcmStore } from "./store";

/** Throws AwsError while anything uses it. */
export function deleteCertificate(world: World, store: AcmStore, certificate: Certificate): void {
  if (isInUse(world, certificate)) {
    const { arn, account } = certificate;
    throw new AwsError("ResourceInUseException", `Certificate ${arn} in account ${account} is in use.`, 400);
  }
  certificate.deletedAt = world.clock.now();
  store.wrote(certificate.account);
}

export function setTags(store: AcmStore, certificate: Certificate, tags: Tag[]): void {
  certificate.tags.push({ at: store.clock.now(), tags });
  store.wrote(certificate.account);
}
