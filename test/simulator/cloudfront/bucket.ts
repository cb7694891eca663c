/** An S3 bucket as far as an edge can tell: whom its policy lets read, and what is in it. */
export interface Bucket {
  name: string;
  region: string;
  /** ARNs of distributions. */
  allow: readonly string[];
  /** Keys. Absent: whatever is asked for is there. */
  objects?: readonly string[];
}

export interface BucketAddress {
  bucket: string;
  /** `undefined`: the global endpoint, which leads to us-east-1. */
  region: string | undefined;
}

const REGION = "[a-z]{2}(-[a-z]+)+-\\d";
const REGIONAL = new RegExp(`^(.+)\\.s3(?:\\.dualstack\\.|\\.|-)(${REGION})\\.amazonaws\\.com$`);
const GLOBAL = /^(.+)\.s3\.amazonaws\.com$/;

/** S3 User Guide, "Virtual hosting of buckets". A website endpoint is not among them: to CloudFront it is a host like any other. */
export function bucketAddress(domainName: string): BucketAddress | undefined {
  const [, bucket = GLOBAL.exec(domainName)?.[1], region] = REGIONAL.exec(domainName) ?? [];
  return bucket === undefined ? undefined : { bucket, region };
}
