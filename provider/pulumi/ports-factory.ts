/** The real outside of a group: AWS, DNS, edges, time. */
import { createDns } from "../dns/dns";
import { createEdges } from "../dns/edges";
import { socketTransport } from "../dns/transport";
import type { Clock, Dns, Ports, Progress } from "../ports";
import type { Steering, Wish } from "./wish";

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** One for all groups of the process that ask the same servers: they share what they have learned for some seconds. */
const shared = new Map<string, Dns>();

const dnsOptions = ({ resolvers, dnsPort }: Steering) => ({
  transport: socketTransport,
  clock: systemClock,
  resolvers,
  port: dnsPort,
});

export function createDnsPort(steering: Steering): Dns {
  const key = JSON.stringify([steering.resolvers, steering.dnsPort]);
  const dns = shared.get(key) ?? createDns(dnsOptions(steering));
  shared.set(key, dns);
  return dns;
}

export function createPorts({ credentials, steering }: Wish, progress: Progress): Ports {
  // Loaded here alone: the SDK of AWS takes a third of a second, and most previews ask nothing of AWS.
  const { createAws }: typeof import("../aws/clients") = require("../aws/clients");
  return {
    ...createAws({ connection: credentials, clock: systemClock }),
    dns: createDnsPort(steering),
    edges: createEdges({ ...dnsOptions(steering), httpsPort: steering.httpsPort }),
    clock: systemClock,
    progress,
  };
}
