import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCertificateAuthority } from "./ca";
import { realClock } from "./clock";
import type { Latencies, Switches } from "./contracts";
import { type ControlPlane, startControl } from "./control";
import { setLatencies } from "./control/setting-routes";
import { defaultEdgeAddresses, defaultLatencies } from "./defaults";
import { startDnsServers } from "./dns/server";
import { isBindable } from "./edge/loopback";
import { startEdges } from "./edge/server";
import { startHttpServer } from "./http-server";
import { createSimulator, type Simulator, type SimulatorOptions } from "./simulator";

export interface RunOptions {
  /** AWS is here, the control plane at the next port, then DNS and the edges. Default: any that are free. */
  port?: number;
  /** Default: another one each time. */
  seed?: number | string;
  /** Any part of them, also `resolverCache` and `resolverNegativeCache`; the rest takes seconds. */
  latencies?: Partial<Latencies> & { resolverCache?: number; resolverNegativeCache?: number };
  switches?: Partial<Switches>;
  /** Access key -> account, in place of the two default ones. */
  accounts?: { [accessKey: string]: string };
}

/** The simulator on sockets of this machine. */
export interface RunningSimulator {
  simulator: Simulator;
  /** For `AWS_ENDPOINT_URL`. */
  aws: string;
  /** `ip:port` of the recursive resolver. Name servers have the same port. */
  dns: string;
  /** `ip:port` of each edge. */
  edges: string[];
  /** URL of the control plane. */
  control: string;
  /** File with the root certificate of the edges' certificates, for `NODE_EXTRA_CA_CERTS` or `curl --cacert`. */
  ca: string;
  httpsPort: number;
  dnsPort: number;
  close(): Promise<void>;
}

/** So long at most do resolvers keep what they know: with the TTLs of real zones, nobody would wait for a change to be seen. */
const RESOLVER_CACHE = 5_000;
const RESOLVER_NEGATIVE_CACHE = 2_000;

const LOOPBACK = "127.0.0.1";

interface Closable {
  close(): Promise<void>;
}

export async function startSimulator(options: RunOptions = {}): Promise<RunningSimulator> {
  const started: Closable[] = [];
  const close = async (): Promise<void> => void (await Promise.all(started.map((server) => server.close())));
  try {
    return { ...(await startServers(options, started)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startServers(options: RunOptions, started: Closable[]): Promise<Omit<RunningSimulator, "close">> {
  const ca = await createCertificateAuthority();
  const simulator = createWorld(options, { ca, edgeAddresses: await edgeAddresses() });
  const port = (offset: number): number => (options.port === undefined ? 0 : options.port + offset);
  const opened = async <T extends Closable>(starting: Promise<T>): Promise<T> => {
    const server = await starting;
    started.push(server);
    return server;
  };
  const rootFile = writeRoot(ca.rootPem);
  started.push(rootFile);
  const aws = await opened(startHttpServer(simulator, port(0)));
  const control = await opened<ControlPlane>(startControl(simulator, port(1)));
  const dns = await opened(startDnsServers(simulator.dns, port(2)));
  const edges = await opened(startEdges(simulator.cloudfront, simulator.cloudfront.edgeAddresses, ca, port(3)));
  return {
    simulator,
    aws: aws.url,
    dns: dns.recursive,
    edges: edges.addresses,
    control: control.url,
    ca: rootFile.path,
    httpsPort: edges.port,
    dnsPort: dns.port,
  };
}

function createWorld(options: RunOptions, parts: Pick<SimulatorOptions, "ca" | "edgeAddresses">): Simulator {
  const { seed = Date.now(), latencies = {}, switches = {}, accounts } = options;
  const clock = realClock();
  const simulator = createSimulator({
    seed,
    clock,
    latencies: defaultLatencies,
    switches,
    ...parts,
    ...(accounts ? { accounts } : {}),
  });
  const caches = { resolverCache: RESOLVER_CACHE, resolverNegativeCache: RESOLVER_NEGATIVE_CACHE };
  setLatencies(simulator, { ...caches, ...latencies });
  return simulator;
}

/** Where other loopback addresses cannot be had (macOS), the edges share one. */
async function edgeAddresses(): Promise<readonly string[]> {
  const [first = LOOPBACK] = defaultEdgeAddresses;
  return (await isBindable(first)) ? defaultEdgeAddresses : defaultEdgeAddresses.map(() => LOOPBACK);
}

function writeRoot(pem: string): Closable & { path: string } {
  const folder = mkdtempSync(join(tmpdir(), "aws-simulator-"));
  const path = join(folder, "root.pem");
  writeFileSync(path, pem);
  return { path, close: async () => rmSync(folder, { recursive: true, force: true }) };
}
