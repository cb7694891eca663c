import { AwsError, type Random, type ServiceName, type SimClock, type WireRequest } from "./contracts";
import { createPermissions, type Identity, isJson, type Permissions } from "./permissions";

/** What the signature says about a call (SigV4: `Credential=<key>/<date>/<region>/<service>/aws4_request`). Signatures are not verified. */
export interface CredentialScope {
  accessKey: string;
  region: string;
  service: string;
}

/** Temporary credentials, as STS hands them out. */
export interface Session extends Identity {
  accessKey: string;
  secretKey: string;
  token: string;
  expiresAt: number;
}

export interface Accounts extends Permissions {
  /** Makes `accessKey` one of `account`'s. */
  add(accessKey: string, account: string): void;
  exists(account: string): boolean;
  /** Who signed. Throws the error of the service for keys that nobody has and for sessions that are over. */
  identify(request: WireRequest, service: ServiceName): Identity;
  openSession(identity: Identity, seconds: number): Session;
  /** Ends the session before its time. */
  expire(accessKey: string): void;
}

export const defaultAccounts: { [accessKey: string]: string } = {
  AKIASIMULATOR0000001: "111111111111",
  AKIASIMULATOR0000002: "222222222222",
};

export function credentialScope(request: WireRequest): CredentialScope | undefined {
  const match = /Credential=([^/,]+)\/\d{8}\/([^/,]+)\/([^/,]+)\/aws4_request/.exec(
    request.headers["authorization"] ?? "",
  );
  const [, accessKey, region, service] = match ?? [];
  if (accessKey === undefined || region === undefined || service === undefined) return undefined;
  return { accessKey, region, service };
}

export function createAccounts(clock: SimClock, random: Random, initial: { [accessKey: string]: string }): Accounts {
  const accountOf = new Map(Object.entries(initial));
  const sessions = new Map<string, Session>();

  function identify(request: WireRequest, service: ServiceName): Identity {
    const scope = credentialScope(request);
    if (scope === undefined) throw refusal(service, "missing");
    const account = accountOf.get(scope.accessKey);
    if (account !== undefined) return { account, principal: `arn:aws:iam::${account}:user/simulator` };
    const session = sessions.get(scope.accessKey);
    if (session === undefined || session.token !== request.headers["x-amz-security-token"]) {
      throw refusal(service, "unknown");
    }
    if (session.expiresAt <= clock.now()) throw refusal(service, "expired");
    return session;
  }

  return {
    ...createPermissions(),
    add: (accessKey, account) => {
      accountOf.set(accessKey, account);
    },
    exists: (account) => [...accountOf.values()].includes(account),
    identify,
    openSession: (identity, seconds) => {
      const session: Session = {
        ...identity,
        accessKey: `ASIA${random.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16)}`,
        secretKey: random.hex(40),
        token: random.hex(120),
        expiresAt: clock.now() + seconds * 1000,
      };
      sessions.set(session.accessKey, session);
      return session;
    },
    expire: (accessKey) => {
      const session = sessions.get(accessKey);
      if (session === undefined) throw new RangeError(`No session has the access key ${accessKey}.`);
      session.expiresAt = Math.min(session.expiresAt, clock.now());
    },
  };
}

function refusal(service: ServiceName, why: "missing" | "unknown" | "expired"): AwsError {
  const [jsonCode, xmlCode, message] = {
    missing: ["MissingAuthenticationTokenException", "MissingAuthenticationToken", "Missing Authentication Token"],
    unknown: [
      "UnrecognizedClientException",
      "InvalidClientTokenId",
      "The security token included in the request is invalid.",
    ],
    expired: ["ExpiredTokenException", "ExpiredToken", "The security token included in the request is expired"],
  }[why] as [string, string, string];
  return new AwsError(isJson(service) ? jsonCode : xmlCode, message, 403);
}
