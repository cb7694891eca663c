export type { GroupsSummary } from "./core/groups-summary";
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
export type { DomainGroupArgs } from "./pulumi/args";
export type { AssumeRole, AwsArgs } from "./pulumi/aws-args";
export type { ExistingDistribution, NewDistribution, StaticService, WebService } from "./pulumi/distribution-args";
export type { PublishRecord, RecordToPublish, Route53Args } from "./pulumi/dns-args";
export { DomainGroup } from "./pulumi/domain-group";
export type { RecordsFormat } from "./pulumi/format-records";
export { formatRecords } from "./pulumi/format-records";
export { keepAttachedDomains } from "./pulumi/guard";
export { parseDomainGroup } from "./pulumi/parse-domain-group";
export type { CloudflareRecordArgs, RecordLike, Route53Record, Route53RecordArgs } from "./pulumi/record-arguments";
export { cloudflareRecord, route53Records } from "./pulumi/record-arguments";
export { summarizeGroups } from "./pulumi/summarize-groups";
