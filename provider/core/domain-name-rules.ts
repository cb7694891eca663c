/** What a domain name must be so that ACM issues for it. Each rule completes "got <value>: ..." and names the way out where there is one. */
import { getPublicSuffix, parse } from "tldts";

/** What is wrong with the text as written, before it is read as a name. */
export function brokenSpelling(written: string): string | undefined {
  return spellingRules.map((rule) => rule(written)).find((broken) => broken !== undefined);
}

type SpellingRule = (written: string) => string | undefined;

const spellingRules: SpellingRule[] = [
  (written) => (written === "" ? "a domain name cannot be empty" : undefined),
  (written) => (/\s/.test(written) ? `a domain name has no white space${hint(written.replace(/\s/g, ""))}` : undefined),
  (written) =>
    /^[a-z][a-z0-9+.-]*:\/\//i.test(written) ? `a domain name has no scheme${hint(hostOf(written))}` : undefined,
  (written) =>
    /^\[.*\]|:.*:/.test(written) ? "an IP address is no domain name, and ACM issues for names alone" : undefined,
  (written) => (/[/?#\\]/.test(written) ? `a domain name has no path${hint(hostOf(written))}` : undefined),
  (written) => (written.includes("@") ? `a domain name has no user${hint(hostOf(written))}` : undefined),
  (written) => (/:\d*$/.test(written) ? `a domain name has no port${hint(hostOf(written))}` : undefined),
  (written) =>
    written.replace(/^\*\./, "").includes("*")
      ? '"*" can only be the whole first label, once, as in "*.example.com"'
      : undefined,
  (written) => {
    const [wrong] = written.replace(/^\*/, "").match(/[^\u0080-\u{10ffff}A-Za-z0-9._-]/u) ?? [];
    return wrong === undefined ? undefined : `a domain name has no ${JSON.stringify(wrong)}`;
  },
];

export interface ReadName {
  written: string;
  wildcard: boolean;
  /** A-labels without wildcard and trailing dot; `""` when there is no such form. */
  ascii: string;
  /** What `ascii` gives when it is read as Unicode and written again. */
  canonical: string;
}

/** What is wrong with the name itself. */
export function brokenRule(name: ReadName): string | undefined {
  return nameRules.map((rule) => rule(name)).find((broken) => broken !== undefined);
}

type NameRule = (name: ReadName) => string | undefined;

const nameRules: NameRule[] = [isNoAddress, hasForm, hasLabels, isShortEnough, isPublic, isNotAmazons];

/** WHATWG URL, "ends in a number": such a host is an IPv4 address or nothing. */
function isNoAddress({ written, ascii }: ReadName): string | undefined {
  const lastLabel = (ascii || written.replace(/\.$/, "")).split(".").at(-1) ?? "";
  return /^(\d+|0x[0-9a-f]*)$/i.test(lastLabel)
    ? "an IP address is no domain name, and ACM issues for names alone"
    : undefined;
}

function hasForm({ written, ascii, canonical }: ReadName): string | undefined {
  if (ascii !== "" && ascii === canonical) return undefined;
  const [label] = written.split(".").filter((part) => /^xn--/i.test(part));
  return label === undefined
    ? "it holds characters that a domain name cannot have (UTS 46)"
    : `"${label}" is no valid punycode; write the name in Unicode`;
}

function hasLabels({ ascii }: ReadName): string | undefined {
  return ascii
    .split(".")
    .map(brokenLabel)
    .find((broken) => broken !== undefined);
}

/** RFC 1035, 2.3.1; RFC 5890, 2.3.1; ACM User Guide, "Public certificate characteristics". */
function brokenLabel(label: string): string | undefined {
  if (label === "") return "a label (the text between two dots) cannot be empty";
  if (label.length > 63) return `a label has at most 63 characters, "${label}" has ${label.length}`;
  if (label.includes("_")) return `ACM issues for no name with an underscore ("${label}")`;
  // UTS 46 makes ASCII of some characters: "\u208a" is "+".
  const [wrong] = label.match(/[^a-z0-9-]/) ?? [];
  if (wrong !== undefined) return `a label has no ${JSON.stringify(wrong)} ("${label}")`;
  if (/^-|-$/.test(label)) return `a label cannot begin or end with a hyphen ("${label}")`;
  if (/^(?!xn)..--/.test(label))
    return `"--" at the third place of a label is for punycode ("xn--") alone ("${label}")`;
  return undefined;
}

function isShortEnough({ wildcard, ascii }: ReadName): string | undefined {
  const length = ascii.length + (wildcard ? 2 : 0);
  return length > 253 ? `a domain name has at most 253 characters, this has ${length}` : undefined;
}

/**
 * Only the suffixes of registries are refused (ICANN section of the Public Suffix List, as CA/Browser Forum Baseline Requirements 3.2.2.6 says for
 * wildcards): the owner of `github.io` may well have a certificate for `*.github.io`.
 */
function isPublic({ wildcard, ascii }: ReadName): string | undefined {
  if (!ascii.includes(".")) {
    return `"${ascii}" is a top-level domain or a local name; ACM issues for domains below, such as "${wildcard ? "*." : ""}example.${ascii}"`;
  }
  if (/\.[^.]$/.test(ascii)) return "there is no top-level domain of one letter";
  if (getPublicSuffix(ascii) !== ascii || parse(ascii).isIcann !== true) return undefined;
  const what = wildcard ? "all domains below" : "the public suffix";
  return `no one can have a certificate for ${what} "${ascii}"; write a domain below, such as "${wildcard ? "*." : ""}example.${ascii}"`;
}

/** ACM User Guide, "Public certificate characteristics": names that Amazon owns. */
const amazons = ["amazonaws.com", "cloudfront.net", "elasticbeanstalk.com"];

function isNotAmazons({ ascii }: ReadName): string | undefined {
  const owned = amazons.find((suffix) => ascii === suffix || ascii.endsWith(`.${suffix}`));
  return owned === undefined
    ? undefined
    : `names under ${owned} are Amazon's, and ACM issues none for them; write a domain of your own, the distribution answers to its own name anyway`;
}

function hint(host: string): string {
  return host === "" ? "" : `; write "${host}"`;
}

/** What would be left of a URL. */
function hostOf(written: string): string {
  const [authority = ""] = written.replace(/^[a-z][a-z0-9+.-]*:\/\//i, "").split(/[/?#\\]/);
  return authority.replace(/^.*@/, "").replace(/:\d*$/, "").toLowerCase();
}
