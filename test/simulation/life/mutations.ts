/** The product without one of its rules: what the simulation must notice. Each stands between the hooks and AWS. */

import type { Tags } from "../../../provider/core/model";
import { TAG } from "../../../provider/core/ownership";
import type { Reply } from "../../../provider/ports";
import { ACCOUNT } from "../world";
import type { Breaking } from "./life";

export const MUTATIONS = {
  /** AWS refuses to delete what is in use: here it is over all the same, as if it were gone before the last edge has the new one. */
  "old certificate deleted early": (ports, { simulator }) => {
    const { distributions } = ports;
    return {
      ...ports,
      distributions: {
        ...distributions,
        update: async (id, etag, config, change) => {
          const before = await distributions.get(id);
          const reply = await distributions.update(id, etag, config, change);
          const old = before.kind === "ok" ? before.value.viewerCertificate.id : null;
          if (reply.kind === "ok" && old !== null && change.viewerCertificate.id !== old) simulator.acm.expire(old);
          return reply;
        },
      },
    };
  },
  "foreign alias dropped": (ports, { foreignAlias }) => {
    const { distributions } = ports;
    return {
      ...ports,
      distributions: {
        ...distributions,
        update: (id, etag, config, change) =>
          distributions.update(id, etag, config, {
            ...change,
            aliases: change.aliases.filter((alias) => alias !== foreignAlias),
          }),
      },
    };
  },
  "If-Match ignored": (ports) => {
    const { distributions } = ports;
    return {
      ...ports,
      distributions: {
        ...distributions,
        update: async (id, etag, config, change) => {
          const now = await distributions.get(id);
          return distributions.update(id, now.kind === "ok" ? now.value.etag : etag, config, change);
        },
      },
    };
  },
  "delete without the incarnation check": (ports) => {
    const { certificates, distributions } = ports;
    return {
      ...ports,
      certificates: { ...certificates, tags: async (arn) => unclaimed(await certificates.tags(arn)) },
      distributions: { ...distributions, tags: async (arn) => unclaimed(await distributions.tags(arn)) },
    };
  },
  /** Whose account it is stays unasked. CloudFront does not say "not found" of another account's distribution, but "access denied". */
  "not found of another account believed": (ports) => {
    const { distributions } = ports;
    return {
      ...ports,
      identity: { account: async () => ({ kind: "ok", value: ACCOUNT }) },
      distributions: {
        ...distributions,
        get: async (id) => {
          const reply = await distributions.get(id);
          return reply.kind === "failed" && reply.trouble.code === "AccessDenied" ? { kind: "absent" } : reply;
        },
      },
    };
  },
} as const satisfies { [name: string]: Breaking };

export type Mutation = keyof typeof MUTATIONS;

/** What nobody has claimed is anybody's to delete. */
function unclaimed(reply: Reply<Tags>): Reply<Tags> {
  if (reply.kind !== "ok") return reply;
  const { [TAG.incarnation]: _claim, ...tags } = reply.value;
  return { kind: "ok", value: tags };
}
