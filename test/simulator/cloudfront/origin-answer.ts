import type { Bucket } from "./bucket";
import { latestVersion } from "./facts";
import type { OriginRequest } from "./origin-request";
import type { Origin } from "./origins";
import type { CloudFrontState } from "./state";

export interface OriginAnswer {
  status: number;
  headers: { [name: string]: string };
  /** Lines of text. */
  body: string;
}

/** What an origin answers to the edges of one distribution. */
export function answerOfOrigin(
  state: CloudFrontState,
  distributionArn: string,
  origin: Origin,
  request: OriginRequest,
): OriginAnswer {
  return origin.bucket === undefined ? echo(request) : answerOfBucket(state, distributionArn, origin, request);
}

/** Somebody's server: it shows what it got. A path that ends in `/status/404` makes it answer with that status. */
function echo({ method, path, query, headers }: OriginRequest): OriginAnswer {
  const status = Number(/\/status\/([2-5]\d\d)$/.exec(path)?.[1] ?? 200);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return { status, headers: {}, body: [`${method} ${path}${query === "" ? "" : `?${query}`}`, ...lines].join("\n") };
}

function answerOfBucket(
  state: CloudFrontState,
  distributionArn: string,
  origin: Origin,
  request: OriginRequest,
): OriginAnswer {
  const { bucket: name, region = "us-east-1" } = origin.bucket ?? { bucket: "" };
  const bucket = state.facts.buckets.get(name);
  if (bucket !== undefined && bucket.region !== region) {
    return redirect(bucket, request, origin.bucket?.region === undefined ? 307 : 301);
  }
  const reason = refusalOf(state, bucket, distributionArn, origin, request);
  const key = keyOf(request);
  return reason === undefined ? ofS3(200, `bucket ${name}: ${key}`) : ofS3(403, `${reason} (bucket ${name}: ${key})`);
}

/** S3 User Guide, "Making requests using the REST API": the regional endpoint alone answers for a bucket of another Region. */
function redirect({ name, region }: Bucket, { path }: OriginRequest, status: number): OriginAnswer {
  const location = `https://${name}.s3.${region}.amazonaws.com${path}`;
  const answer = ofS3(status, `bucket ${name} is in ${region}`);
  return { ...answer, headers: { ...answer.headers, location } };
}

/** A private bucket gives the same answer for everything that it does not give: also for a key that is not there. */
function refusalOf(
  state: CloudFrontState,
  bucket: Bucket | undefined,
  distributionArn: string,
  origin: Origin,
  request: OriginRequest,
): string | undefined {
  const control = state.facts.accessControls.get(origin.accessControlId ?? "");
  const isSigned = control !== undefined && latestVersion(control).config.signingBehavior !== "never";
  if (isSigned && request.headers["host"] !== origin.domainName) {
    // The signature is made for the bucket's own name.
    return "SignatureDoesNotMatch";
  }
  const isAllowed = isSigned && bucket?.allow.includes(distributionArn);
  const isRead = request.method === "GET" || request.method === "HEAD";
  const isThere = bucket?.objects === undefined || bucket.objects.includes(keyOf(request));
  return isAllowed && isRead && isThere ? undefined : "AccessDenied";
}

function keyOf({ path }: OriginRequest): string {
  return path.slice(1);
}

function ofS3(status: number, body: string): OriginAnswer {
  return { status, headers: { server: "AmazonS3" }, body };
}
