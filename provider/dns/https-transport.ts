/** DNS over HTTPS (RFC 8484): the way of DNS packets where a network lets no others through. */
import type { IncomingMessage } from "node:http";
import { request } from "node:https";
import { failure, timeout } from "./transport";

/** The answer to `packet`. Rejects with an error with a `code` when none comes within `timeoutMs`. */
export type HttpsExchange = (url: string, packet: Buffer, timeoutMs: number) => Promise<Buffer>;

const mediaType = "application/dns-message";
/** As long as a DNS message can be where its length travels with it (RFC 1035, 4.2.2). */
const longest = 65_535;

/** By POST, which no cache on the way may answer (RFC 8484, 4.1). */
export const httpsExchange: HttpsExchange = (url, packet, timeoutMs) =>
  new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const fail = (error: unknown): void => reject(signal.aborted ? timeout(url) : error);
    const headers = { "content-type": mediaType, accept: mediaType };
    const sent = request(url, { method: "POST", headers, signal });
    sent.on("error", fail);
    sent.once("response", (response) => messageOf(response).then(resolve, fail));
    sent.end(packet);
  });

async function messageOf(response: IncomingMessage): Promise<Buffer> {
  const { statusCode, headers } = response;
  if (statusCode !== 200 || !headers["content-type"]?.startsWith(mediaType)) {
    response.destroy();
    throw failure(statusCode === 200 ? "EBADRESP" : `HTTP_${statusCode}`, "the answer is no DNS message");
  }
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response) {
    length += chunk.length;
    // Leaving the loop ends the connection.
    if (length > longest) throw failure("EBADRESP", "the answer is longer than a DNS message can be");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
