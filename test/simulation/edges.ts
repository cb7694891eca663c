/** The port `Edges` on the simulator: what a viewer meets at the first edge. */
import { baseName, isWildcard } from "../../provider/core/domain-name";
import type { EdgeLook } from "../../provider/core/looks";
import type { Edges } from "../../provider/ports";
import { DEFAULT_CERTIFICATE } from "../simulator/edge/contexts";
import type { Simulator } from "../simulator/simulator";

const EDGE = 0;

const REFUSED: EdgeLook = { kind: "none", code: "ECONNREFUSED", port: 443 };

/** @param elsewhere what stands where DNS leads a name if not to CloudFront */
export function edgesOf(simulator: Simulator, elsewhere: EdgeLook = REFUSED): Edges {
  return {
    ask: async (host) => {
      const answer = simulator.cloudfront.serve(EDGE, { method: "GET", host, path: "/", query: "", headers: {} });
      return answer === undefined ? { kind: "unknown" } : { kind: "status", status: answer.status };
    },
    present: async (name) => presented(simulator, isWildcard(name) ? `any.${baseName(name)}` : name, elsewhere),
  };
}

/** A resolver of its own, that remembers nothing: so do authoritative servers. */
function presented({ dns, cloudfront, world }: Simulator, host: string, elsewhere: EdgeLook): EdgeLook {
  const answer = dns.resolve(host, "A", undefined, `viewer at ${world.clock.now()}`);
  if (answer.rcode !== "NOERROR" || answer.answers.length === 0) return { kind: "unknown", code: answer.rcode };
  const names = answer.answers.flatMap(({ name, aliasOf, values }) => [name, aliasOf ?? "", ...values]);
  if (!names.some((name) => name.endsWith(".cloudfront.net"))) return elsewhere;
  const served = cloudfront.answer(EDGE, host);
  const {
    notBefore,
    notAfter,
    names: covered,
  } = served.kind === "certificate" ? served.certificate : DEFAULT_CERTIFICATE;
  return { kind: "certificate", names: [...covered], issuer: "Amazon", notBefore, notAfter, trusted: true };
}
