/**
 * A distribution as a resource, in place of the AWS provider's. It behaves as that one in what matters to a second writer: an update sends the whole
 * configuration, what is under `ignoreChanges` out of the state, and a 412 is answered by the new ETag and the same body.
 */
import {
  CloudFrontClient,
  CreateDistributionCommand,
  DeleteDistributionCommand,
  type DistributionConfig,
  GetDistributionCommand,
  type Method,
  UpdateDistributionCommand,
  type ViewerCertificate,
} from "@aws-sdk/client-cloudfront";
import * as pulumi from "@pulumi/pulumi";
import type { ViewerCertificate as ViewerCertificateOutput } from "../../provider/core/outputs";

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

  /** `opts` as for any resource. `attached`: what the program attaches; default: what a distribution without domains has. */
  constructor(name: string, comment: string, opts: pulumi.CustomResourceOptions, attached: Attached = WITHOUT_DOMAINS) {
    const { aliases, viewerCertificate } = attached;
    const made = { callerReference: undefined, domainName: undefined, etag: undefined };
    super(pointer, name, { comment, aliases, viewerCertificate, ...made }, opts);
  }
}

const WITHOUT_DOMAINS = { aliases: [], viewerCertificate: { cloudfrontDefaultCertificate: true } };

/** As `aws.cloudfront.Distribution` takes them. */
interface Attached {
  aliases: pulumi.Input<string[]>;
  viewerCertificate: pulumi.Input<State["viewerCertificate"] | ViewerCertificateOutput>;
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
  async delete(id, props) {
    return require(process.env["STAND_IN"] ?? "").hooks.delete(id, props);
  },
};

export const hooks = {
  diff: async (_id: string, olds: State, news: Wish): Promise<pulumi.dynamic.DiffResult> => ({
    changes: JSON.stringify(wishOf(olds)) !== JSON.stringify(wishOf(news)),
  }),

  create: async (wish: Wish): Promise<pulumi.dynamic.CreateResult> => {
    const callerReference = String(Date.now());
    const command = new CreateDistributionCommand({ DistributionConfig: configOf({ ...wish, callerReference }) });
    const { Distribution, ETag: etag } = await patiently(() => new CloudFrontClient({}).send(command));
    const { Id: id = "", DomainName: domainName } = Distribution ?? {};
    return { id, outs: { ...wish, callerReference, domainName, etag } };
  },

  update: async (Id: string, olds: State, news: Wish): Promise<pulumi.dynamic.UpdateResult> => {
    const planned = { ...olds, ...news };
    const write = (IfMatch: string) => {
      const command = new UpdateDistributionCommand({ Id, IfMatch, DistributionConfig: configOf(planned) });
      return patiently(() => new CloudFrontClient({}).send(command));
    };
    const { ETag: etag } = await write(olds.etag).catch(async (error: Error) => {
      if (error.name !== "PreconditionFailed") throw error;
      return write((await hooks.read(Id, olds)).props.etag);
    });
    return { outs: { ...planned, etag } };
  },

  /** Without domains and disabled in one write, as the AWS provider; then as soon as every edge knows. */
  delete: async (Id: string, olds: State): Promise<void> => {
    const cloudfront = new CloudFrontClient({});
    const { etag } = (await hooks.read(Id, olds)).props;
    const DistributionConfig = { ...configOf({ ...olds, ...WITHOUT_DOMAINS }), Enabled: false };
    const disabled = await cloudfront.send(new UpdateDistributionCommand({ Id, IfMatch: etag, DistributionConfig }));
    for (let tries = 0; ; tries++) {
      const { Distribution, ETag } = await cloudfront.send(new GetDistributionCommand({ Id }));
      // A read may show the state before.
      if (Distribution?.Status === "Deployed" && ETag === disabled.ETag) {
        await patiently(() => cloudfront.send(new DeleteDistributionCommand({ Id, IfMatch: ETag })));
        return;
      }
      if (tries > 100) throw new Error(`the distribution ${Id} does not get deployed`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
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

/** CloudFront may not know a certificate that was just issued, or that every edge has let go: the AWS provider tries again for a minute or two. */
const PASSING = ["InvalidViewerCertificate", "DistributionNotDisabled"];

async function patiently<T>(send: () => Promise<T>, tries = 20): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (tries === 0 || !(error instanceof Error) || !PASSING.includes(error.name)) throw error;
    await new Promise((resolve) => setTimeout(resolve, 250));
    return patiently(send, tries - 1);
  }
}

/** What is compared. An empty text in the state is what the AWS provider keeps for a member that is not set. */
function wishOf({ comment, aliases, viewerCertificate }: Wish): unknown {
  const { acmCertificateArn, minimumProtocolVersion, sslSupportMethod } = viewerCertificate;
  const certificate = acmCertificateArn ? [acmCertificateArn, minimumProtocolVersion, sslSupportMethod] : [];
  return [comment, [...aliases].sort(), certificate];
}

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
    ...WHOLE,
  } satisfies DistributionConfig;
}

const NONE = { Quantity: 0 };
const READ_METHODS: { Quantity: number; Items: Method[] } = { Quantity: 2, Items: ["GET", "HEAD"] };

/** What the AWS provider sends beside it: an update needs every one of these (CloudFront Developer Guide, "Required API fields ..."). */
const WHOLE = {
  DefaultRootObject: "",
  Origins: {
    Quantity: 1,
    Items: [
      {
        Id: "origin",
        DomainName: "origin.example.net",
        OriginPath: "",
        CustomHeaders: NONE,
        CustomOriginConfig: {
          HTTPPort: 80,
          HTTPSPort: 443,
          OriginProtocolPolicy: "https-only",
          OriginSslProtocols: { Quantity: 1, Items: ["TLSv1.2"] },
          OriginReadTimeout: 30,
          OriginKeepaliveTimeout: 5,
        },
      },
    ],
  },
  DefaultCacheBehavior: {
    TargetOriginId: "origin",
    ViewerProtocolPolicy: "redirect-to-https",
    AllowedMethods: { ...READ_METHODS, CachedMethods: READ_METHODS },
    SmoothStreaming: false,
    Compress: false,
    LambdaFunctionAssociations: NONE,
    FieldLevelEncryptionId: "",
    // The managed policy CachingOptimized.
    CachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  },
  CacheBehaviors: NONE,
  CustomErrorResponses: NONE,
  Logging: { Enabled: false, IncludeCookies: false, Bucket: "", Prefix: "" },
  PriceClass: "PriceClass_All",
  Restrictions: { GeoRestriction: { RestrictionType: "none", Quantity: 0 } },
  WebACLId: "",
  HttpVersion: "http2",
} satisfies Partial<DistributionConfig>;
