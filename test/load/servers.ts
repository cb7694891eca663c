/** The simulator in a process of its own, as `npm run simulator` starts it. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import {
  ACMClient,
  DescribeCertificateCommand,
  type DescribeCertificateCommandOutput,
  RequestCertificateCommand,
} from "@aws-sdk/client-acm";
import { control, environmentOf, QUICK } from "../e2e/world";
import { root } from "../setup/root";
import type { RunningSimulator } from "../simulator/run";

export interface Servers extends Pick<RunningSimulator, "aws" | "dns" | "edges" | "control" | "ca"> {
  httpsPort: number;
  dnsPort: number;
  /** For a process that calls AWS. */
  environment: NodeJS.ProcessEnv;
  close(): Promise<void>;
}

export async function startServers(): Promise<Servers> {
  const latencies = Object.entries(QUICK).flatMap(([name, ms]) => ["--latency", `${name}=${ms}`]);
  const child = spawn(process.execPath, ["--import", "tsx", "test/simulator/main.ts", ...latencies], {
    cwd: root,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const close = async (): Promise<void> => {
    if (child.exitCode !== null) return;
    const exit = once(child, "exit");
    child.kill();
    await exit;
  };
  const said = once(createInterface({ input: child.stdout }), "line");
  const [line] = await Promise.race([said, once(child, "exit").then(refuse)]);
  const places: Pick<RunningSimulator, "aws" | "dns" | "edges" | "control" | "ca"> = JSON.parse(line);
  const ports = { dnsPort: portOf(places.dns), httpsPort: portOf(places.edges[0]) };
  return { ...places, ...ports, environment: environmentOf({ ...places, ...ports }), close };
}

function refuse([code]: unknown[]): never {
  throw new Error(`The simulator ended with ${code} before it could be used.`);
}

const portOf = (place = ""): number => Number(place.split(":")[1]);
export const addressOf = (place: string): string => place.split(":")[0] ?? "";

/** Distributions of the account, in a world with a zone for all domains. */
export async function createPlaces(servers: Servers, account: string, count: number): Promise<Place[]> {
  await control(servers, "/zones", { name: "example.com", account });
  const places: Place[] = [];
  for (let made = 0; made < count; made += 1) places.push((await control(servers, "/distributions", {})) as Place);
  return places;
}

/** A distribution that serves these hosts without any group, and DNS leads them there. */
export async function createUngrouped(servers: Servers, hosts: string[]): Promise<Place> {
  const certificateArn = await issuedCertificate(servers, hosts);
  const place = (await control(servers, "/distributions", { aliases: hosts, certificateArn })) as Place;
  for (const name of hosts)
    await control(servers, "/records", { name, type: "CNAME", ttl: 60, values: [place.domainName] });
  return place;
}

const LOOK_AGAIN_MS = 200;

async function issuedCertificate(servers: Servers, hosts: string[]): Promise<string> {
  const acm = new ACMClient({
    endpoint: servers.aws,
    region: "us-east-1",
    credentials: { accessKeyId: servers.environment["AWS_ACCESS_KEY_ID"] ?? "", secretAccessKey: "secret" },
  });
  const [DomainName, ...SubjectAlternativeNames] = hosts;
  const asked = new RequestCertificateCommand({ DomainName, SubjectAlternativeNames, ValidationMethod: "DNS" });
  const { CertificateArn = "" } = await acm.send(asked);
  const published = new Set<string>();
  for (;;) {
    const { Certificate } = await acm.send(new DescribeCertificateCommand({ CertificateArn })).catch(unseen);
    if (Certificate?.Status === "ISSUED") return CertificateArn;
    for (const { ResourceRecord: record } of Certificate?.DomainValidationOptions ?? []) {
      if (record?.Name === undefined || published.has(record.Name)) continue;
      published.add(record.Name);
      await control(servers, "/records", { name: record.Name, type: "CNAME", ttl: 60, values: [record.Value] });
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

/** ACM shows a new certificate a moment later. */
function unseen(error: Error): DescribeCertificateCommandOutput {
  if (error.name !== "ResourceNotFoundException") throw error;
  return { $metadata: {} };
}

export interface Place {
  id: string;
  domainName: string;
}
