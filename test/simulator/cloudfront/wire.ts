import { bodyOf, type RestCall } from "../codec/rest-xml";
import type { XmlElement } from "../codec/xml";
import { missingBody } from "./errors";

export const NAMESPACE = "http://cloudfront.amazonaws.com/doc/2020-05-31/";

const ENDPOINT = "https://cloudfront.amazonaws.com";

/** The body as an element of the given name. Throws AwsError. */
export function sentBody(call: RestCall, name: string): XmlElement {
  if (call.request.body === "" && call.request.content === undefined) {
    throw missingBody();
  }
  return bodyOf(call.request, name);
}

export function idOf(call: RestCall): string {
  return call.labels["Id"] ?? "";
}

export function ifMatchOf(call: RestCall): string | undefined {
  return call.request.headers["if-match"];
}

/** Of an answer to a creation. `collection`: the path of all resources of the kind. */
export function createdHeaders(collection: string, id: string, etag: string): { [name: string]: string } {
  return { etag, location: `${ENDPOINT}${collection}/${id}` };
}
