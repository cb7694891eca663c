import { createDns } from "../../../provider/dns/dns";
import { socketTransport } from "../../../provider/dns/transport";
import type { Dns } from "../../../provider/ports";
import { systemClock } from "../../../provider/pulumi/ports-factory";

const bind = Number(process.env["BIND_PORT"]);

/** Our look-ups, with BIND as resolver and behind every server. `port`: where the servers are asked. */
export function bindDns(port = bind): Dns {
  return createDns({ transport: socketTransport, clock: systemClock, resolvers: [`127.0.0.1:${bind}`], port });
}
