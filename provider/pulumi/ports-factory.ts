/** The real outside of a group: AWS, DNS, time. */
import { createDns } from "../dns/dns";
import { socketTransport } from "../dns/transport";
import type { Clock, Dns, Ports, Progress } from "../ports";
import type { Steering, Wish } from "./wish";

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};

/** One for all groups of the process that ask the same servers: they share what they have learned for some seconds. */
const shared = new Map<string, Dns>();

export function createDnsPort({ resolvers, dnsPort }: Steering): Dns {
  const key = JSON.stringify([resolvers, dnsPort]);
  const dns =
    shared.get(key) ?? createDns({ transport: socketTransport, clock: systemClock, resolvers, port: dnsPort });
  shared.set(key, dns);
  return dns;
}

export function createPorts({ credentials, steering }: Wish, progress: Progress): Ports {
  // Loaded here alone: the SDK of AWS takes a third of a second, and a preview asks nothing of AWS.
  const { createAws }: typeof import("../aws/clients") = require("../aws/clients");
  return {
    ...createAws({ connection: { ...credentials, route53AssumeRole: null }, clock: systemClock }),
    dns: createDnsPort(steering),
    clock: systemClock,
    progress,
  };
}
