export type {
  AttachmentStatus,
  DnsRecord,
  DomainGroupState,
  DomainState,
  GroupStatus,
  Guidance,
  Milestone,
  RecordAction,
  RecordPurpose,
  RecordState,
  RecordType,
  TrafficStatus,
  ViewerCertificate,
} from "./core/outputs";
export type { AssumeRole, AwsArgs, DomainGroupArgs, ExistingDistribution, Route53Args } from "./pulumi/args";
export { DomainGroup } from "./pulumi/domain-group";
