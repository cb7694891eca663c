/** Accidents that befall a settled group, what a refresh says of them, and what the next run does. */
import assert from "node:assert/strict";
import type { Guidance } from "../../provider/core/outputs";
import type { Report } from "../../provider/core/report";
import { element } from "../simulator/codec/xml";
import { semanticsInto } from "./semantics/ports";
import { begin, HOUR, MINUTE, type Story } from "./story";
import type { GroupWorld } from "./world";

/** What somebody has on a distribution beside domains and certificate. */
export const THEIRS = {
  comment: "theirs",
  more: [
    element("CacheBehaviors", [
      element("Quantity", 1),
      element("Items", [
        element("CacheBehavior", [element("PathPattern", "/api/*"), element("TargetOriginId", "origin")]),
      ]),
    ]),
  ],
};

/** What to do about a renewal at risk. */
export const MEND =
  "Mend what the guidance beside this one names; where it names nothing, ACM's console shows which domain it can't validate.";

/** A story on the simulator's semantics: the same calls as through the SDK, in less time. */
export function beginQuickly(...args: Parameters<typeof begin>): Story {
  const story = begin(...args);
  Object.assign(story.ports, semanticsInto(story.simulator).ports);
  return story;
}

/** ACM begins to renew 45 days before a certificate's end, and does not get anywhere. */
export function renewNothing({ simulator }: Pick<GroupWorld, "simulator">): void {
  Object.assign(simulator.world.latencies, { renewal: 60 * 24 * HOUR });
}

/** The calls since then that have changed something. */
export const written = ({ simulator }: Pick<GroupWorld, "simulator">): string[] =>
  simulator.history
    .entries()
    .filter(({ operation, status }) => !/^(Get|List|Describe)/.test(operation) && status < 300)
    .map(({ operation }) => operation);

/** A group that has all that it wants. AWS and DNS have caught up with it. */
export async function settle(story: Story): Promise<Report> {
  const { end, report } = await story.up();
  assert.equal(end, "settled", JSON.stringify(report.guidance));
  await story.ports.clock.sleep(2 * HOUR);
  return (await story.refresh()).report;
}

/** What a refresh says after the accident, and a second one again; neither writes. */
export async function seenAfter(story: Story, accident: () => unknown): Promise<Report> {
  await accident();
  await story.ports.clock.sleep(5 * MINUTE);
  story.simulator.history.clear();
  const { report } = await story.refresh();
  assert.deepEqual((await story.refresh()).report, report, "equal means unchanged");
  assert.deepEqual(written(story), []);
  return report;
}

/** What a person reads of one drift. */
export function sentencesOf({ guidance }: Report, code: string): Pick<Guidance, "happening" | "todo"> {
  const [found, ...others] = guidance.filter((each) => each.code === code);
  assert.ok(found !== undefined && others.length === 0, JSON.stringify(guidance.map((each) => each.code)));
  assert.equal(found.actor, "you");
  return { happening: found.happening, todo: found.todo };
}

/** The next run, and what it wrote. Afterwards all is as it was: `before`. */
export async function repaired(story: Story, before: Report): Promise<string[]> {
  story.simulator.history.clear();
  const { end, report } = await story.up();
  assert.equal(end, "settled", JSON.stringify(report.guidance));
  const writes = written(story);
  assert.deepEqual(await refreshed(story), before);
  return writes;
}

async function refreshed(story: Story): Promise<Report> {
  await story.ports.clock.sleep(HOUR);
  return (await story.refresh()).report;
}

/** The configuration of the group's distribution without what is a group's to write. */
export async function restOf({ ports }: Story, id: string): Promise<string> {
  const reply = await ports.distributions.get(id);
  assert.ok(reply.kind === "ok");
  return reply.value.config
    .replace(/<Aliases>.*?<\/Aliases>/s, "")
    .replace(/<ViewerCertificate>.*?<\/ViewerCertificate>/s, "");
}
