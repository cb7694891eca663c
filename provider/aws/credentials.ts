/** Credentials of a connection: where it starts, then role by role. */
import type { ACMClientConfig } from "@aws-sdk/client-acm";
import { fromIni, fromNodeProviderChain, fromTemporaryCredentials } from "@aws-sdk/credential-providers";
import { type AssumedRole, type Connection, region, type Transport } from "./connection";

export type Credentials = NonNullable<ACMClientConfig["credentials"]>;

/** `route53`: `null` where they are the same. `transport`: `null` for the machine's own. */
export function credentialsOf(
  connection: Connection,
  transport: Transport | null,
): { main: Credentials; route53: Credentials | null } {
  const start = transport?.credentials ?? startOf(connection.profile);
  const main = connection.assumeRoles.reduce((before, role) => assumed(before, role, transport), start);
  const role = connection.route53AssumeRole;
  return { main, route53: role === null ? null : assumed(main, role, transport) };
}

function startOf(profile: string | null): Credentials {
  return profile === null ? fromNodeProviderChain() : fromIni({ profile });
}

function assumed(before: Credentials, role: AssumedRole, transport: Transport | null): Credentials {
  return fromTemporaryCredentials({
    masterCredentials: before,
    params: {
      RoleArn: role.roleArn,
      RoleSessionName: role.sessionName ?? "pulumi-domain-group",
      ...(role.externalId !== null && { ExternalId: role.externalId }),
    },
    clientConfig: { region, maxAttempts: 1, ...(transport && { requestHandler: transport.requestHandler }) },
  });
}
