/** A program whose own distribution takes what the group hands out. */
import assert from "node:assert/strict";
import { TAG } from "../../provider/core/ownership";
import type { RunResult } from "../../provider/reconcile";
import { HALF_AN_HOUR, lead, NAMES, theirs, WWW } from "./holding";
import { begin, MINUTE, type Story } from "./story";

export const PROGRAM = { wish: { distribution: { kind: "program" } } } as const;

/** The program hands aliases and certificate to its own distribution, and waits for CloudFront. */
export async function attach(story: Story, { report }: RunResult): Promise<void> {
  const { distributions, clock } = story.ports;
  const { aliases, viewerCertificate } = report;
  const source = viewerCertificate.acmCertificateArn === undefined ? "default" : "acm";
  const facts = {
    source,
    id: viewerCertificate.acmCertificateArn ?? null,
    minimumProtocolVersion: viewerCertificate.minimumProtocolVersion ?? null,
    sslSupportMethod: viewerCertificate.sslSupportMethod ?? null,
  } as const;
  // As the AWS provider: CloudFront may not know a certificate that was just issued.
  for (let tries = 0; ; tries++) {
    const there = await distributions.get(story.distribution.id);
    assert.ok(there.kind === "ok");
    const { etag, config } = there.value;
    const change = { aliases, viewerCertificate: facts };
    const written = await distributions.update(story.distribution.id, etag, config, change);
    if (written.kind === "ok") break;
    assert.ok(tries < 10, JSON.stringify(written));
    await clock.sleep(10_000);
  }
  await clock.sleep(30 * MINUTE);
}

export const CREATION = "CreateDistributionWithTags";

/** DNS leads the name to the distribution that has it. */
export async function contested(
  seed: string,
  direct: Parameters<typeof begin>[2] = {},
): Promise<{ story: Story; owner: ReturnType<typeof theirs> }> {
  const story = begin(seed, NAMES, { ...PROGRAM, ...direct });
  const owner = theirs(story, [WWW]);
  lead(story, WWW, owner.domainName);
  await story.ports.clock.sleep(HALF_AN_HOUR);
  return { story, owner };
}

/** Distributions that only asked, the deleted ones too. */
export const temporaries = ({ simulator }: Story) =>
  simulator.cloudfront.snapshot().filter(({ comment }) => comment.startsWith("domain-group asks"));

export const left = (story: Story): string[] =>
  temporaries(story).flatMap(({ id, status }) => (status === "Deleted" ? [] : [id]));

export const noteIn = ({ simulator }: Story): string | undefined =>
  simulator.acm.snapshot()[0]?.tags.find(({ key }) => key === TAG.asks)?.value;

/** Until every list shows it. */
export async function rested(story: Story, result: RunResult): Promise<void> {
  await attach(story, result);
  await story.ports.clock.sleep(HALF_AN_HOUR);
  story.simulator.history.clear();
}
