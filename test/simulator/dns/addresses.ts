/** The registry's and the zones' servers answer at 127.0.1.1 and up; edges have 127.0.0.x. */
const PER_NETWORK = 250;

export interface Addresses {
  /** Gives the server its address when it has none yet; says so to the listeners. */
  add(server: string): void;
  has(server: string): boolean;
  of(server: string): string;
  serverAt(address: string): string | undefined;
  servers(): string[];
  share(address: string): void;
  onAdded(listener: (server: string) => void): void;
}

export function createAddresses(): Addresses {
  const byServer = new Map<string, string>();
  const byAddress = new Map<string, string>();
  const listeners: ((server: string) => void)[] = [];
  let shared: string | undefined;

  return {
    add(server) {
      if (byServer.has(server)) return;
      const address = nthAddress(byServer.size);
      byServer.set(server, address);
      byAddress.set(address, server);
      for (const listener of listeners) listener(server);
    },
    has: (server) => byServer.has(server),
    of(server) {
      const address = byServer.get(server);
      if (address === undefined) throw new Error(`no name server ${server}`);
      return shared ?? address;
    },
    serverAt: (address) => byAddress.get(address),
    servers: () => [...byServer.keys()],
    share(address) {
      shared = address;
    },
    onAdded(listener) {
      listeners.push(listener);
    },
  };
}

/** The address that the server which comes `index`-th has: 127.0.1.1, 127.0.1.2, … */
export function nthAddress(index: number): string {
  return `127.0.${1 + Math.floor(index / PER_NETWORK)}.${1 + (index % PER_NETWORK)}`;
}
