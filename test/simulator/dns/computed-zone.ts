import type { DnsWorld, QuestionType, ZoneSpec } from "../dns-contracts";
import { type Authority, apexNs, apexSoa, type Look, negative, type Step } from "./authority";

export type Compute = Parameters<DnsWorld["addComputedZone"]>[1];

/** A zone whose answers follow from other facts, such as `cloudfront.net` from the distributions that exist. */
export function createComputedZone(spec: ZoneSpec, compute: Compute): Authority {
  function answer(name: string, type: QuestionType, look: Look): Step {
    if (name === spec.name && type === "NS") return { kind: "found", set: apexNs(spec) };
    if (name === spec.name && type === "SOA") return { kind: "found", set: apexSoa(spec) };
    // Which type is asked for does not matter to the existence of the name: that is all a question for another type can learn.
    const sets = compute(name, type === "OTHER" ? "TXT" : type, look.at);
    if (!sets) return negative(name === spec.name ? "NOERROR" : "NXDOMAIN", apexSoa(spec));
    const found = sets.find((set) => set.type === type);
    if (found) return { kind: "found", set: found };
    const cname = sets.find((set) => set.type === "CNAME");
    return cname ? { kind: "cname", set: cname } : negative("NOERROR", apexSoa(spec));
  }
  return { spec, answer };
}
