/** Looks at what DNS says of validation records, and around those that it does not show as they should be. Free of AWS calls. */
import type { DnsLook, RecordExam } from "./core/looks";
import type { Observed } from "./core/model";
import { isIssuanceLate, unseenRecords } from "./core/record-concerns";
import { neededValidations, zoneOf } from "./core/records";
import { type Input, situationOf } from "./core/situation";
import type { Ports } from "./ports";

/** Of each record that somebody else publishes; of all where ACM is late. */
export async function validationLooks(view: Input, ports: Ports): Promise<Observed> {
  const situation = situationOf(view);
  const { wanted, served = view.desired.domains } = situation ?? {};
  const isLate = situation !== undefined && isIssuanceLate(situation);
  const needed = neededValidations(served, wanted?.detail).filter(
    ({ name }) => isLate || zoneOf(name, view.observed) === undefined,
  );
  const looks = await Promise.all(
    needed.map(async ({ key, record }): Promise<[string, DnsLook]> => {
      const reply = record === null ? undefined : await ports.dns.look(record.name, "CNAME");
      return [key, reply?.kind === "ok" ? reply.value : { zone: "", servers: {} }];
    }),
  );
  return { dns: { kind: "known", value: Object.fromEntries(looks), at: ports.clock.now() } };
}

/** As the last look at DNS showed them. */
export async function exams(view: Input, ports: Ports): Promise<Observed> {
  const situation = situationOf(view);
  const records = situation === undefined ? [] : unseenRecords(situation);
  const found = await Promise.all(
    records.map(async ({ key, name, value }): Promise<[string, RecordExam]> => {
      return [key, await ports.dns.examine({ name, type: "CNAME", value })];
    }),
  );
  return { exams: { kind: "known", value: Object.fromEntries(found), at: ports.clock.now() } };
}
