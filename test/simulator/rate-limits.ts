import type { ServiceName } from "./contracts";

/** A token bucket: holds `burst`, gains `perSecond`. */
export interface Rate {
  burst: number;
  perSecond: number;
}

/** `undefined` = not limited. */
export type RateTable = (service: ServiceName, operation: string, isWrite: boolean) => Rate | undefined;

/** ACM User Guide, "Quotas": requests a second per account and Region. The burst is not documented: none beyond one second. */
const acmPerSecond: { [operation: string]: number } = {
  RequestCertificate: 5,
  DescribeCertificate: 10,
  DeleteCertificate: 10,
  ListCertificates: 8,
  GetCertificate: 10,
  AddTagsToCertificate: 5,
  RemoveTagsFromCertificate: 5,
  ListTagsForCertificate: 10,
};

/**
 * The rates of AWS. CloudFront publishes none: writes of one a second are what reports say can be counted on.
 * Route 53 Developer Guide, "Throttling API requests": 50 and then 10 a second, CreateHostedZone 40 and then 2.
 */
export const awsRates: RateTable = (service, operation, isWrite) => {
  if (service === "acm") {
    const perSecond = acmPerSecond[operation];
    return perSecond === undefined ? undefined : { burst: perSecond, perSecond };
  }
  if (service === "cloudfront") return isWrite ? { burst: 20, perSecond: 1 } : { burst: 50, perSecond: 10 };
  if (service === "route53") {
    return operation === "CreateHostedZone" ? { burst: 40, perSecond: 2 } : { burst: 50, perSecond: 10 };
  }
  return undefined;
};

/** For all calls to Route 53 of an account together, and for what it changes: CREATE and DELETE cost 1, UPSERT and zones 2. */
const route53Calls: Rate = { burst: 50, perSecond: 10 };
const route53Changes: Rate = { burst: 1500, perSecond: 100 };

export interface RateLimits {
  /** Takes the tokens of one call; `false` = the call is over the rate, and takes none. */
  admit(call: RatedCall): boolean;
}

export interface RatedCall {
  service: ServiceName;
  operation: string;
  isWrite: boolean;
  account: string;
  region: string;
  /** A Route 53 batch is counted by its changes. */
  body: string;
}

/** Ten gains of a tenth are a whole token, whatever binary fractions make of them. */
const rounding = 1e-6;

interface Bucket {
  tokens: number;
  filledAt: number;
}

export function createRateLimits(table: RateTable, now: () => number): RateLimits {
  const buckets = new Map<string, Bucket>();

  function bucket(key: string, rate: Rate): Bucket {
    const found = buckets.get(key) ?? { tokens: rate.burst, filledAt: now() };
    const gained = ((now() - found.filledAt) / 1000) * rate.perSecond;
    const filled = { tokens: Math.min(rate.burst, found.tokens + gained), filledAt: now() };
    buckets.set(key, filled);
    return filled;
  }

  return {
    admit: (call) => {
      const costs = costsOf(call, table).map(({ key, rate, cost }) => ({ bucket: bucket(key, rate), cost }));
      if (costs.some(({ bucket: { tokens }, cost }) => tokens + rounding < cost)) return false;
      for (const { bucket: taken, cost } of costs) taken.tokens -= cost;
      return true;
    },
  };
}

function costsOf(call: RatedCall, table: RateTable): { key: string; rate: Rate; cost: number }[] {
  const rate = table(call.service, call.operation, call.isWrite);
  if (rate === undefined) return [];
  const scope = `${call.account} ${call.region} ${call.service}`;
  const own = { key: `${scope} ${call.operation}`, rate, cost: 1 };
  if (call.service !== "route53") return [own];
  return [
    own,
    { key: `${scope} all`, rate: route53Calls, cost: 1 },
    { key: `${scope} changes`, rate: route53Changes, cost: changesOf(call) },
  ];
}

function changesOf(call: RatedCall): number {
  if (call.operation === "CreateHostedZone" || call.operation === "DeleteHostedZone") return 2;
  if (call.operation !== "ChangeResourceRecordSets") return 0;
  const upserts = call.body.match(/<Action>UPSERT</g)?.length ?? 0;
  const others = call.body.match(/<Action>(CREATE|DELETE)</g)?.length ?? 0;
  return upserts * 2 + others;
}
