import { createAws } from "../../provider/aws/clients";
import type { Connection, Transport } from "../../provider/aws/connection";
import { virtualClock } from "../simulator/clock";
import { clientConfig } from "../simulator/in-process";
import { createSimulator, type SimulatorOptions } from "../simulator/simulator";

export const ownCredentials: Connection = { profile: null, assumeRoles: [], route53AssumeRole: null };

interface Answer {
  statusCode: number;
  body: string;
}

/** The adapters over an endpoint that answers each request so, and so only. */
export function awsAnswering(answer: (path: string) => Answer) {
  const requestHandler = {
    handle: async ({ path }: { path: string }) => {
      const { statusCode, body } = answer(path);
      return { response: { statusCode, headers: {}, body: Buffer.from(body) } };
    },
  };
  const credentials = { accessKeyId: "AKIA", secretAccessKey: "secret" };
  const transport = { requestHandler, credentials } as unknown as Transport;
  return createAws({ connection: ownCredentials, clock: virtualClock(0), transport });
}

/** The adapters over a simulated AWS in virtual time. */
export function awsWorld(options: Partial<SimulatorOptions> = {}, connection: Connection = ownCredentials) {
  const simulator = createSimulator({ seed: "aws", ...options });
  const { requestHandler, credentials } = clientConfig(simulator);
  const aws = createAws({ connection, clock: simulator.world.clock, transport: { requestHandler, credentials } });
  return { simulator, ...aws };
}
