import type { Answer, CaaData, SoaData } from "dns-packet";
import { type QuestionType, RECORD_TYPES, type RecordSet, type RecordType } from "../dns-contracts";
import { characterStrings } from "./character-strings";
import { encodeHttps } from "./https-record";

/** dns-packet has no name for type 65 (RFC 9460) and calls what it does not know by number. Its types do not say so. */
const HTTPS = "UNKNOWN_65" as "NULL";

/** @param type as dns-packet calls it */
export function questionTypeOf(type: string): QuestionType {
  if (type === HTTPS) return "HTTPS";
  return RECORD_TYPES.find((each) => each === type) ?? "OTHER";
}

/** A set as it goes into a packet: one record a value. */
export function toRecords(set: RecordSet): Answer[] {
  const common = { name: onWire(set.name), ttl: set.ttl };
  return set.values.map((value) => toRecord(common, set.type, value));
}

/** dns-packet writes the root as a dot. */
const onWire = (name: string): string => (name === "" ? "." : name);

function toRecord(common: { name: string; ttl: number }, type: RecordType, value: string): Answer {
  const fields = value.split(" ");
  const text = (index: number): string => fields[index] ?? "";
  const number = (index: number): number => Number(fields[index]);
  switch (type) {
    case "A":
    case "AAAA":
    case "CNAME":
    case "NS":
    case "PTR":
      return { ...common, type, data: onWire(value) };
    case "TXT":
      return { ...common, type, data: characterStrings(value) };
    case "CAA":
      return { ...common, type, data: caaData(number(0), text(1), fields.slice(2).join(" ")) };
    case "MX":
      return { ...common, type, data: { preference: number(0), exchange: onWire(text(1)) } };
    case "SRV":
      return { ...common, type, data: { priority: number(0), weight: number(1), port: number(2), target: text(3) } };
    case "SOA":
      return { ...common, type, data: soaData(fields) };
    case "HTTPS":
      return { ...common, type: HTTPS, data: encodeHttps(value) };
  }
}

/** Any tag may stand in DNS; dns-packet's types know three, its code takes all. */
function caaData(flags: number, tag: string, value: string): CaaData {
  return { flags, tag: tag as CaaData["tag"], value: Buffer.concat(characterStrings(value)).toString("latin1") };
}

function soaData(fields: string[]): SoaData {
  const [mname = "", rname = "", ...numbers] = fields;
  const [serial = 0, refresh = 0, retry = 0, expire = 0, minimum = 0] = numbers.map(Number);
  return { mname, rname, serial, refresh, retry, expire, minimum };
}
