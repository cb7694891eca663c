/** Whose credentials are used, and by what way requests travel. */
import type { ACMClientConfig } from "@aws-sdk/client-acm";

/** A role to assume. */
export interface AssumedRole {
  roleArn: string;
  externalId: string | null;
  sessionName: string | null;
}

/** Where credentials come from. Without profile and roles: the SDK's own chain (environment, profile of the environment, SSO, metadata). */
export interface Connection {
  profile: string | null;
  /** Each with the credentials of the one before. */
  assumeRoles: AssumedRole[];
  /** After those, for Route 53 alone: hosted zones of another account. */
  route53AssumeRole: AssumedRole | null;
}

/** In place of sockets and of the machine's own credentials: for tests, and for virtual time. */
export interface Transport {
  requestHandler: NonNullable<ACMClientConfig["requestHandler"]>;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
}

/** CloudFront takes certificates of this region alone, and its own API, Route 53's and STS's answer here. */
export const region = "us-east-1";

/**
 * Equal for connections that reach AWS as the same caller. The SDK reads its environment too, so an environment that changes (other keys, another
 * endpoint) makes another connection.
 */
export function connectionKey(connection: Connection, environment: NodeJS.ProcessEnv): string {
  const settings = Object.entries(environment).filter(([name]) => name.startsWith("AWS_"));
  return JSON.stringify([connection, settings.sort(([a], [b]) => (a < b ? -1 : 1))]);
}
