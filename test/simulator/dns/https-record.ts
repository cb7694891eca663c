/** SvcParamKeys of RFC 9460 section 14.3.2, in the order in which they must stand on the wire. */
const PARAMETERS: { key: number; name: string; encode: (value: string) => Buffer }[] = [
  { key: 1, name: "alpn", encode: (value) => Buffer.concat(value.split(",").map(withLength)) },
  { key: 3, name: "port", encode: (value) => uint16(Number(value)) },
  {
    key: 4,
    name: "ipv4hint",
    encode: (value) => Buffer.from(value.split(",").flatMap((ip) => ip.split(".").map(Number))),
  },
];

/**
 * The RDATA of an HTTPS record (RFC 9460 section 2.2).
 *
 * @param value in presentation format: `1 . alpn="h3,h2"`
 * @throws on a parameter other than alpn, port and ipv4hint
 */
export function encodeHttps(value: string): Buffer {
  const [priority = "", target = "", ...rest] = value.split(" ");
  const given = new Map(rest.map((parameter) => parse(parameter)));
  const encoded = PARAMETERS.flatMap(({ key, name, encode }) => {
    const text = given.get(name);
    given.delete(name);
    if (text === undefined) return [];
    const data = encode(text);
    return [uint16(key), uint16(data.length), data];
  });
  for (const unknown of given.keys()) throw new RangeError(`HTTPS record "${value}": no parameter "${unknown}" here`);
  return Buffer.concat([uint16(Number(priority)), encodeName(target), ...encoded]);
}

function parse(parameter: string): [string, string] {
  const [name = "", ...value] = parameter.split("=");
  return [name, value.join("=").replaceAll('"', "")];
}

/** Never compressed in this record type; `.` is the root. */
function encodeName(name: string): Buffer {
  const labels = name.split(".").filter((label) => label !== "");
  return Buffer.concat([...labels.map(withLength), Buffer.of(0)]);
}

function withLength(text: string): Buffer {
  return Buffer.concat([Buffer.of(Buffer.byteLength(text)), Buffer.from(text)]);
}

function uint16(value: number): Buffer {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16BE(value);
  return buffer;
}
