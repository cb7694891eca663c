import { createAws } from "../../provider/aws/clients";
import type { Connection } from "../../provider/aws/connection";
import { clientConfig } from "../simulator/in-process";
import { createSimulator, type SimulatorOptions } from "../simulator/simulator";

export const ownCredentials: Connection = { profile: null, assumeRoles: [], route53AssumeRole: null };

/** The adapters over a simulated AWS in virtual time. */
export function awsWorld(options: Partial<SimulatorOptions> = {}, connection: Connection = ownCredentials) {
  const simulator = createSimulator({ seed: "aws", ...options });
  const { requestHandler, credentials } = clientConfig(simulator);
  const aws = createAws({ connection, clock: simulator.world.clock, transport: { requestHandler, credentials } });
  return { simulator, ...aws };
}
