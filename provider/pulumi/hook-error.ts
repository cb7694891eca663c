/**
 * An error for check, diff, read and delete. The SDK prints `${error}: ${error.stack}` of these and hands `message` to the engine
 * (`@pulumi/pulumi` cmd/dynamic-provider): people are to read the message alone.
 */
export function hookError(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  error.toString = () => "DomainGroup";
  return error;
}
