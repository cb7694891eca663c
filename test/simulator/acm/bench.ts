import {
  ACMClient,
  type CertificateDetail,
  DescribeCertificateCommand,
  ListCertificatesCommand,
  type ListCertificatesCommandInput,
  RequestCertificateCommand,
  type RequestCertificateCommandInput,
} from "@aws-sdk/client-acm";
import { clientConfig } from "../in-process";
import { createSimulator, type Simulator, type SimulatorOptions } from "../simulator";

/** A simulator with the delegated zone `example.com`, and an ACM client of the first account. */
export interface AcmBench {
  simulator: Simulator;
  client: ACMClient;
  /** Time passes. */
  pass(ms: number): Promise<void>;
  /** The first name is the common name; gives the ARN. */
  request(names: string[], more?: Partial<RequestCertificateCommandInput>): Promise<string>;
  describe(arn: string): Promise<CertificateDetail>;
  list(input?: ListCertificatesCommandInput): Promise<string[]>;
  /** Puts the validation records of the certificate into the zone. */
  publish(arn: string): void;
  /** A certificate that is issued as fast as it goes. */
  issued(names: string[], more?: Partial<RequestCertificateCommandInput>): Promise<string>;
  caa(name: string, values: string[]): void;
}

export const zoneServer = "ns-1.awsdns-01.com";

export function acmBench(options: Partial<SimulatorOptions> = {}): AcmBench {
  const simulator = createSimulator({ seed: 1, ...options });
  const { dns, world } = simulator;
  const client = new ACMClient(clientConfig(simulator));
  dns.addZone({ id: "Z1", name: "example.com", nameServers: [zoneServer], private: false, soaMinimum: 60 });
  dns.delegate("example.com", [zoneServer]);

  const bench: AcmBench = {
    simulator,
    client,
    pass: (ms) => world.clock.sleep(ms),
    ...callsOf(client),
    publish: (arn) => {
      const records = simulator.acm.snapshot().find((certificate) => certificate.arn === arn)?.records ?? [];
      for (const { name, value } of records) {
        dns.setRecord("Z1", name, "CNAME", { name, type: "CNAME", ttl: 300, values: [value] }, world.clock.now());
      }
    },
    issued: async (names, more) => {
      const arn = await bench.request(names, more);
      bench.publish(arn);
      await bench.pass(world.latencies.validationFirstCheck + world.latencies.issuance);
      return arn;
    },
    caa: (name, values) => {
      dns.setRecord("Z1", name, "CAA", { name, type: "CAA", ttl: 300, values }, world.clock.now());
    },
  };
  return bench;
}

function callsOf(client: ACMClient): Pick<AcmBench, "request" | "describe" | "list"> {
  return {
    request: async ([first, ...others], more = {}) => {
      const answer = await client.send(
        new RequestCertificateCommand({
          DomainName: first,
          ...(others.length > 0 ? { SubjectAlternativeNames: others } : {}),
          ValidationMethod: "DNS",
          ...more,
        }),
      );
      return answer.CertificateArn ?? "";
    },
    describe: async (arn) =>
      (await client.send(new DescribeCertificateCommand({ CertificateArn: arn }))).Certificate ?? {},
    list: async (input = {}) =>
      ((await client.send(new ListCertificatesCommand(input))).CertificateSummaryList ?? []).map(
        ({ CertificateArn }) => CertificateArn ?? "",
      ),
  };
}
