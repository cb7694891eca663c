/** Arguments that are fine by themselves and do not go together. What is not known yet contradicts nothing. */
import { bagIn } from "./internal-input";
import { readNames } from "./names-reader";
import { type Bag, type Problem, show } from "./reading";

type Rule = (inputs: Bag) => Problem[];

const isGiven = (value: unknown): boolean => value !== undefined && value !== null;

/** The program attaches what the group hands out: nothing can be attached before, and nothing may be handed out too early. */
const waitsForItsProgram: Rule = ({ distribution, waitFor }) => {
  if (isGiven(distribution)) return [];
  const refused = (rule: string): Problem[] => [{ path: ".waitFor", got: show(waitFor), rule }];
  if (waitFor === "attached" || waitFor === "serving") {
    return refused(
      'is not possible without a distribution: your program attaches after the group; the furthest is "issued"',
    );
  }
  if (waitFor === "records") {
    const danger = "it would hand `aliases: []` to a distribution that may be live";
    return refused(`is not possible without a distribution: ${danger}; wait for "issued", with a short timeout`);
  }
  return [];
};

/** What leads traffic here waits for the group. */
const doesNotWaitForItsFollowers: Rule = ({ distribution, dns, waitFor }) => {
  if (waitFor !== "serving" || !isGiven(distribution) || !isGiven(bagIn(dns)["publish"])) return [];
  const rule =
    'is not possible with `dns: { publish }`: the routing records of your program come after the group; the furthest is "attached", and `pulumi up --refresh` tells in domains[].traffic whether an edge serves them';
  return [{ path: ".waitFor", got: show(waitFor), rule }];
};

const ownCertificateHasItsKey: Rule = ({ certificate, keyAlgorithm }) =>
  isGiven(certificate) && isGiven(keyAlgorithm)
    ? [
        {
          path: ".keyAlgorithm",
          got: show(keyAlgorithm),
          rule: "is of no use with a certificate of your own, which has its key: leave one of the two out",
        },
      ]
    : [];

/** Its name leads to CloudFront as soon as the routing record is there: a circle. */
const originIsElsewhere: Rule = (inputs) => {
  const { origin } = bagIn(bagIn(inputs["distribution"])["create"]);
  const host = typeof origin === "string" ? origin : bagIn(origin)["dnsName"];
  const names = readNames(inputs);
  if (typeof host !== "string" || names.kind !== "known") return [];
  const name = names.value.find((domain) => domain === host.toLowerCase().replace(/\.$/, ""));
  if (name === undefined) return [];
  const rule = "is a domain of this group, which will lead to CloudFront itself: give the server another name";
  return [{ path: ".distribution.create.origin", got: show(host), rule }];
};

const RULES: readonly Rule[] = [
  waitsForItsProgram,
  doesNotWaitForItsFollowers,
  ownCertificateHasItsKey,
  originIsElsewhere,
];

export function contradictions(inputs: Bag): Problem[] {
  return RULES.flatMap((rule) => rule(inputs));
}
