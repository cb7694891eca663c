/** Whose credentials are used. TypeScript 3.8 syntax, as in args.ts. */
import type * as pulumi from "@pulumi/pulumi";

/** A role to assume (STS AssumeRole). */
export interface AssumeRole {
  roleArn: pulumi.Input<string>;
  externalId?: pulumi.Input<string | undefined>;
  sessionName?: pulumi.Input<string | undefined>;
}

/** Where credentials for AWS come from. */
export interface AwsArgs {
  /** A profile of the AWS configuration files. */
  profile?: pulumi.Input<string | undefined>;
  /** Assumed with the credentials of `profile`, or of the SDK's chain. */
  assumeRole?: AssumeRole | undefined;
}
