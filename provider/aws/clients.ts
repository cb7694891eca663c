/** The AWS side of the ports. All groups of a process with the same connection share clients, rate limits and listings. */
import { ACMClient } from "@aws-sdk/client-acm";
import { CloudFrontClient } from "@aws-sdk/client-cloudfront";
import { Route53Client } from "@aws-sdk/client-route-53";
import { STSClient } from "@aws-sdk/client-sts";
import type { Clock, Ports } from "../ports";
import { createAccessControls } from "./access-controls";
import { createCall } from "./call";
import { createCertificates } from "./certificates";
import { type Connection, connectionKey, region, type Transport } from "./connection";
import { credentialsOf } from "./credentials";
import { createDistributions } from "./distributions";
import { createIdentity } from "./identity";
import { createRateLimits, documentedRates, type Rates } from "./rate-limits";
import { createZones } from "./zones";

export type AwsPorts = Pick<Ports, "certificates" | "distributions" | "accessControls" | "zones" | "identity">;

export interface AwsOptions {
  connection: Connection;
  /** Of the first of all that share the connection. */
  clock: Clock;
  /** Default: sockets, and the machine's own credentials. */
  transport?: Transport;
  /** Default: {@link documentedRates}. */
  limits?: Rates;
}

const machine = {};
/** Of the machine's own connections for as long as the process lives, and of a transport for as long as that does. */
const shared = new WeakMap<object, Map<string, AwsPorts>>([[machine, new Map()]]);

export function createAws(options: AwsOptions): AwsPorts {
  const place = options.transport ?? machine;
  const known = shared.get(place) ?? new Map<string, AwsPorts>();
  shared.set(place, known);
  const key = connectionKey(options.connection, process.env);
  const ports = known.get(key) ?? connect(options);
  known.set(key, ports);
  return ports;
}

function connect({ connection, clock, transport, limits }: AwsOptions): AwsPorts {
  silenceNodeVersionWarning();
  const credentials = credentialsOf(connection, transport ?? null);
  // Retries are the loop's: the SDK's own would hide calls and use other time than the clock's.
  const config = { region, maxAttempts: 1, requestHandler: transport?.requestHandler ?? socketTimeouts };
  const sts = new STSClient({ ...config, credentials: credentials.main });
  // A client keeps its credentials as long as they are good: the others take them from the first.
  const main = { ...config, credentials: sts.config.credentials };
  const route53 = credentials.route53 === null ? main : { ...config, credentials: credentials.route53 };
  const call = createCall(createRateLimits(clock, limits ?? documentedRates));
  const cloudfront = new CloudFrontClient(main);
  return {
    certificates: createCertificates(new ACMClient(main), call, clock),
    distributions: createDistributions(cloudfront, call, clock),
    accessControls: createAccessControls(cloudfront, call, clock),
    zones: createZones(new Route53Client(route53), call, clock),
    identity: createIdentity(sts, call, clock),
  };
}

/** The SDK waits for ever unless told otherwise. */
const socketTimeouts = { connectionTimeout: 5_000, requestTimeout: 30_000, throwOnRequestTimeout: true };

/** The SDK's notice of a coming end of support for this Node.js would land in the Diagnostics of every `pulumi up`. This is its own switch. */
function silenceNodeVersionWarning(): void {
  process.env["AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED"] ??= "true";
}
