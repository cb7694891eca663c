import type { CloudFrontView } from "../contracts";
import type { CloudFrontFacts, Distribution } from "./facts";
import { certificateArnOf } from "./viewer-certificate";

type Usage = ReturnType<CloudFrontView["usersOf"]>[number];

/** A certificate is used from the write that attached it until the last edge has let go of it, which may be an instant to come. */
export function usersOf(facts: CloudFrontFacts, certificateArn: string): Usage[] {
  return [...(facts.byCertificate.get(certificateArn) ?? [])].flatMap((each) => usagesOf(each, certificateArn));
}

function usagesOf(distribution: Distribution, certificateArn: string): Usage[] {
  const usages: Usage[] = [];
  let current: Usage | undefined;
  for (const version of distribution.versions) {
    const uses = certificateArnOf(version.config.viewerCertificate) === certificateArn;
    if (uses && current === undefined) {
      current = { distributionArn: distribution.arn, since: version.at };
      usages.push(current);
    } else if (!uses && current !== undefined) {
      current.until = version.deployedAt;
      current = undefined;
    }
  }
  if (current !== undefined && distribution.deletedAt !== undefined) {
    current.until = distribution.deletedAt;
  }
  return usages;
}
