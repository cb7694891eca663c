/** Promises broken on purpose, to see that the crash test notices. */
import type { Ports } from "../../../provider/ports";
import type { Random } from "../../simulator/contracts";

/**
 * - `none`: the product as it is.
 * - `forgetsToRetire`: says that a certificate is deleted, and deletes none.
 * - `randomToken`: two requests for one wish are two certificates.
 * - `forgetsTags`: what a crash forgets is not in the world either.
 */
export const MUTATIONS = ["none", "forgetsToRetire", "randomToken", "forgetsTags"] as const;

export type Mutation = (typeof MUTATIONS)[number];

export function breakingOf(mutation: Mutation, random: Random): (ports: Ports) => Ports {
  const broken = (ports: Ports): Partial<Ports["certificates"]> => {
    const { certificates } = ports;
    switch (mutation) {
      case "none":
        return {};
      case "forgetsToRetire":
        return { delete: async () => ({ kind: "ok", value: null }) };
      case "randomToken":
        return {
          request: (names, algorithm, _token, tags) => certificates.request(names, algorithm, random.hex(32), tags),
        };
      case "forgetsTags":
        return { tag: async () => ({ kind: "ok", value: null }) };
    }
  };
  return (ports) => ({ ...ports, certificates: { ...ports.certificates, ...broken(ports) } });
}
