import { type Accounts, createAccounts, defaultAccounts } from "./accounts";
import { type Acm, createAcm } from "./acm/service";
import { virtualClock } from "./clock";
import { type CloudFront, createCloudFront } from "./cloudfront/service";
import type {
  CertificateAuthority,
  Latencies,
  Random,
  ServiceName,
  Services,
  SimClock,
  Switches,
  WireRequest,
  WireResponse,
  World,
} from "./contracts";
import { awsLikeLatencies, defaultEdgeAddresses, strictSwitches } from "./defaults";
import { type CallListener, dispatch } from "./dispatch";
import { createDnsWorld } from "./dns/world";
import type { DnsWorld } from "./dns-contracts";
import { createFaults, type Faults } from "./faults";
import { createHistory, type History } from "./history";
import { seededRandom } from "./random";
import { awsRates, createRateLimits, type RateTable } from "./rate-limits";
import { createRoute53, type Route53 } from "./route53/service";
import { createSts } from "./sts/service";

export interface SimulatorOptions {
  seed: number | string;
  /** Default: virtual, from 1 October 2026. */
  clock?: SimClock;
  /** Any part of them; the rest is as long as AWS takes. */
  latencies?: Partial<Latencies>;
  switches?: Partial<Switches>;
  /** Access key -> account. */
  accounts?: { [accessKey: string]: string };
  /** Default: the rates of AWS. */
  rates?: RateTable;
  /** IPv4 addresses, one an edge: `d….cloudfront.net` leads to them. Default: four. */
  edgeAddresses?: readonly string[];
  /** GetCertificate answers with its certificates. */
  ca?: CertificateAuthority;
}

/** AWS and the DNS of the world: all facts of one simulation. */
export interface Simulator {
  readonly world: World;
  readonly acm: Acm;
  readonly cloudfront: CloudFront;
  readonly route53: Route53;
  readonly services: Services;
  readonly dns: DnsWorld;
  readonly history: History;
  readonly faults: Faults;
  readonly accounts: Accounts;
  /** One call to AWS. Rejects with `ConnectionLost` when no answer comes. */
  call(request: WireRequest, service: ServiceName): Promise<WireResponse>;
  /** Around every call, until what it gives back is called. */
  onCall(listener: CallListener): () => void;
}

const start = Date.UTC(2026, 9, 1, 9, 30);

export function createSimulator(options: SimulatorOptions): Simulator {
  const randomFor = (part: string) => seededRandom(`${options.seed} ${part}`);
  const { world, acm, cloudfront, route53 } = createServices(options, randomFor);
  const accounts = createAccounts(world.clock, randomFor("accounts"), options.accounts ?? defaultAccounts);
  const services = { acm, cloudfront, route53, sts: createSts(accounts) };
  const dispatcher = {
    clock: world.clock,
    random: randomFor("dispatch"),
    latencies: world.latencies,
    accounts,
    faults: createFaults(),
    rateLimits: createRateLimits(options.rates ?? awsRates, world.clock.now),
    history: createHistory(),
    services,
    listeners: new Set<CallListener>(),
  };
  return {
    world,
    acm,
    cloudfront,
    route53,
    services,
    dns: world.dns,
    history: dispatcher.history,
    faults: dispatcher.faults,
    accounts,
    call: (request, service) => dispatch(dispatcher, request, service),
    onCall: (listener) => {
      dispatcher.listeners.add(listener);
      return () => dispatcher.listeners.delete(listener);
    },
  };
}

/** Each part draws from a random source of its own: one more call to one of them changes nothing for the others. */
function createServices(options: SimulatorOptions, randomFor: (part: string) => Random) {
  const clock = options.clock ?? virtualClock(start);
  const dns = createDnsWorld(clock, randomFor("dns"));
  const latencies = { ...awsLikeLatencies, ...options.latencies };
  const switches = { ...strictSwitches, ...options.switches };
  const worldOf = (part: string): World => ({
    clock,
    dns,
    latencies,
    switches,
    random: randomFor(part),
    get acm() {
      return acm;
    },
    get cloudfront() {
      return cloudfront;
    },
  });
  const acm: Acm = createAcm(worldOf("acm"), options.ca);
  const cloudfront: CloudFront = createCloudFront(worldOf("cloudfront"), {
    addresses: options.edgeAddresses ?? defaultEdgeAddresses,
  });
  const route53 = createRoute53(worldOf("route53"));
  return { world: worldOf("world"), acm, cloudfront, route53 };
}
