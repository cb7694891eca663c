import { ACMClient, RequestCertificateCommand } from "@aws-sdk/client-acm";
import {
  CloudFrontClient,
  CreateDistributionCommand,
  CreateDistributionWithTagsCommand,
  DeleteDistributionCommand,
  type DistributionConfig,
  type DistributionConfigWithTags,
  GetDistributionCommand,
  GetDistributionConfigCommand,
  UpdateDistributionCommand,
  type ViewerCertificate,
} from "@aws-sdk/client-cloudfront";
import { type AcmBench, acmBench } from "../acm/bench";
import { clientConfig } from "../in-process";
import type { SimulatorOptions } from "../simulator";

export const OTHER_ACCOUNT = { key: "AKIASIMULATOR0000002", account: "222222222222" };

/** The simulator of the ACM bench, with CloudFront clients of two accounts. */
export interface CloudFrontBench extends AcmBench {
  cloudFront: CloudFrontClient;
  otherCloudFront: CloudFrontClient;
  /** Creates through the API of the first account. */
  create(more?: Partial<DistributionConfig>, tags?: { [key: string]: string }): Promise<Created>;
  /** Reads, changes and writes, with the ETag that was read or the given one. Gives the new ETag. */
  update(id: string, more: Partial<DistributionConfig>, ifMatch?: string): Promise<string>;
  /** Writes the whole, with the ETag that is read or the given one. Gives the new ETag. */
  replace(id: string, config: DistributionConfig, ifMatch?: string): Promise<string>;
  config(id: string): Promise<{ config: DistributionConfig; etag: string }>;
  status(id: string): Promise<string>;
  delete(id: string, ifMatch?: string): Promise<void>;
  /** A certificate that CloudFront can see. */
  certificate(names: string[]): Promise<string>;
  /** Issued in another region. */
  certificateIn(region: string, names: string[]): Promise<string>;
  /** Long enough for everything written so far to reach every edge and every reader. */
  settle(): Promise<void>;
}

export interface Created {
  id: string;
  arn: string;
  domainName: string;
  etag: string;
}

let references = 0;

/** A complete configuration with the default certificate. */
export function configWith(more: Partial<DistributionConfig> = {}): DistributionConfig {
  references += 1;
  return {
    CallerReference: `reference-${references}`,
    Comment: "",
    Enabled: true,
    Origins: {
      Quantity: 1,
      Items: [
        {
          Id: "origin",
          DomainName: "origin.example.net",
          CustomOriginConfig: { HTTPPort: 80, HTTPSPort: 443, OriginProtocolPolicy: "https-only" },
        },
      ],
    },
    DefaultCacheBehavior: {
      TargetOriginId: "origin",
      ViewerProtocolPolicy: "redirect-to-https",
      CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
    },
    ...more,
  };
}

export function aliasList(...aliases: string[]): { Quantity: number; Items: string[] } {
  return { Quantity: aliases.length, Items: aliases };
}

export function acmCertificate(arn: string): ViewerCertificate {
  return { ACMCertificateArn: arn, SSLSupportMethod: "sni-only", MinimumProtocolVersion: "TLSv1.2_2021" };
}

export function cloudFrontBench(options: Partial<SimulatorOptions> = {}): CloudFrontBench {
  const acm = acmBench(options);
  const { latencies } = acm.simulator.world;
  const cloudFront = new CloudFrontClient(clientConfig(acm.simulator));
  return {
    ...acm,
    cloudFront,
    otherCloudFront: new CloudFrontClient(clientConfig(acm.simulator, OTHER_ACCOUNT.key)),
    ...callsOf(cloudFront),
    certificate: async (names) => {
      const arn = await acm.issued(names);
      await acm.pass(latencies.certificateVisibleToCloudFront);
      return arn;
    },
    certificateIn: async (region, [DomainName]) => {
      const client = new ACMClient({ ...clientConfig(acm.simulator), region });
      const { CertificateArn = "" } = await client.send(
        new RequestCertificateCommand({ DomainName, ValidationMethod: "DNS" }),
      );
      acm.publish(CertificateArn);
      await acm.pass(latencies.validationFirstCheck + latencies.issuance + latencies.certificateVisibleToCloudFront);
      return CertificateArn;
    },
    settle: () => {
      const { deploy, distributionReadLag, deletableAfterDeployed, accessControlVisible } = latencies;
      return acm.pass(deploy + distributionReadLag + deletableAfterDeployed + accessControlVisible);
    },
  };
}

type Calls = Pick<CloudFrontBench, "create" | "update" | "replace" | "config" | "status" | "delete">;

/** The calls of one client. */
export function callsOf(client: CloudFrontClient): Calls {
  const calls: Calls = {
    create: async (more = {}, tags) => {
      const config = configWith(more);
      const { Distribution, ETag } = await (tags === undefined
        ? client.send(new CreateDistributionCommand({ DistributionConfig: config }))
        : client.send(new CreateDistributionWithTagsCommand({ DistributionConfigWithTags: withTags(config, tags) })));
      const { Id = "", ARN = "", DomainName = "" } = Distribution ?? {};
      return { id: Id, arn: ARN, domainName: DomainName, etag: ETag ?? "" };
    },
    config: async (id) => {
      const { DistributionConfig, ETag = "" } = await client.send(new GetDistributionConfigCommand({ Id: id }));
      return { config: DistributionConfig ?? configWith(), etag: ETag };
    },
    update: async (id, more, ifMatch) => {
      const { config, etag } = await calls.config(id);
      return calls.replace(id, { ...config, ...more }, ifMatch ?? etag);
    },
    replace: async (Id, DistributionConfig, ifMatch) => {
      const IfMatch = ifMatch ?? (await calls.config(Id)).etag;
      const answer = await client.send(new UpdateDistributionCommand({ Id, IfMatch, DistributionConfig }));
      return answer.ETag ?? "";
    },
    status: async (id) => (await client.send(new GetDistributionCommand({ Id: id }))).Distribution?.Status ?? "",
    delete: async (id, ifMatch) => {
      const { etag } = await calls.config(id);
      await client.send(new DeleteDistributionCommand({ Id: id, IfMatch: ifMatch ?? etag }));
    },
  };
  return calls;
}

function withTags(config: DistributionConfig, tags: { [key: string]: string }): DistributionConfigWithTags {
  return {
    DistributionConfig: config,
    Tags: { Items: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
  };
}
