import { createHash } from "node:crypto";
import type { Random } from "./contracts";

/** What most ids of AWS are made of. */
export const ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** The same seed gives the same sequence (sfc32, seeded from a hash, so that neighbouring seeds have nothing in common). */
export function seededRandom(seed: number | string): Random {
  const next = sfc32(createHash("sha256").update(String(seed)).digest());
  const below = (limit: number) => Math.floor(next() * limit);
  const text = (alphabet: string, length: number) =>
    Array.from({ length }, () => alphabet.charAt(below(alphabet.length))).join("");
  return { next, below, text, hex: (digits) => text("0123456789abcdef", digits) };
}

function sfc32(seed: Buffer): () => number {
  let a = seed.readInt32LE(0);
  let b = seed.readInt32LE(4);
  let c = seed.readInt32LE(8);
  let counter = seed.readInt32LE(12);
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  };
}
