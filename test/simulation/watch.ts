/** What a changing group does to its world, seen from outside. */
import { coveredBy } from "../../provider/core/domain-name";
import type { SentCall } from "../simulator/dispatch";
import type { Story } from "./story";
import { domainNames } from "./world";

/** Every edge, at every call: does it serve these hosts with a good certificate? */
export function watch(
  { simulator }: Pick<Story, "simulator">,
  ...hosts: string[]
): { failures: string[]; hosts: Set<string> } {
  const watched = { failures: [] as string[], hosts: new Set(hosts) };
  const look = ({ operation }: SentCall): void => {
    for (let edge = 0; edge < simulator.cloudfront.edgeCount; edge++) {
      for (const host of watched.hosts) {
        const answer = simulator.cloudfront.answer(edge, host);
        const isServed = answer.kind === "certificate" && coveredBy(answer.certificate.names, host);
        if (!isServed) watched.failures.push(`edge ${edge} does not serve ${host} at ${operation}`);
      }
    }
  };
  simulator.onCall({ before: look, after: look });
  return watched;
}

export const change = (story: Story, ...names: string[]): void => {
  story.desired.domains = domainNames(...names);
};
export const requests = ({ simulator }: Pick<Story, "simulator">): number =>
  simulator.history.count("RequestCertificate");
export const updates = ({ simulator }: Pick<Story, "simulator">): number =>
  simulator.history.count("UpdateDistribution");
export const distribution = (story: Story) =>
  story.simulator.cloudfront.snapshot().find(({ id }) => id === story.distribution.id);
export const validations = ({ simulator }: Pick<Story, "simulator">): string[] =>
  simulator.route53
    .snapshot()
    .flatMap((zone) => zone.records)
    .filter(({ type }) => type === "CNAME")
    .map(({ name }) => name.replace(/^_[0-9a-f]+\./, ""))
    .sort();
export const routed = ({ simulator }: Pick<Story, "simulator">): string[] =>
  [
    ...new Set(
      simulator.route53
        .snapshot()
        .flatMap((zone) => zone.records)
        .filter(({ type }) => type === "A")
        .map(({ name }) => name),
    ),
  ].sort();
