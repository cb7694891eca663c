import type { DnsWorld } from "./dns-contracts";

/**
 * What the parts of the simulator owe each other. Facts carry the instant at which they happened or take effect; every answer is computed from
 * facts and `now`, so that reading never moves anything on.
 */

/** Milliseconds since the epoch. Real when the simulator is a server, virtual when it runs in-process. */
export interface SimClock {
  now(): number;
  /** Resolves when `now()` has advanced by `ms`. In virtual time only sleepers move time on. */
  sleep(ms: number): Promise<void>;
  /**
   * Runs `event` when time passes `instant`, with `now()` at that instant, in the order of the instants. For what a service does by itself (ACM's
   * looks at DNS): it happens in its place among everything else, whoever reads and when. Does not move virtual time on, keeps no process alive.
   */
  at(instant: number, event: () => void): void;
  /** Virtual time stands still until `work` is done. For real work (keys, sockets); it must not sleep on this clock. */
  hold<T>(work: () => Promise<T>): Promise<T>;
}

/** Seeded; `next()` is in [0, 1). */
export interface Random {
  next(): number;
  /** An integer in [0, below). */
  below(below: number): number;
  hex(digits: number): string;
  /** One of `alphabet`'s characters, `length` times. */
  text(alphabet: string, length: number): string;
}

// ------------------------------------------------------------------------------------------------------- certificates and edges

/** The simulated CA: real X.509, made lazily, cached. */
export interface CertificateAuthority {
  readonly rootPem: string;
  /** Key and chain for a certificate by its facts: the same arguments give the same certificate. */
  issue(facts: CertificateFacts): Promise<{ certificatePem: string; chainPem: string; keyPem: string }>;
}

export interface CertificateFacts {
  /** ARN for ACM's, `"cloudfront-default"` for the default certificate. Serves as cache key together with `serial`. */
  id: string;
  serial: string;
  /** First one is the CN. */
  names: string[];
  keyAlgorithm: "RSA_2048" | "EC_prime256v1" | "EC_secp384r1";
  notBefore: number;
  notAfter: number;
}

/** What one edge would do with a TLS client hello for `serverName` now: by the configuration *at that edge*. */
export type EdgeAnswer =
  | { kind: "certificate"; certificate: CertificateFacts; distributionId: string; alias: string }
  /** No distribution of this edge claims the name: real edges present the default certificate `*.cloudfront.net`. */
  | { kind: "default" };

/** A request as it reaches an edge. */
export interface ViewerRequest {
  /** Lower case, without port. */
  host: string;
  method: string;
  path: string;
  /** Without the question mark. */
  query: string;
  /** Names in lower case. */
  headers: { [name: string]: string };
}
export interface ViewerResponse {
  status: number;
  headers: { [name: string]: string };
  body: string;
}

/** Implemented by the CloudFront semantics, used by the TLS servers, by tests and by the invariants. */
export interface EdgeView {
  readonly edgeCount: number;
  answer(edge: number, serverName: string): EdgeAnswer;
  /** What that edge answers over HTTP. */
  serve(edge: number, request: ViewerRequest): ViewerResponse;
}

// ----------------------------------------------------------------------------------------------------------------------- AWS

/** A request as it came over the wire, whatever carried it. Header names in lower case. */
export interface WireRequest {
  method: string;
  path: string;
  query: { [key: string]: string };
  headers: { [name: string]: string };
  body: string;
  /** What `body` would say, from a caller within the process: the codecs take it as it is. */
  content?: object;
}
export interface WireResponse {
  status: number;
  headers: { [name: string]: string };
  /** Made when it is asked for. */
  readonly body: string;
  /** What `body` says. */
  readonly content?: object;
}

export type ServiceName = "acm" | "cloudfront" | "route53" | "sts";

/** One line of `/history`. */
export interface HistoryEntry {
  service: ServiceName;
  operation: string;
  account: string;
  status: number;
  /** AWS error code where there was one. */
  code?: string;
  /** RFC 3339, of the simulator's clock. */
  time: string;
  /** `amz-sdk-request`'s attempt: more than 1 means that the SDK retried by itself. */
  attempt: number;
}

/** An AWS error: thrown by the semantics, put on the wire by the codec of the service. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  constructor(
    readonly code: string,
    message: string,
    readonly status: number,
    /** More members of the error's body, where the model has some. */
    readonly members: { [name: string]: unknown } = {},
  ) {
    super(message);
  }
}

