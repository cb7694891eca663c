/** What the state has of a group, as far as the scenarios and their pictures need it. */
import type { DnsRecord, DomainState, Guidance, ViewerCertificate } from "../../../provider/core/outputs";
import type { Memory } from "../../../provider/core/remembered";
import type { Stack } from "../life/engine";

export interface Outputs {
  status: string;
  reached: string;
  settled: boolean;
  guidance: Guidance[];
  domains: DomainState[];
  dnsRecords: DnsRecord[];
  aliases: string[];
  viewerCertificate: ViewerCertificate;
  certificateArn?: string;
  __state: { incarnation: string; memory: Memory };
}

export function outputsOf(stack: Stack, name: string): Outputs {
  const { outputs = {} } = stack.resources.get(name) ?? {};
  return outputs as unknown as Outputs;
}
