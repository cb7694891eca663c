/**
 * A process's view of a world as `portsInto` gives it, on the simulator's semantics: the same calls, without the AWS SDK. What makes the simulator
 * strict stays in the way of each of them: rates, permissions, faults, latencies, history and listeners.
 */
import { type Call, createCall } from "../../../provider/aws/call";
import { required } from "../../../provider/aws/errors";
import { createRateLimits, documentedRates } from "../../../provider/aws/rate-limits";
import { createSharedLook } from "../../../provider/aws/shared-look";
import type { Clock, Identity } from "../../../provider/ports";
import { textAt } from "../../simulator/codec/xml";
import type { Simulator } from "../../simulator/simulator";
import { ACCESS_KEY, type GroupWorld, portsBeside } from "../world";
import { createAccessControls } from "./access-controls";
import { createCertificates } from "./certificates";
import { createDistributions } from "./distributions";
import { createLine, elementIn, type Line } from "./line";
import { createZones } from "./zones";

/** @param sessionToken of temporary credentials */
export function semanticsInto(
  simulator: Simulator,
  accessKey = ACCESS_KEY,
  sessionToken?: string,
): Omit<GroupWorld, "simulator"> {
  const { clock } = simulator.world;
  const line = createLine(simulator, { accessKey, ...(sessionToken !== undefined && { sessionToken }) });
  const call = createCall(createRateLimits(clock, documentedRates));
  const said: string[] = [];
  const ports = {
    certificates: createCertificates(line, call, clock),
    distributions: createDistributions(line, call, clock),
    accessControls: createAccessControls(line, call, clock),
    zones: createZones(line, call, clock),
    identity: createIdentity(line, call, clock),
    ...portsBeside(simulator, said),
  };
  return { ports, said };
}

function createIdentity(line: Line, call: Call, clock: Clock): Identity {
  const account = createSharedLook(clock, Number.POSITIVE_INFINITY, () =>
    call("sts:GetCallerIdentity", async () => {
      const answer = await line("sts", { method: "POST", path: "/", body: "Action=GetCallerIdentity" });
      return required(textAt(elementIn(answer), "GetCallerIdentityResult/Account"), "Account");
    }),
  );
  return { account: account.get };
}
