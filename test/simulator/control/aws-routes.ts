import { faultKinds } from "../faults";
import type { Simulator } from "../simulator";
import {
  account,
  ControlError,
  domainName,
  listOf,
  mapOf,
  object,
  oneOf,
  optional,
  orNull,
  type Reader,
  text,
  truth,
  wholeNumber,
} from "./readers";
import type { Route } from "./route";

const FIRST_ACCOUNT = "111111111111";
/** Of somebody whom the simulation has no keys for. */
const STRANGER = "999999999999";

const readFault = object({
  kind: oneOf(faultKinds),
  service: optional(oneOf(["acm", "cloudfront", "route53", "sts"])),
  operation: optional(text),
  account: optional(account),
  count: optional(wholeNumber),
});

const readServerFault = object({
  /** A name server, a zone's name, or `public` for the resolver. */
  nameServer: domainName,
  fault: orNull(oneOf(["SERVFAIL", "REFUSED", "TIMEOUT"])),
});

function injectFault({ faults, dns }: Simulator, body: unknown): unknown {
  if (typeof body === "object" && body !== null && "nameServer" in body) {
    const { nameServer, fault } = readServerFault(body, "");
    dns.setServerFault(nameServer, fault);
    return { nameServer, fault };
  }
  faults.inject(readFault(body, ""));
  return faults.pending();
}

const readCertificateEvent = object({
  arn: text,
  event: oneOf(["fail", "expire", "revoke", "use", "release", "delete"]),
  /** Of `fail`: one of ACM's FailureReason. Default OTHER. */
  reason: optional(text),
  /** Of `use` and `release`: who, outside of CloudFront. */
  userArn: optional(text),
});

const LOAD_BALANCER = "arn:aws:elasticloadbalancing:us-east-1:111111111111:loadbalancer/app/simulated/0000000000000001";

function happenToCertificate({ acm }: Simulator, body: unknown): unknown {
  const { arn, event, reason = "OTHER", userArn = LOAD_BALANCER } = readCertificateEvent(body, "");
  const events = {
    fail: () => acm.failCertificate(arn, reason),
    expire: () => acm.expire(arn),
    revoke: () => acm.revoke(arn),
    use: () => acm.setForeignUser(arn, userArn),
    release: () => acm.setForeignUser(arn, userArn, false),
    delete: () => acm.deleteDirect(arn),
  };
  events[event]();
  return acm.snapshot().find((certificate) => certificate.arn === arn) ?? null;
}

const httpVersion = oneOf(["http1.1", "http2", "http3", "http2and3"]);

const readDistribution = object({
  account: optional(account),
  aliases: optional(listOf(domainName)),
  certificateArn: optional(text),
  enabled: optional(truth),
  httpVersion: optional(httpVersion),
  ipv6: optional(truth),
  comment: optional(text),
  tags: optional(mapOf(text)),
});

const readEdit = object({
  id: text,
  aliases: optional(listOf(domainName)),
  /** `null`: CloudFront's default certificate. */
  certificateArn: optional(orNull(text)),
  minimumProtocolVersion: optional(text),
  enabled: optional(truth),
  httpVersion: optional(httpVersion),
  ipv6: optional(truth),
  comment: optional(text),
  /** Of the first origin. */
  originDomainName: optional(domainName),
});

/** One that exists is edited; without an id a new one is made. */
function changeDistribution({ cloudfront }: Simulator, body: unknown): unknown {
  if (typeof body === "object" && body !== null && "id" in body) {
    const { id, ...edit } = readEdit(body, "");
    return { id, etag: cloudfront.editDirect(id, edit) };
  }
  return cloudfront.createDirect({ account: FIRST_ACCOUNT, ...readDistribution(body, "") });
}

const readTags = object({
  /** Of a certificate or a distribution. */
  arn: text,
  tags: optional(mapOf(text)),
  /** Keys. */
  remove: optional(listOf(text)),
});

function changeTags({ acm, cloudfront }: Simulator, body: unknown): unknown {
  const { arn, tags, remove } = readTags(body, "");
  const service = arn.startsWith("arn:aws:cloudfront:") ? cloudfront : acm;
  if (tags !== undefined) service.tagDirect(arn, tags);
  if (remove !== undefined) service.untagDirect(arn, remove);
  return { arn };
}

const distributionArn: Reader<string> = (value, property) => {
  const found = text(value, property);
  if (/^arn:aws:cloudfront::\d{12}:distribution\/\w+$/.test(found)) return found;
  throw new ControlError(`${property} must be the ARN of a distribution, and is "${found}"`);
};

const readBucket = object({
  name: domainName,
  /** Default us-east-1. */
  region: optional(text),
  /** Distributions that its policy lets read. Default: none. */
  allow: optional(listOf(distributionArn)),
  /** Keys. Default: whatever is asked for is there. */
  objects: optional(listOf(text)),
});

function describeBucket({ cloudfront }: Simulator, body: unknown): unknown {
  const bucket = { region: "us-east-1", allow: [], ...readBucket(body, "") };
  cloudfront.putBucket(bucket);
  return bucket;
}

const readAliasOwner = object({ alias: domainName, account: optional(account) });

const action: Reader<string> = (value, property) => {
  const found = text(value, property);
  if (/^(acm|cloudfront|route53|sts):(\*|[A-Za-z]+)$/.test(found)) return found;
  throw new ControlError(`${property} must be an IAM action such as acm:ListCertificates or acm:*, and is "${found}"`);
};

const readDenial = object({ account: optional(account), action, allow: optional(truth) });

function deny({ accounts }: Simulator, body: unknown): unknown {
  const denial = readDenial(body, "");
  const change = denial.allow === true ? accounts.allow : accounts.deny;
  change(denial.account ?? FIRST_ACCOUNT, denial.action);
  return accounts.denied();
}

/** What happens in AWS without anybody's call. */
export const awsRoutes: Route[] = [
  { method: "GET", path: "/history", run: ({ history }) => history.entries() },
  { method: "DELETE", path: "/history", run: ({ history }) => history.clear() },
  { method: "GET", path: "/faults", run: ({ faults }) => faults.pending() },
  { method: "POST", path: "/faults", run: injectFault },
  { method: "DELETE", path: "/faults", run: ({ faults }) => faults.clear() },
  { method: "POST", path: "/certificates", run: happenToCertificate },
  {
    method: "POST",
    path: "/distributions",
    run: changeDistribution,
  },
  { method: "POST", path: "/tags", run: changeTags },
  { method: "POST", path: "/buckets", run: describeBucket },
  {
    method: "POST",
    path: "/alias-owner",
    run({ cloudfront }, body) {
      const owner = readAliasOwner(body, "");
      const { id, domainName } = cloudfront.addForeignOwner(owner.alias, owner.account ?? STRANGER);
      return { id, domainName };
    },
  },
  { method: "POST", path: "/deny", run: deny },
  {
    method: "POST",
    path: "/expire-session",
    run: ({ accounts }, body) => accounts.expire(object({ accessKey: text })(body, "").accessKey),
  },
];
