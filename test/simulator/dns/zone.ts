import type { QuestionType, RecordSet, RecordType, ZoneSpec } from "../dns-contracts";
import { type Authority, apexNs, apexSoa, type Look, negative, type Step } from "./authority";
import type { Delegations } from "./delegations";
import { downFrom } from "./names";
import { createRecords, type Records } from "./records";

/** The values that the target of an alias has. */
export type AliasValues = (target: string, type: RecordType, at: number) => string[];

/** A zone whose records are facts. */
export interface Zone extends Authority {
  readonly records: Records;
}

/** A Route 53 alias to CloudFront answers with this TTL. */
const ALIAS_TTL = 60;

export function createZone(spec: ZoneSpec, delegations: Delegations, aliasValues: AliasValues): Zone {
  const records = createRecords(spec.name);
  const read = reader(spec, records, aliasValues);

  /** The parent's side of a delegation, wherever it was put: as a fact of the registry, or as an NS set in this zone. */
  function cutAt(name: string, look: Look): RecordSet | undefined {
    const nameServers = delegations.of(name, look.at);
    return nameServers.length > 0 ? { ...apexNs({ ...spec, nameServers }), name } : read(name, name, "NS", look);
  }

  /** Also true of an empty non-terminal: a name that only has names below it (RFC 4592 section 2.2.2). */
  function exists(name: string, look: Look): boolean {
    return records.anyAtOrBelow(name, look) || delegations.atOrBelow(name, look.at);
  }

  /** Where the answer's records stand: at the name itself or, RFC 4592 section 3.3.1, at the wildcard just below the closest encloser. */
  function ownerOf(name: string, path: string[], look: Look): string | undefined {
    const missing = path.findIndex((owner) => !exists(owner, look));
    if (missing < 0) return name;
    const encloser = path[missing - 1] ?? spec.name;
    const wildcard = encloser === "" ? "*" : `*.${encloser}`;
    return exists(wildcard, look) ? wildcard : undefined;
  }

  function answer(name: string, type: QuestionType, look: Look): Step {
    const path = downFrom(spec.name, name);
    const cut = path.map((owner) => cutAt(owner, look)).find((set) => set !== undefined);
    if (cut) return { kind: "referral", set: cut };

    const soa = read(spec.name, spec.name, "SOA", look) ?? apexSoa(spec);
    const owner = ownerOf(name, path, look);
    if (owner === undefined) return negative("NXDOMAIN", soa);
    const found = type === "OTHER" ? undefined : read(owner, name, type, look);
    if (found) return { kind: "found", set: found };
    const cname = read(owner, name, "CNAME", look);
    return cname ? { kind: "cname", set: cname } : negative("NOERROR", soa);
  }

  return { spec, records, answer };
}

/** The set at `owner`, which is `name` itself or the wildcard that answers for it. */
type Read = (owner: string, name: string, type: RecordType, look: Look) => RecordSet | undefined;

function reader(spec: ZoneSpec, records: Records, aliasValues: AliasValues): Read {
  function atApex(owner: string, type: RecordType): RecordSet | undefined {
    if (owner !== spec.name) return undefined;
    if (type === "NS") return apexNs(spec);
    return type === "SOA" ? apexSoa(spec) : undefined;
  }

  return (owner, name, type, look) => {
    const record = records.seen(owner, type, look);
    if (!record) return atApex(owner, type);
    if ("values" in record) return { ...record, name };
    const values = aliasValues(record.alias, type, look.at);
    return values.length > 0 ? { name, type, ttl: ALIAS_TTL, values, aliasOf: record.alias } : undefined;
  };
}
