import { isIPv4, isIPv6 } from "node:net";
import type { StoredSet } from "./record-set";

/** What is wrong with the values of a set, in Route 53's words; empty when all is well. */
export function valueProblems(set: StoredSet): string[] {
  const duplicates = set.values.filter((value, index) => set.values.indexOf(value) < index);
  const problems = duplicates.map((value) => `Duplicate Resource Record: '${value}'`);
  if (set.type === "CNAME" && set.values.length > 1) {
    problems.push(fatal("MultipleResourceRecords", "A CNAME has exactly one value", set.values[1] ?? ""));
  }
  const rule = RULES[set.type];
  if (rule !== undefined) {
    problems.push(
      ...set.values.filter((value) => !rule.holds(value)).map((value) => fatal(rule.code, rule.text, value)),
    );
  }
  return problems;
}

interface ValueRule {
  code: string;
  text: string;
  holds(value: string): boolean;
}

const HOST_NAME = /^([^\s."]{1,63}\.)*[^\s."]{1,63}\.?$/;
const CHARACTER_STRINGS = /^"([^"\\]|\\.)*"(\s+"([^"\\]|\\.)*")*$/;
const CAA_VALUE = /^(\d|[1-9]\d|1\d\d|2[0-4]\d|25[0-5]) [A-Za-z0-9]+ "[^"]*"$/;

const RULES: { [type: string]: ValueRule } = {
  A: { code: "ARRDATAIllegalIPv4Address", text: "Value is not a valid IPv4 address", holds: isIPv4 },
  AAAA: { code: "AAAARRDATAIllegalIPv6Address", text: "Value is not a valid IPv6 address", holds: isIPv6 },
  CNAME: { code: "DomainNameIllegal", text: "Value is not a valid domain name", holds: (v) => HOST_NAME.test(v) },
  TXT: {
    code: "InvalidCharacterString",
    text: "Value should be enclosed in quotation marks",
    holds: (v) => CHARACTER_STRINGS.test(v),
  },
  CAA: { code: "CAARRDATAIllegal", text: "Value is not a valid CAA record", holds: (v) => CAA_VALUE.test(v) },
};

function fatal(code: string, text: string, value: string): string {
  return `Invalid Resource Record: 'FATAL problem: ${code} (${text}) encountered with '${value}''`;
}
