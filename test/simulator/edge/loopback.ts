import { once } from "node:events";
import { createServer } from "node:net";

/** Linux and Windows answer for all of 127.0.0.0/8, macOS for 127.0.0.1 alone. */
export async function isBindable(address: string): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(0, address);
    await once(server, "listening");
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
