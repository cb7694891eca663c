import type { Service, ServiceName, WireResponse } from "../contracts";
import { labelsOf, type RestCall, type RestRoute, restErrorResponse, routeOf } from "./rest-xml";

export interface RestOperation<State> extends RestRoute {
  run(state: State, call: RestCall): WireResponse;
}

/** A service from its table of operations. */
export function restService<State>(
  name: ServiceName,
  namespace: string,
  operations: readonly RestOperation<State>[],
  state: State,
): Service {
  const byName = new Map(operations.map((each) => [each.operation, each]));
  return {
    name,
    operations: [...byName.keys()],
    operationOf: (request) => routeOf(operations, request)?.operation,
    isWrite: (operation) => byName.get(operation)?.write ?? false,
    handle(operation, request, caller) {
      const found = byName.get(operation);
      const labels = found === undefined ? undefined : labelsOf(found.path, request.path);
      if (found === undefined || labels === undefined) {
        throw new Error(`${name} has no operation ${operation} at ${request.path}`);
      }
      return found.run(state, { labels, request, caller });
    },
    errorResponse: (error, caller) => restErrorResponse(namespace, error, caller),
  };
}
