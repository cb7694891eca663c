import { createDns } from "../../provider/dns/dns";
import type { DnsTransport } from "../../provider/dns/transport";
import { virtualClock } from "../simulator/clock";
import { exchange, RESOLVER_ADDRESS } from "../simulator/dns/in-process";
import { createDnsWorld } from "../simulator/dns/world";
import type { ZoneSpec } from "../simulator/dns-contracts";
import { seededRandom } from "../simulator/random";

/** One packet that was sent. */
export interface Sent {
  address: string;
  protocol: "udp" | "tcp";
}

/** The adapter over a simulated internet, in virtual time and without sockets. */
export function dnsWorld() {
  const clock = virtualClock(Date.UTC(2026, 9, 1));
  const internet = createDnsWorld(clock, seededRandom("dns"));
  const sent: Sent[] = [];
  const transport: DnsTransport = {
    exchange: (address, _port, packet, protocol) => {
      sent.push({ address, protocol });
      return exchange(internet, address, packet, protocol);
    },
  };
  const dns = createDns({ transport, clock, resolvers: [RESOLVER_ADDRESS] });

  /** A public zone that its parent delegates to these servers. */
  const delegatedZone = (name: string, nameServers: string[]): ZoneSpec => {
    const zone: ZoneSpec = { id: `zone of ${name}`, name, nameServers, private: false, soaMinimum: 86_400 };
    internet.addZone(zone);
    internet.delegate(name, nameServers);
    return zone;
  };
  /** Published everywhere now. */
  const publish = (
    zone: ZoneSpec,
    name: string,
    type: "A" | "CNAME" | "TXT" | "CAA" | "NS",
    ...values: string[]
  ): void => internet.setRecord(zone.id, name, type, { name, type, ttl: 300, values }, clock.now());
  return { clock, internet, transport, dns, sent, delegatedZone, publish };
}
