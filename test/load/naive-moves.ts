/** What the load is there to notice: the alias is taken off here before it is put on there. */
import type { Ports, Reply } from "../../provider/ports";

export function withNaiveMoves(ports: Ports): Ports {
  const { distributions } = ports;
  const move = async (alias: string, to: string): Promise<Reply<null>> => {
    const all = await distributions.list();
    if (all.kind !== "ok") return all;
    const holder = all.value.find(({ id, aliases }) => id !== to && aliases.includes(alias));
    const takenOff = holder === undefined ? undefined : await change(holder.id, (aliases) => without(aliases, alias));
    if (takenOff !== undefined && takenOff.kind !== "ok") return takenOff;
    return change(to, (aliases) => [...without(aliases, alias), alias]);
  };
  const change = async (id: string, aliasesFrom: (aliases: string[]) => string[]): Promise<Reply<null>> => {
    const found = await distributions.get(id);
    if (found.kind !== "ok") return found;
    const { etag, config, aliases, viewerCertificate } = found.value;
    const updated = await distributions.update(id, etag, config, { aliases: aliasesFrom(aliases), viewerCertificate });
    return updated.kind === "ok" ? { kind: "ok", value: null } : updated;
  };
  return { ...ports, distributions: { ...distributions, move } };
}

const without = (aliases: string[], alias: string): string[] => aliases.filter((each) => each !== alias);
