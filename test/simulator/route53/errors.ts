import { AwsError } from "../contracts";

export function accessDenied(): AwsError {
  return new AwsError("AccessDenied", "You are not authorized to access this resource.", 403);
}
export function noSuchHostedZone(id: string): AwsError {
  return new AwsError("NoSuchHostedZone", `No hosted zone found with ID: ${id}`, 404);
}
export function noSuchChange(id: string): AwsError {
  return new AwsError("NoSuchChange", `Could not find resource with ID: ${id}`, 404);
}
export function invalidInput(message: string): AwsError {
  return new AwsError("InvalidInput", message, 400);
}
export function invalidDomainName(name: string): AwsError {
  return new AwsError("InvalidDomainName", `The domain name ${name} is not valid.`, 400);
}
export function hostedZoneAlreadyExists(): AwsError {
  const message = "A hosted zone has already been created with the specified caller reference.";
  return new AwsError("HostedZoneAlreadyExists", message, 409);
}
export function tooManyHostedZones(): AwsError {
  return new AwsError("TooManyHostedZones", "Limits Exceeded: MAX_HOSTED_ZONES_BY_OWNER", 400);
}
export function hostedZoneNotEmpty(): AwsError {
  return new AwsError(
    "HostedZoneNotEmpty",
    "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    400,
  );
}
/** All that is wrong with the batch, in one message. */
export function invalidChangeBatch(messages: readonly string[]): AwsError {
  return new AwsError("InvalidChangeBatch", `[${messages.join(", ")}]`, 400);
}
