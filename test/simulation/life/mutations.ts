/** The product without one of its rules: what the simulation must notice. Each stands between the hooks and AWS. */

import type { DomainName } from "../../../provider/core/domain-name";
import type { RecordChange, Tags } from "../../../provider/core/model";
import { TAG } from "../../../provider/core/ownership";
import type { Distributions, Ports, Reply } from "../../../provider/ports";
import { ACCOUNT } from "../world";
import type { Breaking } from "./life";

/** Ports whose distributions are written in another way. */
function writing(ports: Ports, update: (distributions: Distributions) => Distributions["update"]): Ports {
  const { distributions } = ports;
  return { ...ports, distributions: { ...distributions, update: update(distributions) } };
}

export const MUTATIONS = {
  /** AWS refuses to delete what is in use: here it is over all the same, as if it were gone before the last edge has the new one. */
  "old certificate deleted early": (ports, { simulator }) =>
    writing(ports, ({ get, update }) => async (id, etag, config, change) => {
      const before = await get(id);
      const reply = await update(id, etag, config, change);
      const old = before.kind === "ok" ? before.value.viewerCertificate.id : null;
      if (reply.kind === "ok" && old !== null && change.viewerCertificate.id !== old) simulator.acm.expire(old);
      return reply;
    }),
  "foreign alias dropped": (ports, { foreignAlias }) =>
    writing(ports, ({ update }) => (id, etag, config, change) => {
      const aliases = change.aliases.filter((alias) => alias !== foreignAlias);
      return update(id, etag, config, { ...change, aliases });
    }),
  "If-Match ignored": (ports) =>
    writing(ports, ({ get, update }) => async (id, etag, config, change) => {
      const now = await get(id);
      return update(id, now.kind === "ok" ? now.value.etag : etag, config, change);
    }),
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
  "CAA not asked for": (ports) => ({ ...ports, dns: { ...ports.dns, caa: async () => ({ kind: "none" }) } }),
  "CAA sets replaced": (ports) => {
    const { zones } = ports;
    const replaced = ({ action, record }: RecordChange): RecordChange => ({
      action,
      record: record.type === "CAA" && action !== "DELETE" ? { ...record, values: record.values.slice(-1) } : record,
    });
    return { ...ports, zones: { ...zones, change: (zoneId, changes) => zones.change(zoneId, changes.map(replaced)) } };
  },
  /** Whatever the program says of it: `AssociateAlias` asks nobody within an account. */
  "names taken from whoever has them": (ports) =>
    writing(ports, ({ update, move }) => async (id, etag, config, change) => {
      const reply = await update(id, etag, config, change);
      if (reply.kind !== "failed" || reply.trouble.code !== "CNAMEAlreadyExists") return reply;
      for (const alias of change.aliases) await move(alias as DomainName, id);
      return reply;
    }),
} as const satisfies { [name: string]: Breaking };

export type Mutation = keyof typeof MUTATIONS;

/** What nobody has claimed is anybody's to delete. */
function unclaimed(reply: Reply<Tags>): Reply<Tags> {
  if (reply.kind !== "ok") return reply;
  const { [TAG.incarnation]: _claim, ...tags } = reply.value;
  return { kind: "ok", value: tags };
}
