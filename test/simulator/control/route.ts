import type { Simulator } from "../simulator";

/** What one method of one path does. The answer goes out as JSON. */
export interface Route {
  method: "GET" | "POST" | "DELETE";
  path: string;
  run(simulator: Simulator, body: unknown): unknown;
}
