/** What the configuration of the stack says about AWS (`pulumi config set aws:profile ...`), for groups that say nothing of their own. */
import * as pulumi from "@pulumi/pulumi";
import type { AssumeRole, AwsArgs } from "./aws-args";

export interface AwsSettings {
  profile?: pulumi.Input<string | undefined>;
  assumeRoles?: AssumeRole[];
}

/** A group's own `aws` stands alone: half of the one and half of the other would be nobody's intention. */
export function awsSettings(args: AwsArgs | undefined): AwsSettings {
  if (args !== undefined) {
    const { profile, assumeRole, ...strangers } = args;
    return { ...strangers, profile, ...(assumeRole === undefined ? {} : { assumeRoles: [assumeRole] }) };
  }
  const config = new pulumi.Config("aws");
  return { profile: config.get("profile"), ...assumeRolesOf(config) };
}

/** `aws:assumeRole` is one role (@pulumi/aws 6), `aws:assumeRoles` a list (7). */
function assumeRolesOf(config: pulumi.Config): { assumeRoles?: AssumeRole[] } {
  const roles = config.getObject<ConfiguredRole[]>("assumeRoles");
  const role = config.getObject<ConfiguredRole>("assumeRole");
  const configured = roles ?? (role === undefined ? [] : [role]);
  const withArn = configured.flatMap(({ roleArn, externalId, sessionName }) =>
    roleArn === undefined ? [] : [{ roleArn, externalId, sessionName }],
  );
  return withArn.length === 0 ? {} : { assumeRoles: withArn };
}

interface ConfiguredRole {
  roleArn?: string;
  externalId?: string;
  sessionName?: string;
}

/** `aws:defaultTags`: `{"tags": {"team": "web"}}`. */
export function defaultTags(): { [key: string]: string } {
  return new pulumi.Config("aws").getObject<{ tags?: { [key: string]: string } }>("defaultTags")?.tags ?? {};
}
