/**
 * The strings of a TXT value in presentation format: `"a b" "c"`, with `\"`, `\\` and `\065` (RFC 1035 section 5.1). A string of more than 255
 * octets is cut, since none can be longer on the wire.
 */
export function characterStrings(value: string): Buffer[] {
  const tokens = value.match(/"(?:\\.|[^"\\])*"|[^\s"]+/gs) ?? [];
  return tokens.flatMap((token) => chunks(unescaped(token.startsWith('"') ? token.slice(1, -1) : token)));
}

function unescaped(text: string): Buffer {
  const parts = text.match(/\\\d{3}|\\.|[^\\]+/gs) ?? [];
  return Buffer.concat(
    parts.map((part) => {
      if (/^\\\d/.test(part)) return Buffer.of(Number(part.slice(1)));
      return Buffer.from(part.startsWith("\\") ? part.slice(1) : part);
    }),
  );
}

function chunks(octets: Buffer): Buffer[] {
  const parts: Buffer[] = [];
  for (let start = 0; start < octets.length; start += 255) parts.push(octets.subarray(start, start + 255));
  return parts.length > 0 ? parts : [octets];
}
