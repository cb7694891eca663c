/** Distinguished Encoding Rules (ITU-T X.690): the few types that a certificate is made of. */

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const SEQUENCE = 0x30;
const SET = 0x31;
const CONTEXT = 0x80;
const CONSTRUCTED = 0x20;

function tagged(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag), lengthOf(content), content]);
}

function lengthOf(content: Buffer): Buffer {
  if (content.length < 0x80) return Buffer.of(content.length);
  const hex = content.length.toString(16);
  const octets = Buffer.from(hex.padStart(hex.length + (hex.length % 2), "0"), "hex");
  return Buffer.concat([Buffer.of(0x80 | octets.length), octets]);
}

export const sequence = (...elements: Buffer[]): Buffer => tagged(SEQUENCE, Buffer.concat(elements));
export const set = (...elements: Buffer[]): Buffer => tagged(SET, Buffer.concat(elements));
export const octetString = (content: Buffer): Buffer => tagged(OCTET_STRING, content);
export const utf8String = (text: string): Buffer => tagged(UTF8_STRING, Buffer.from(text));
export const boolean = (value: boolean): Buffer => Buffer.of(0x01, 0x01, value ? 0xff : 0x00);

/** `[n]` around a whole element. */
export const explicit = (n: number, element: Buffer): Buffer => tagged(CONTEXT | CONSTRUCTED | n, element);

/** `[n]` in place of the tag of a primitive type. */
export const implicit = (n: number, content: Buffer): Buffer => tagged(CONTEXT | n, content);

/** @param hex the magnitude of a number that is not negative */
export function integer(hex: string): Buffer {
  const even = hex.padStart(hex.length + (hex.length % 2), "0");
  const magnitude = Buffer.from(even.replace(/^(00)+(?=..)/, ""), "hex");
  const isNegative = (magnitude[0] ?? 0) >= 0x80;
  return tagged(INTEGER, isNegative ? Buffer.concat([Buffer.of(0), magnitude]) : magnitude);
}

/** @param unused bits at the end of the last octet that do not count */
export function bitString(content: Buffer, unused = 0): Buffer {
  return tagged(BIT_STRING, Buffer.concat([Buffer.of(unused), content]));
}

export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return tagged(OBJECT_IDENTIFIER, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(value: number): number[] {
  const octets = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) octets.unshift((rest & 0x7f) | 0x80);
  return octets;
}

/** RFC 5280 section 4.1.2.5: UTCTime through 2049, GeneralizedTime from 2050 on. */
export function time(instant: number): Buffer {
  const digits = `${new Date(instant).toISOString().slice(0, 19).replace(/\D/g, "")}Z`;
  return digits < "2050"
    ? tagged(UTC_TIME, Buffer.from(digits.slice(2)))
    : tagged(GENERALIZED_TIME, Buffer.from(digits));
}
