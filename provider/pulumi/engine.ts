/**
 * The engine, as seen from the plugin process: messages in the row of a resource. The process gets the engine's address as its first argument, and the
 * SDK of the program brings the client (`@pulumi/pulumi` cmd/dynamic-provider). Nothing here throws, and nothing keeps the process alive: without an
 * engine, kept messages go to standard output, which the engine shows too.
 */
import { createRequire } from "node:module";
import type { Progress } from "../ports";

export interface EngineLog {
  progress: Progress;
  /** Waits for what was said to arrive, for a short while at most. */
  close(): Promise<void>;
}

type Severity = Parameters<Progress["say"]>[0];

/** `LogSeverity` of the engine's protocol (pulumi proto/engine.proto). */
const SEVERITY: { [severity in Severity]: number } = { info: 1, warning: 2, error: 3 };

const ANSWERS_WITHIN_MS = 2000;

interface Message {
  severity: number;
  text: string;
  resource: string;
  ephemeral: boolean;
}

interface EngineClient {
  log(message: Message): Promise<void>;
  close(): void;
}

export function openEngineLog(resource: string, address: string | undefined = process.argv[2]): EngineLog {
  const client = connect(address);
  if (client === undefined) return { progress: standardOutput, close: async () => {} };
  let sent = Promise.resolve();
  const send = (severity: Severity, text: string, ephemeral: boolean) => {
    sent = sent.then(() => client.log({ severity: SEVERITY[severity], text, resource, ephemeral }));
  };
  return {
    progress: {
      live: (line) => send("info", line, true),
      say: (severity, message) => send(severity, message, false),
    },
    close: async () => {
      await sent;
      client.close();
    },
  };
}

const standardOutput: Progress = {
  live: () => {},
  say: (severity, message) => console.log(severity === "info" ? message : `${severity}: ${message}`),
};

/** From the SDK that runs this process: it is the one that speaks the engine's language. */
function connect(address: string | undefined): EngineClient | undefined {
  if (address === undefined || !/^[\w.[\]:-]+:\d+$/.test(address)) return undefined;
  for (const start of [process.argv[1], __filename]) {
    try {
      if (start !== undefined) return clientOf(createRequire(start), address);
    } catch {
      // Another start may find it; without any, there is standard output.
    }
  }
  return undefined;
}

/** The parts of the SDK's generated client that are used here. */
interface Grpc {
  credentials: { createInsecure(): unknown };
}
interface LogRequest {
  setSeverity(severity: number): void;
  setMessage(message: string): void;
  setUrn(urn: string): void;
  setEphemeral(ephemeral: boolean): void;
}
interface GeneratedClient {
  log(request: LogRequest, options: { deadline: number }, done: () => void): void;
  close(): void;
}
interface Generated {
  EngineClient: new (address: string, credentials: unknown) => GeneratedClient;
}

function clientOf(load: NodeJS.Require, address: string): EngineClient {
  const service = load.resolve("@pulumi/pulumi/proto/engine_grpc_pb");
  const { EngineClient } = load(service) as Generated;
  const { LogRequest } = load("@pulumi/pulumi/proto/engine_pb") as { LogRequest: new () => LogRequest };
  const { credentials } = createRequire(service)("@grpc/grpc-js") as Grpc;
  const client = new EngineClient(address, credentials.createInsecure());
  return {
    close: () => client.close(),
    log: (message) =>
      new Promise((resolve) => {
        const request = new LogRequest();
        request.setSeverity(message.severity);
        request.setMessage(message.text);
        request.setUrn(message.resource);
        request.setEphemeral(message.ephemeral);
        client.log(request, { deadline: Date.now() + ANSWERS_WITHIN_MS }, () => resolve());
      }),
  };
}
