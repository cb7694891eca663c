/**
 * A distribution as a resource, in place of the AWS provider's. It behaves as that one in what matters to a second writer: an update sends the whole
 * configuration, what is under `ignoreChanges` out of the state, and a 412 is answered by the new ETag and the same body.
 */
import {
  CloudFrontClient,
  CreateDistributionCommand,
  type DistributionConfig,
  GetDistributionCommand,
  UpdateDistributionCommand,
  type ViewerCertificate,
} from "@aws-sdk/client-cloudfront";
import * as pulumi from "@pulumi/pulumi";

/** As in `aws.cloudfront.Distribution`. */
interface State {
  callerReference: string;
  comment: string;
  aliases: string[];
  viewerCertificate: {
    cloudfrontDefaultCertificate?: boolean;
    acmCertificateArn?: string;
    minimumProtocolVersion?: string;
    sslSupportMethod?: string;
  };
  domainName: string;
  etag: string;
}

type Wish = Pick<State, "comment" | "aliases" | "viewerCertificate">;

export class StandIn extends pulumi.dynamic.Resource {
  declare readonly domainName: pulumi.Output<string>;
  declare readonly etag: pulumi.Output<string>;

  /** `opts` as for any resource; aliases and certificate of the program are those of a distribution without domains. */
  constructor(name: string, comment: string, opts: pulumi.CustomResourceOptions) {
    const wish: Wish = { comment, aliases: [], viewerCertificate: { cloudfrontDefaultCertificate: true } };
    super(pointer, name, { ...wish, callerReference: undefined, domainName: undefined, etag: undefined }, opts);
  }
}

/** Stored as text, so each method only finds this module again: in the plugin, which loads TypeScript as the tests do. */
const pointer: pulumi.dynamic.ResourceProvider = {
  async diff(id, olds, news) {
    return require(process.env["STAND_IN"] ?? "").hooks.diff(id, olds, news);
  },
  async create(inputs) {
    return require(process.env["STAND_IN"] ?? "").hooks.create(inputs);
  },
  async update(id, olds, news) {
    return require(process.env["STAND_IN"] ?? "").hooks.update(id, olds, news);
  },
  async read(id, props) {
    return require(process.env["STAND_IN"] ?? "").hooks.read(id, props);
  },
};

export const hooks = {
  diff: async (_id: string, olds: State, news: Wish): Promise<pulumi.dynamic.DiffResult> => ({
    changes: olds.comment !== news.comment,
  }),

  create: async (wish: Wish): Promise<pulumi.dynamic.CreateResult> => {
    const callerReference = String(Date.now());
    const command = new CreateDistributionCommand({ DistributionConfig: configOf({ ...wish, callerReference }) });
    const { Distribution, ETag: etag } = await new CloudFrontClient({}).send(command);
    const { Id: id = "", DomainName: domainName } = Distribution ?? {};
    return { id, outs: { ...wish, callerReference, domainName, etag } };
  },

  update: async (Id: string, olds: State, { comment }: Wish): Promise<pulumi.dynamic.UpdateResult> => {
    const planned = { ...olds, comment };
    const write = (IfMatch: string) =>
      new CloudFrontClient({}).send(
        new UpdateDistributionCommand({ Id, IfMatch, DistributionConfig: configOf(planned) }),
      );
    const { ETag: etag } = await write(olds.etag).catch(async (error: Error) => {
      if (error.name !== "PreconditionFailed") throw error;
      return write((await hooks.read(Id, olds)).props.etag);
    });
    return { outs: { ...planned, etag } };
  },

  read: async (Id: string, olds: State): Promise<{ id: string; props: State; inputs: Wish }> => {
    const { Distribution, ETag = "" } = await new CloudFrontClient({}).send(new GetDistributionCommand({ Id }));
    const { Aliases, Comment = "", ViewerCertificate } = Distribution?.DistributionConfig ?? {};
    const live: Wish = {
      comment: Comment,
      aliases: Aliases?.Items ?? [],
      viewerCertificate: certificateOf(ViewerCertificate ?? {}),
    };
    return { id: Id, props: { ...olds, ...live, etag: ETag }, inputs: live };
  },
};

function certificateOf(certificate: ViewerCertificate): State["viewerCertificate"] {
  const { ACMCertificateArn, MinimumProtocolVersion, SSLSupportMethod } = certificate;
  if (!ACMCertificateArn) return { cloudfrontDefaultCertificate: true };
  return {
    acmCertificateArn: ACMCertificateArn,
    minimumProtocolVersion: MinimumProtocolVersion ?? "",
    sslSupportMethod: SSLSupportMethod ?? "",
  };
}

function configOf({ callerReference, comment, aliases, viewerCertificate }: Wish & { callerReference: string }) {
  const { acmCertificateArn, minimumProtocolVersion, sslSupportMethod } = viewerCertificate;
  const certificate = acmCertificateArn
    ? {
        ACMCertificateArn: acmCertificateArn,
        MinimumProtocolVersion: minimumProtocolVersion,
        SSLSupportMethod: sslSupportMethod,
      }
    : { CloudFrontDefaultCertificate: true };
  return {
    CallerReference: callerReference,
    Comment: comment,
    Enabled: true,
    Aliases: { Quantity: aliases.length, Items: aliases },
    ViewerCertificate: certificate as ViewerCertificate,
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
      // The managed policy CachingOptimized.
      CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
    },
  } satisfies DistributionConfig;
}
