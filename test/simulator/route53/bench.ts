import {
  type Change,
  ChangeResourceRecordSetsCommand,
  type ChangeResourceRecordSetsCommandOutput,
  CreateHostedZoneCommand,
  ListResourceRecordSetsCommand,
  type ListResourceRecordSetsCommandInput,
  type ResourceRecordSet,
  Route53Client,
} from "@aws-sdk/client-route-53";
import { clientConfig } from "../in-process";
import { createSimulator, type Simulator, type SimulatorOptions } from "../simulator";

/** A simulator with a delegated zone `example.com` of the first account, and clients of two accounts. */
export interface Route53Bench {
  simulator: Simulator;
  client: Route53Client;
  otherClient: Route53Client;
  zoneId: string;
  nameServers: string[];
  createZone(name: string, reference?: string): Promise<string>;
  change(...changes: Change[]): Promise<ChangeResourceRecordSetsCommandOutput>;
  list(input?: Partial<ListResourceRecordSetsCommandInput>): Promise<ResourceRecordSet[]>;
  /** Time passes. */
  pass(ms: number): Promise<void>;
}

export function route53Bench(options: Partial<SimulatorOptions> = {}): Route53Bench {
  const simulator = createSimulator({ seed: 1, ...options });
  const client = new Route53Client(clientConfig(simulator));
  const { id: zoneId, nameServers } = simulator.route53.createZone("111111111111", "example.com");
  simulator.dns.delegate("example.com", nameServers);
  return {
    simulator,
    client,
    otherClient: new Route53Client(clientConfig(simulator, "AKIASIMULATOR0000002")),
    zoneId,
    nameServers,
    createZone: async (Name, CallerReference = Name) => {
      const { HostedZone } = await client.send(new CreateHostedZoneCommand({ Name, CallerReference }));
      return idOf(HostedZone?.Id);
    },
    change: (...Changes) =>
      client.send(new ChangeResourceRecordSetsCommand({ HostedZoneId: zoneId, ChangeBatch: { Changes } })),
    list: async (input = {}) => {
      const answer = await client.send(new ListResourceRecordSetsCommand({ HostedZoneId: zoneId, ...input }));
      return answer.ResourceRecordSets ?? [];
    },
    pass: (ms) => simulator.world.clock.sleep(ms),
  };
}

/** Without `/hostedzone/` or `/change/`. */
export function idOf(path: string | undefined): string {
  return path?.split("/").at(-1) ?? "";
}

type Action = NonNullable<Change["Action"]>;
type Type = NonNullable<ResourceRecordSet["Type"]>;

export function plain(Action: Action, Type: Type, Name: string, values: string[], TTL = 300): Change {
  return { Action, ResourceRecordSet: { Name, Type, TTL, ResourceRecords: values.map((Value) => ({ Value })) } };
}

export const CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";

export function alias(
  Action: Action,
  Type: Type,
  Name: string,
  target: string,
  more: { zone?: string; health?: boolean } = {},
): Change {
  const { zone = CLOUDFRONT_ZONE, health = false } = more;
  return {
    Action,
    ResourceRecordSet: {
      Name,
      Type,
      AliasTarget: { HostedZoneId: zone, DNSName: target, EvaluateTargetHealth: health },
    },
  };
}
