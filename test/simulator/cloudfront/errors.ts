import { AwsError } from "../contracts";

/** Codes and statuses: CloudFront API reference. Messages as seen in the field; where none was seen, in AWS's manner. */

const DEVELOPER_GUIDE = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/CNAMEs.html";

export function accessDenied(): AwsError {
  return new AwsError("AccessDenied", "Access denied.", 403);
}
export function noSuchDistribution(): AwsError {
  return new AwsError("NoSuchDistribution", "The specified distribution does not exist.", 404);
}
export function noSuchResource(): AwsError {
  return new AwsError("NoSuchResource", "The specified resource does not exist.", 404);
}
export function noSuchOrigin(): AwsError {
  return new AwsError("NoSuchOrigin", "One or more of your origins or origin groups do not exist.", 404);
}
export function preconditionFailed(): AwsError {
  return new AwsError(
    "PreconditionFailed",
    "The request failed because it didn't meet the preconditions in one or more request-header fields.",
    412,
  );
}
export function invalidIfMatchVersion(): AwsError {
  return new AwsError("InvalidIfMatchVersion", "The If-Match version is missing or not valid for the resource.", 400);
}
export function invalidArgument(message: string): AwsError {
  return new AwsError("InvalidArgument", message, 400);
}
export function missingBody(): AwsError {
  return new AwsError("MissingBody", "This operation requires a body. Ensure that the body is present.", 400);
}
export function inconsistentQuantities(name: string, said: string, counted: number): AwsError {
  const message = `The specified quantity of ${name} (${said}) does not match the actual quantity supplied (${counted}).`;
  return new AwsError("InconsistentQuantities", message, 400);
}
export function illegalUpdate(message: string): AwsError {
  return new AwsError("IllegalUpdate", message, 400);
}
/** Of a call about one alias. */
export function invalidAlias(): AwsError {
  return invalidArgument("The parameter Alias is not valid.");
}
/** Of the target of a move, or of the distribution that asks who holds an alias. */
export function certificateDoesNotCover(): AwsError {
  return invalidArgument("The distribution doesn't have a certificate that covers the alias.");
}
export function nobodyHoldsAlias(alias: string): AwsError {
  return invalidArgument(`The alias ${alias} is not associated with any distribution.`);
}
export function missingTextRecord(): AwsError {
  return illegalUpdate("Invalid or missing alias DNS TXT records");
}
export function entityNotFound(): AwsError {
  return new AwsError("EntityNotFound", "The entity was not found.", 404);
}
/** An update whose error responses lack a member. */
export function invalidErrorResponses(): AwsError {
  return illegalUpdate("The specified list of custom error responses does not exist or is not valid.");
}
export function distributionAlreadyExists(id: string): AwsError {
  return new AwsError(
    "DistributionAlreadyExists",
    `The caller reference that you are using to create a distribution is associated with another distribution. Already exists: ${id}`,
    409,
  );
}
export function distributionNotDisabled(): AwsError {
  return new AwsError(
    "DistributionNotDisabled",
    "The distribution you are trying to delete has not been disabled.",
    409,
  );
}
export function tooManyDistributions(): AwsError {
  return new AwsError(
    "TooManyDistributions",
    "Processing your request would cause you to exceed the maximum number of distributions allowed.",
    400,
  );
}
export function tooManyAliases(): AwsError {
  return new AwsError(
    "TooManyDistributionCNAMEs",
    "Your request contains more CNAMEs than are allowed per distribution.",
    400,
  );
}
export function aliasHeldElsewhere(): AwsError {
  return new AwsError(
    "CNAMEAlreadyExists",
    "One or more of the CNAMEs you provided are already associated with a different resource.",
    409,
  );
}
/** The same code with its other meaning: the live DNS check. */
export function aliasPointsElsewhere(): AwsError {
  return new AwsError(
    "CNAMEAlreadyExists",
    "One or more aliases specified for the distribution includes an incorrectly configured DNS record that points to another CloudFront distribution. " +
      `You must update the DNS record to correct the problem. For more information, see ${DEVELOPER_GUIDE}#alternate-domain-names-restrictions`,
    409,
  );
}
export function certificateNotUsable(): AwsError {
  return new AwsError(
    "InvalidViewerCertificate",
    "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    400,
  );
}
export function aliasesWithoutCertificate(): AwsError {
  return new AwsError(
    "InvalidViewerCertificate",
    "To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name. " +
      `For more details, see: ${DEVELOPER_GUIDE}#alternate-domain-names-requirements`,
    400,
  );
}
export function aliasNotCovered(): AwsError {
  return new AwsError(
    "InvalidViewerCertificate",
    "The certificate that is attached to your distribution doesn't cover the alternate domain name (CNAME) that you're trying to add. " +
      `For more details, see: ${DEVELOPER_GUIDE}#alternate-domain-names-requirements`,
    400,
  );
}
export function invalidMinimumProtocolVersion(): AwsError {
  return new AwsError(
    "InvalidMinimumProtocolVersion",
    "The minimum protocol version specified is not valid for the SSL support method.",
    400,
  );
}
export function invalidTagging(message: string): AwsError {
  return new AwsError("InvalidTagging", message, 400);
}
export function invalidOrigin(): AwsError {
  return new AwsError("InvalidOrigin", "The specified origin server does not exist or is not valid.", 400);
}
export function invalidDefaultRootObject(): AwsError {
  return new AwsError(
    "InvalidDefaultRootObject",
    "The default root object file name is too big or contains an invalid character.",
    400,
  );
}
export function invalidErrorCode(): AwsError {
  return new AwsError("InvalidErrorCode", "An invalid error code was specified.", 400);
}
export function invalidResponseCode(): AwsError {
  return new AwsError("InvalidResponseCode", "A response code is not valid.", 400);
}
export function noSuchCachePolicy(): AwsError {
  return new AwsError("NoSuchCachePolicy", "The specified cache policy does not exist.", 404);
}
export function noSuchOriginRequestPolicy(): AwsError {
  return new AwsError("NoSuchOriginRequestPolicy", "The specified origin request policy does not exist.", 404);
}
export function noSuchResponseHeadersPolicy(): AwsError {
  return new AwsError("NoSuchResponseHeadersPolicy", "The specified response headers policy does not exist.", 404);
}
export function noSuchAccessControl(): AwsError {
  return new AwsError("NoSuchOriginAccessControl", "The specified origin access control does not exist.", 404);
}
export function accessControlAlreadyExists(): AwsError {
  return new AwsError(
    "OriginAccessControlAlreadyExists",
    "An origin access control with the same name already exists.",
    409,
  );
}
export function accessControlInUse(): AwsError {
  return new AwsError("OriginAccessControlInUse", "The CloudFront origin access control is still being used.", 409);
}
export function tooManyAccessControls(): AwsError {
  return new AwsError(
    "TooManyOriginAccessControls",
    "Processing your request would cause you to exceed the maximum number of origin access controls allowed.",
    400,
  );
}
/** Of a distribution's configuration. */
export function invalidAccessControl(): AwsError {
  return new AwsError(
    "InvalidOriginAccessControl",
    "The specified origin access control does not exist or is not valid.",
    400,
  );
}
export function invalidOriginAccessIdentity(): AwsError {
  return new AwsError(
    "InvalidOriginAccessIdentity",
    "The specified origin access identity does not exist or is not valid.",
    400,
  );
}
export function accessControlBesideIdentity(): AwsError {
  return new AwsError(
    "IllegalOriginAccessConfiguration",
    "An origin cannot contain both an origin access control (OAC) and an origin access identity (OAI).",
    400,
  );
}
export function domainNameForAccessControl(): AwsError {
  return new AwsError(
    "InvalidDomainNameForOriginAccessControl",
    "An origin access control is associated with an origin whose domain name is not supported.",
    400,
  );
}
