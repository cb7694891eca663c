/**
 * Ctrl-C. The engine calls `Cancel` on the plugin and then waits for what is under way; the SDK's handler of that call does nothing and tells nobody
 * (`@pulumi/pulumi` cmd/dynamic-provider, `cancel`). The HTTP/2 server below it sees the call come in.
 */
import type { EventEmitter } from "node:events";

export interface Cancellation {
  cancelled(): boolean;
  /** Resolves when somebody cancels, if ever. */
  cancellation: Promise<void>;
}

const CANCEL = "/pulumirpc.ResourceProvider/Cancel";

/** Not in Node's documentation, but in every version so far: without it, a run ends at its deadline. */
interface ProcessHandles {
  _getActiveHandles?(): unknown[];
}

export function watchCancellation(handles: unknown[] = activeHandles()): Cancellation {
  let isCancelled = false;
  const cancellation = new Promise<void>((resolve) => {
    for (const server of handles.filter(isHttp2Server)) {
      server.on("stream", (_stream: unknown, headers: { [name: string]: unknown } | undefined) => {
        if (headers?.[":path"] !== CANCEL) return;
        isCancelled = true;
        resolve();
      });
    }
  });
  return { cancelled: () => isCancelled, cancellation };
}

function activeHandles(): unknown[] {
  return (process as ProcessHandles)._getActiveHandles?.() ?? [];
}

function isHttp2Server(handle: unknown): handle is EventEmitter {
  return typeof handle === "object" && handle?.constructor?.name === "Http2Server";
}
