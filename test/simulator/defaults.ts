import type { Latencies, Switches } from "./contracts";

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** For the server: everything takes moments, nothing is instant, so that each state can be seen. */
export const defaultLatencies: Latencies = {
  certificateVisible: 300,
  validationFirstRecord: 600,
  validationAllRecords: 1.2 * second,
  validationFirstCheck: 2 * second,
  validationRecheck: 2 * second,
  validationBackoff: 1.25,
  validationRecheckMax: 8 * second,
  issuance: 1 * second,
  renewal: 2 * second,
  certificateVisibleToCloudFront: 1.5 * second,
  inUseByLag: 3 * second,
  certificateListLag: 500,
  deploy: 5 * second,
  deployFirstEdge: 1 * second,
  distributionReadLag: 300,
  deletableAfterDeployed: 2 * second,
  accessControlVisible: 500,
  accessControlReleased: 2 * second,
  insync: 2 * second,
  call: 10,
};

/** As long as AWS takes: documented figures and field reports, for virtual time. */
export const awsLikeLatencies: Latencies = {
  certificateVisible: 3 * second,
  validationFirstRecord: 6 * second,
  validationAllRecords: 12 * second,
  validationFirstCheck: 30 * second,
  validationRecheck: 1 * minute,
  validationBackoff: 1.5,
  validationRecheckMax: 30 * minute,
  issuance: 20 * second,
  renewal: 1 * hour,
  certificateVisibleToCloudFront: 30 * second,
  inUseByLag: 25 * minute,
  certificateListLag: 10 * second,
  deploy: 5 * minute,
  deployFirstEdge: 20 * second,
  distributionReadLag: 5 * second,
  deletableAfterDeployed: 30 * second,
  accessControlVisible: 5 * second,
  accessControlReleased: 30 * second,
  insync: 40 * second,
  call: 150,
};

/** Four edges, at loopback addresses of their own. */
export const defaultEdgeAddresses: readonly string[] = ["127.0.0.21", "127.0.0.22", "127.0.0.23", "127.0.0.24"];

/** Where AWS's own word is missing or contradicts itself, the answer that is harder on a client. */
export const strictSwitches: Switches = {
  deadTokenReturnsDeadArn: true,
  tokenWithOtherParameters: "error",
  callerReferenceReuse: "error",
  deprecatedCertificateMembers: "strict",
  aliasDnsCheck: true,
  sameHttpVersionPerCertificate: true,
  domainAssociationNeedsDisabledSource: true,
  oneViewerCertificateChangeAtATime: true,
  route53AliasNeedsCloudFrontAlias: true,
  caaServfail: "fail",
  deadCertificatesCount: true,
  ecKeyAlgorithmSpelling: "EC_prime256v1",
};
