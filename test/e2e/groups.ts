/** Programs with any number of groups, and what their users' visitors get meanwhile. */
import assert from "node:assert/strict";
import { coveredBy } from "../../provider/core/domain-name";
import type { DomainGroupArgs } from "../../provider/pulumi/args";
import type { Stack } from "./stack";
import type { World } from "./world";

/** As JSON has it. */
export type GroupText = { [argument in keyof DomainGroupArgs]?: unknown };

/** `options`: of every resource, as text. */
export const programOf = (groups: { [name: string]: GroupText }, options = "{}"): string => `
const { DomainGroup } = require("pulumi-domain-group");
const env = process.env;
const reach = { resolvers: [env.RESOLVER], ports: { dns: Number(env.DNS_PORT) } };
for (const [name, args] of Object.entries(${JSON.stringify(groups)})) {
  const group = new DomainGroup(name, { ...reach, ...args }, ${options});
  module.exports[name] = group.status;
}
`;

/** For a suite in which domains leave: resolvers get two minutes to forget them. Before the stack is made, whose plugins get it by the environment. */
export function leapOverLongWaits(): void {
  const { NODE_OPTIONS: options } = process.env;
  before(() => {
    process.env["NODE_OPTIONS"] = `${options ?? ""} --require ${require.resolve("./leap.cjs")}`;
  });
  after(() => {
    if (options === undefined) delete process.env["NODE_OPTIONS"];
    else process.env["NODE_OPTIONS"] = options;
  });
}

/** `pulumi up` an hour later, by the provider's clock: AWS has let go of what was in use, and it is due. */
export async function upAnHourLater({ withEnvironment }: Stack): Promise<void> {
  const later = withEnvironment({ AHEAD: String(60 * 60_000) });
  const { code, output } = await later.run("up", "--yes", "--non-interactive", "--skip-preview");
  assert.equal(code, 0, output);
}

export interface Visitors {
  /** Those who got no good certificate. */
  failures: string[];
  leave(): void;
}

/** They come to every edge, again and again, and around every AWS call. */
export function visit({ simulator }: Pick<World, "simulator">, ...hosts: string[]): Visitors {
  const { cloudfront } = simulator;
  const failures: string[] = [];
  const ask = (): void => {
    for (let edge = 0; edge < cloudfront.edgeCount; edge++) {
      for (const host of hosts) {
        const answer = cloudfront.answer(edge, host);
        if (answer.kind === "certificate" && coveredBy(answer.certificate.names, host)) continue;
        failures.push(`edge ${edge} has nothing for ${host}`);
      }
    }
  };
  const stopListening = simulator.onCall({ before: ask, after: ask });
  const timer = setInterval(ask, 10);
  return {
    failures,
    leave: () => {
      stopListening();
      clearInterval(timer);
    },
  };
}

/** By CloudFront's latest configuration. */
export const aliasesOf = ({ simulator }: Pick<World, "simulator">, id: string): readonly string[] =>
  simulator.cloudfront.snapshot().find((distribution) => distribution.id === id)?.aliases ?? [];

export const certificatesOf = ({ simulator }: Pick<World, "simulator">): string[] =>
  simulator.acm.snapshot().map(({ arn }) => arn);
