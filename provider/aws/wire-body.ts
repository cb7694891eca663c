/** Bodies as they travel, read and set by middleware of the SDK. */
import type { UpdateDistributionCommand } from "@aws-sdk/client-cloudfront";
import type { MiddlewareStack } from "@smithy/types";
import { unreadable } from "./errors";

/** Keeps the answer's body as text for the caller, and hands it on to the SDK's own deserializer. */
export function readBody<Input extends object, Output extends object>(
  stack: MiddlewareStack<Input, Output>,
): () => string {
  let text = "";
  stack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { response } = result;
      if (response instanceof Object && "body" in response) {
        const bytes = await collect(response.body);
        text = bytes.toString("utf8");
        response.body = bytes;
      }
      return result;
    },
    // Low: within the deserializer, where the body is still unread.
    { step: "deserialize", priority: "low", name: "readBody" },
  );
  return () => text;
}

/** Sends this XML. Before the SDK counts its length and signs it. */
export function sendBody(stack: UpdateDistributionCommand["middlewareStack"], xml: string): void {
  stack.add(
    (next) => (args) => {
      const { request } = args;
      if (!(request instanceof Object && "body" in request))
        throw new Error("the SDK has no request to put the configuration in");
      request.body = xml;
      return next(args);
    },
    { step: "build", priority: "high", name: "sendBody" },
  );
}

async function collect(body: unknown): Promise<Buffer> {
  if (body === undefined || body === null) return Buffer.alloc(0);
  if (typeof body === "string" || body instanceof Uint8Array) return Buffer.from(body);
  if (!(body instanceof Object && Symbol.asyncIterator in body)) throw unreadable("the answer's body is no stream");
  const chunks: Uint8Array[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
