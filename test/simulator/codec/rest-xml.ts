import { AwsError, type Caller, type WireRequest, type WireResponse } from "../contracts";
import { element, parseXml, renderXml, type XmlElement } from "./xml";

/** The AWS protocol REST-XML, as CloudFront and Route 53 speak it (smithy.io, "AWS restXml protocol"). */
export interface RestRoute {
  operation: string;
  method: string;
  /** `/2020-05-31/distribution/{Id}`; a slash at the end of a request's path makes no difference. */
  path: string;
  /** Query members that tell operations of one path apart: `{WithTags: ""}`, `{Operation: "Tag"}`. */
  query?: { [name: string]: string };
  /** Changes facts. */
  write: boolean;
}

/** What an operation gets: the labels of its path, decoded, and the request. */
export interface RestCall {
  labels: { [name: string]: string };
  request: WireRequest;
  caller: Caller;
}

export function routeOf(routes: readonly RestRoute[], request: WireRequest): RestRoute | undefined {
  const fitting = routes.filter((route) => {
    const members = Object.entries(route.query ?? {});
    return (
      route.method === request.method &&
      labelsOf(route.path, request.path) !== undefined &&
      members.every(([name, value]) => request.query[name] === value)
    );
  });
  // The route that asks for more of the query is the more specific one.
  return fitting.sort((a, b) => Object.keys(b.query ?? {}).length - Object.keys(a.query ?? {}).length)[0];
}

export function labelsOf(template: string, path: string): { [name: string]: string } | undefined {
  const wanted = template.split("/");
  const given = path.replace(/\/$/, "").split("/");
  if (wanted.length !== given.length) {
    return undefined;
  }
  const labels: { [name: string]: string } = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    const label = /^\{(\w+)\}$/.exec(part)?.[1];
    if (label !== undefined && value !== "") {
      labels[label] = decodeURIComponent(value);
    } else if (part !== value) {
      return undefined;
    }
  }
  return labels;
}

/** The body as an element of the given name. `MalformedXML` is the code of both services for what does not parse. */
export function bodyOf(request: WireRequest, name: string): XmlElement {
  const root = request.content === undefined ? parseXml(request.body) : (request.content as XmlElement);
  if (root === undefined || root.name !== name) {
    throw new AwsError("MalformedXML", `The XML that you provided is not a well-formed ${name} element.`, 400);
  }
  return root;
}

export function xmlResponse(
  status: number,
  namespace: string,
  root: XmlElement,
  headers: { [name: string]: string } = {},
): WireResponse {
  return {
    status,
    headers: { "content-type": "text/xml", ...headers },
    content: root,
    get body() {
      const named = { ...root, attributes: { ...root.attributes, xmlns: namespace } };
      return `<?xml version="1.0"?>\n${renderXml(named)}`;
    },
  };
}

export function emptyResponse(status: number): WireResponse {
  return { status, headers: {}, body: "" };
}

export function restErrorResponse(namespace: string, error: AwsError, caller: Caller): WireResponse {
  const fault = error.status >= 500 ? "Receiver" : "Sender";
  const members = Object.entries(error.members).map(([name, value]) => element(name, String(value)));
  const root = element("ErrorResponse", [
    element("Error", [
      element("Type", fault),
      element("Code", error.code),
      element("Message", error.message),
      ...members,
    ]),
    element("RequestId", caller.requestId),
  ]);
  return xmlResponse(error.status, namespace, root, { "x-amzn-requestid": caller.requestId });
}

/** `MaxItems` and its like: a whole number in a range. `undefined` when the text is not one. */
export function pageSize(text: string | undefined, fallback: number, largest: number): number | undefined {
  if (text === undefined) {
    return fallback;
  }
  const size = Number(text);
  return Number.isInteger(size) && size >= 1 && size <= largest ? size : undefined;
}