/** Everything with a duration, in milliseconds. `POST /latency` takes any part of it. */
export interface Latencies {
  /** DescribeCertificate says ResourceNotFound until then. */
  certificateVisible: number;
  /** The first validation record shows. */
  validationFirstRecord: number;
  /** All validation records show. */
  validationAllRecords: number;
  /** ACM's first look at DNS after the request, then every `validationRecheck`, growing by `validationBackoff`. */
  validationFirstCheck: number;
  validationRecheck: number;
  /** Factor from one look to the next, and where it ends. */
  validationBackoff: number;
  validationRecheckMax: number;
  /** From the successful look to ISSUED. */
  issuance: number;
  /** From the beginning of a renewal, 45 days before a certificate's end, to ACM's first look at DNS for it. */
  renewal: number;
  /** CloudFront sees an ISSUED certificate only then. */
  certificateVisibleToCloudFront: number;
  /** InUseBy follows attach and detach only then. */
  inUseByLag: number;
  /** Certificate lists and tags follow a write only then. */
  certificateListLag: number;
  /** From a write to Deployed, the last edge; the first edge takes it at `deployFirstEdge`. */
  deploy: number;
  deployFirstEdge: number;
  /** GETs of a distribution may show the state before the write so long. */
  distributionReadLag: number;
  /** DeleteDistribution may say DistributionNotDisabled so long after the disabled configuration is Deployed; each write draws its part of it. */
  deletableAfterDeployed: number;
  /** A distribution may not name a new origin access control so long; each draws its part of it. */
  accessControlVisible: number;
  /** An origin access control may be in use so long after its last distribution is deleted; each deletion draws its part of it. */
  accessControlReleased: number;
  /** From ChangeResourceRecordSets to INSYNC; name servers take it at moments between 0 and this. */
  insync: number;
  /** Time one API call takes. */
  call: number;
}

/** Points that aws-facts leaves open: the stricter behaviour is the default. */
export interface Switches {
  /** RequestCertificate with a token whose certificate failed or was deleted answers with the dead ARN. */
  deadTokenReturnsDeadArn: boolean;
  /** Same token, other parameters: `"error"`, or a new certificate. */
  tokenWithOtherParameters: "error" | "new";
  /** CREATE with a used CallerReference: always an error, or the first answer again when the configuration is the same. */
  callerReferenceReuse: "error" | "same-config-returns";
  /** Deprecated Certificate/CertificateSource that disagree with ACMCertificateArn: InvalidArgument, or ignored. */
  deprecatedCertificateMembers: "strict" | "ignored";
  /** Adding an alias whose name does not exist in DNS or does not lead to CloudFront. */
  aliasDnsCheck: boolean;
  /** All distributions of one certificate must have the same HttpVersion. */
  sameHttpVersionPerCertificate: boolean;
  /** UpdateDomainAssociation takes a domain only from a disabled distribution, within an account too. */
  domainAssociationNeedsDisabledSource: boolean;
  /** IllegalUpdate while another change of the viewer certificate is in progress. */
  oneViewerCertificateChangeAtATime: boolean;
  /** Route 53 alias to CloudFront needs the name among the distribution's aliases. */
  route53AliasNeedsCloudFrontAlias: boolean;
  /** CAA look-up that fails (SERVFAIL): the request fails, or goes on. */
  caaServfail: "fail" | "pass";
  /** Expired and failed certificates count in the account's quota. */
  deadCertificatesCount: boolean;
  /** Describe spells EC key algorithms with underscores (`EC_prime256v1`) or hyphens. */
  ecKeyAlgorithmSpelling: "EC_prime256v1" | "EC-prime256v1";
}

/** Who calls. `stale`: an injected fault: reads show the state before the last write. */
export interface Caller {
  account: string;
  /** Of the credential scope of the signature. */
  region: string;
  /** `arn:aws:iam::111111111111:user/simulator`, or the assumed role's session. */
  principal: string;
  requestId: string;
  stale: boolean;
}

/** One AWS service: finds the operation of a request, answers it, and puts errors on the wire in its own form. */
export interface Service {
  readonly name: ServiceName;
  /** All that it knows. */
  readonly operations: readonly string[];
  /** `undefined`: not known here, answered with a loud error. */
  operationOf(request: WireRequest): string | undefined;
  /** Operations that change facts: these can lose their answer after the effect. */
  isWrite(operation: string): boolean;
  /** Throws {@link AwsError}. */
  handle(operation: string, request: WireRequest, caller: Caller): WireResponse | Promise<WireResponse>;
  errorResponse(error: AwsError, caller: Caller): WireResponse;
}

export type Services = { readonly [name in ServiceName]: Service };

/** What CloudFront asks of ACM. */
export interface AcmView {
  /** By facts and now, without any lag; `undefined` = no such certificate in any account (or deleted). */
  certificate(arn: string):
    | {
        account: string;
        region: string;
        status: string;
        issuedAt: number | undefined;
        facts: CertificateFacts | undefined;
      }
    | undefined;
}

/** What ACM and Route 53 ask of CloudFront. */
export interface CloudFrontView extends EdgeView {
  /** Every distribution that has or had the certificate. `until` absent: still. The lag of InUseBy is ACM's business. */
  usersOf(certificateArn: string): { distributionArn: string; since: number; until?: number }[];
  /** By its `d….cloudfront.net` name. */
  byDomainName(
    domainName: string,
  ): { id: string; account: string; aliases: string[]; ipv6: boolean; httpVersion: string } | undefined;
}

/** All that the parts share. Services read each other through the views, late (inside `handle`), never at construction. */
export interface World {
  readonly clock: SimClock;
  readonly random: Random;
  readonly dns: DnsWorld;
  readonly latencies: Latencies;
  readonly switches: Switches;
  readonly acm: AcmView;
  readonly cloudfront: CloudFrontView;
}
