import { childOf, textAt, type XmlElement } from "../codec/xml";
import { AwsError } from "../contracts";
import { entityNotFound, invalidArgument } from "./errors";
import type { Distribution } from "./facts";
import type { CloudFrontState } from "./state";

/**
 * The one that a `DistributionResourceId` names: `DistributionId` or `DistributionTenantId`, never both.
 * One of another account is not told from one that does not exist. Throws AwsError.
 *
 * @param member that holds it in the body
 */
export function namedDistribution(
  state: CloudFrontState,
  account: string,
  sent: XmlElement,
  member: string,
): Distribution {
  const resource = childOf(sent, member);
  const id = textAt(resource, "DistributionId");
  const tenantId = textAt(resource, "DistributionTenantId");
  if ((id === undefined) === (tenantId === undefined)) {
    throw invalidArgument(`The parameter ${member} must have one of DistributionId and DistributionTenantId.`);
  }
  if (tenantId !== undefined) {
    throw new AwsError("NotImplemented", "The simulator has no distribution tenants.", 501);
  }
  const found = state.facts.distributions.get(id ?? "");
  if (found === undefined || found.deletedAt !== undefined || found.account !== account) {
    throw entityNotFound();
  }
  return found;
}
