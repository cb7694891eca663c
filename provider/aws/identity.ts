import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import type { Clock, Identity } from "../ports";
import type { Call } from "./call";
import { required } from "./errors";
import { createSharedLook } from "./shared-look";

/** Asked once: the account of a connection does not change. */
export function createIdentity(sts: STSClient, call: Call, clock: Clock): Identity {
  const account = createSharedLook(clock, Number.POSITIVE_INFINITY, () =>
    call("sts:GetCallerIdentity", async () =>
      required((await sts.send(new GetCallerIdentityCommand({}))).Account, "Account"),
    ),
  );
  return { account: account.get };
}
