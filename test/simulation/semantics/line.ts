/** Requests as the simulator's codecs have them behind the wire: no signature to make, no JSON or XML to write and to read. */

import { textAt, type XmlElement } from "../../simulator/codec/xml";
import type { ServiceName } from "../../simulator/contracts";
import { ConnectionLost } from "../../simulator/dispatch";
import type { Simulator } from "../../simulator/simulator";

export interface Request {
  method: string;
  path: string;
  query?: { [name: string]: string };
  headers?: { [name: string]: string };
  /** An element, or the members of a JSON object. */
  content?: object;
  body?: string;
}

export interface Answer {
  etag: string | undefined;
  content: object | undefined;
}

/** Rejects with what the AWS SDK would reject with, as far as `failureOf` reads it. */
export type Line = (service: ServiceName, request: Request) => Promise<Answer>;

export interface Caller {
  accessKey: string;
  sessionToken?: string;
}

export function createLine(simulator: Simulator, { accessKey, sessionToken }: Caller): Line {
  const token = sessionToken === undefined ? {} : { "x-amz-security-token": sessionToken };
  return async (service, { method, path, query = {}, headers = {}, content, body = "" }) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${accessKey}/20261001/us-east-1/${service}/aws4_request`;
    const request = { method, path, query, headers: { ...headers, ...token, authorization }, body };
    try {
      const answer = await simulator.call(content === undefined ? request : { ...request, content }, service);
      if (answer.status >= 300) throw refusal(answer.status, answer.content);
      return { etag: answer.headers["etag"], content: answer.content };
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      throw Object.assign(new Error(error.message), { name: "TimeoutError", code: error.code });
    }
  };
}

function refusal(httpStatusCode: number, content: object | undefined): Error {
  const { name, message } = content !== undefined && isElement(content) ? xmlError(content) : jsonError(content);
  return Object.assign(new Error(message), { name, $metadata: { httpStatusCode } });
}

const isElement = (content: object): content is XmlElement => "children" in content;

function xmlError(root: XmlElement): { name: string; message: string } {
  return { name: textAt(root, "Error/Code") ?? "", message: textAt(root, "Error/Message") ?? "" };
}

function jsonError(content: { __type?: string; message?: string } = {}): { name: string; message: string } {
  return { name: content.__type ?? "", message: content.message ?? "" };
}

export function elementIn(answer: Answer): XmlElement {
  if (answer.content === undefined || !isElement(answer.content)) throw new Error("the answer is no element");
  return answer.content;
}
