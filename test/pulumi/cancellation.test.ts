import assert from "node:assert/strict";
import { EventEmitter } from "node:events";
import { watchCancellation } from "../../provider/pulumi/cancellation";

class Http2Server extends EventEmitter {}
class Socket extends EventEmitter {}

const CANCEL = { ":path": "/pulumirpc.ResourceProvider/Cancel" };

describe("Ctrl-C", () => {
  it("is seen when the engine calls Cancel on the plugin's server", async () => {
    const server = new Http2Server();
    const { cancelled, cancellation } = watchCancellation([new Socket(), null, server]);
    server.emit("stream", {}, { ":path": "/pulumirpc.ResourceProvider/Create" });
    server.emit("stream", {}, undefined);
    assert.equal(cancelled(), false);
    server.emit("stream", {}, CANCEL);
    await cancellation;
    assert.equal(cancelled(), true);
  });

  it("is not taken from anything else", () => {
    const socket = new Socket();
    const { cancelled } = watchCancellation([socket]);
    socket.emit("stream", {}, CANCEL);
    assert.equal(cancelled(), false);
  });
});
