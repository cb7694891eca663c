/** What one CAA set says (RFC 8659, 4). Each row is a zone of its own, with the set at its top. */
import type { CaaCase } from "./caa-climbs";

type Row = [rule: string, domain: string, set: string, verdict: CaaCase["verdict"]];

const thirty = Array.from(
  { length: 30 },
  (_, n) => `@ CAA 0 issue "authority-${n}.example.net; accounturi=https://ca.example.net/${n}"`,
);
const long = "x".repeat(4000);

const rows: Row[] = [
  ["no set", "no-set.com", "", "allowed"],
  ["Amazon by its first name", "amazon1.com", '@ CAA 0 issue "amazon.com"', "allowed"],
  ["Amazon by its second name", "amazon2.com", '@ CAA 0 issue "amazontrust.com"', "allowed"],
  ["Amazon by its third name", "amazon3.com", '@ CAA 0 issue "awstrust.com"', "allowed"],
  ["Amazon by its fourth name", "amazon4.com", '@ CAA 0 issue "amazonaws.com"', "allowed"],
  ["another authority", "other-authority.com", '@ CAA 0 issue "ca.example.net"', "forbidden"],
  ["Amazon among others", "among.com", '@ CAA 0 issue "ca.example.net"\n@ CAA 0 issue "amazon.com"', "allowed"],
  ["nobody", "nobody.com", '@ CAA 0 issue ";"', "forbidden"],
  ["nobody, as an empty value", "empty-value.com", '@ CAA 0 issue ""', "forbidden"],
  ["nobody, as blanks", "blanks.com", '@ CAA 0 issue "  "', "forbidden"],
  ["nobody, and Amazon", "nobody-and.com", '@ CAA 0 issue ";"\n@ CAA 0 issue "amazon.com"', "allowed"],

  // How an issuer is written (4.2).
  ["a value without quotes", "unquoted.com", "@ CAA 0 issue amazon.com", "allowed"],
  ["an issuer in capitals", "capitals.com", '@ CAA 0 issue "AMAZON.com"', "allowed"],
  ["blanks around the issuer", "padded.com", '@ CAA 0 issue "  amazon.com\\009"', "allowed"],
  ["a host below Amazon's name", "below-amazon.com", '@ CAA 0 issue "ca.amazon.com"', "forbidden"],
  ["a name that ends like Amazon's", "like-amazon.com", '@ CAA 0 issue "notamazon.com"', "forbidden"],
  ["a trailing dot, which the grammar does not have", "dotted.com", '@ CAA 0 issue "amazon.com."', "forbidden"],
  ["a URL", "url.com", '@ CAA 0 issue "https://amazon.com"', "forbidden"],
  ["two issuers in one value", "two-in-one.com", '@ CAA 0 issue "amazon.com amazontrust.com"', "forbidden"],
  ["a comma between issuers", "comma.com", '@ CAA 0 issue "amazon.com, amazontrust.com"', "forbidden"],
  ["quotes within the value", "quotes.com", '@ CAA 0 issue "\\"amazon.com\\""', "forbidden"],
  ["a backslash within the value", "backslash.com", '@ CAA 0 issue "amazon\\\\.com"', "forbidden"],
  ["bytes that are no ASCII", "bytes.com", '@ CAA 0 issue "amazon.com\\195\\169"', "forbidden"],
  ["a no-break space behind the issuer", "no-break.com", '@ CAA 0 issue "amazon.com\\194\\160"', "forbidden"],
  ["bytes that are no UTF-8", "no-utf8.com", '@ CAA 0 issue "\\255\\254amazon.com"', "forbidden"],
  ["a zero byte", "zero.com", '@ CAA 0 issue "amazon.com\\000"', "forbidden"],
  ["nonsense (RFC 8659, 4.2)", "nonsense.com", '@ CAA 0 issue "%%%%%"', "forbidden"],
  ["nonsense, and Amazon", "nonsense-and.com", '@ CAA 0 issue "%%%%%"\n@ CAA 0 issue "amazon.com"', "allowed"],

  // Parameters (4.2).
  ["a semicolon and no parameter", "semicolon.com", '@ CAA 0 issue "amazon.com;"', "allowed"],
  ["parameters", "parameters.com", '@ CAA 0 issue "amazon.com; account=230123 ; policy=ev"', "allowed"],
  ["a parameter without a value", "no-value.com", '@ CAA 0 issue "amazon.com; account="', "allowed"],
  ["parameters of nobody", "nobodys.com", '@ CAA 0 issue "; account=230123"', "forbidden"],
  ["a parameter without an equals sign", "no-equals.com", '@ CAA 0 issue "amazon.com; account"', "forbidden"],
  ["parameters without a semicolon", "bare-parameter.com", '@ CAA 0 issue "amazon.com account=230123"', "forbidden"],
  ["a semicolon at the end of parameters", "at-end.com", '@ CAA 0 issue "amazon.com; account=1;"', "forbidden"],

  // Tags and flags (4.1).
  ["a tag in capitals that forbids", "loud.com", '@ CAA 0 ISSUE "ca.example.net"', "forbidden"],
  ["a tag in capitals that allows", "loud-amazon.com", '@ CAA 0 Issue "amazon.com"\n@ CAA 0 issue ";"', "allowed"],
  ["a contact alone", "contact.com", '@ CAA 0 iodef "mailto:security@example.com"', "allowed"],
  ["an unknown tag alone", "unknown-tag.com", '@ CAA 0 future "x"', "allowed"],
  ["a tag that begins like issue", "issuer-tag.com", '@ CAA 0 issuer "ca.example.net"', "allowed"],
  ["a tag for e-mail alone (RFC 9495)", "mail-tag.com", '@ CAA 0 issuemail ";"', "allowed"],
  ["a known tag, critical", "critical-known.com", '@ CAA 128 issue "amazon.com"', "allowed"],
  ["a known tag, critical, of another", "critical-other.com", '@ CAA 128 issue "ca.example.net"', "forbidden"],
  ["a contact, critical", "critical-contact.com", '@ CAA 128 iodef "mailto:security@example.com"', "allowed"],
  ["an unknown tag, critical", "critical-unknown.com", '@ CAA 128 future "x"', "critical"],
  [
    "an unknown tag, critical, and Amazon",
    "critical-and.com",
    '@ CAA 128 future "x"\n@ CAA 0 issue "amazon.com"',
    "critical",
  ],
  ["an unknown tag, critical, for a wildcard", "*.critical-wild.com", '@ CAA 128 future "x"', "critical"],
  ["critical among other bits", "all-bits.com", '@ CAA 255 future "x"', "critical"],
  ["all bits but the critical one", "other-bits.com", '@ CAA 127 future "x"', "allowed"],
  ["the lowest bit, which people take for the critical one", "lowest-bit.com", '@ CAA 1 future "x"', "allowed"],
  ["the lowest bit, at a known tag", "lowest-known.com", '@ CAA 1 issue ";"', "forbidden"],
  ["an unknown tag, critical, in the form of RFC 3597", "generic.com", "@ TYPE257 \\# 6 80 03 746267 78", "critical"],
  [
    "Amazon in the form of RFC 3597",
    "generic-amazon.com",
    "@ TYPE257 \\# 17 00 05 6973737565 616d617a6f6e2e636f6d",
    "allowed",
  ],
  ["nothing behind the tag", "generic-empty.com", "@ TYPE257 \\# 7 00 05 6973737565", "forbidden"],

  // Wildcards (4.3).
  ["issue decides for a wildcard, too", "*.issue-forbids.com", '@ CAA 0 issue "ca.example.net"', "forbidden"],
  ["issue grants a wildcard, too", "*.issue-grants.com", '@ CAA 0 issue "amazon.com"', "allowed"],
  ["issuewild forbids the wildcard", "*.wild-forbids.com", '@ CAA 0 issuewild ";"', "forbidden"],
  ["issuewild says nothing of the name itself", "wild-only.com", '@ CAA 0 issuewild ";"', "allowed"],
  ["issuewild goes before issue", "*.wild-grants.com", '@ CAA 0 issue ";"\n@ CAA 0 issuewild "amazon.com"', "allowed"],
  [
    "issuewild grants no other name",
    "wild-no-plain.com",
    '@ CAA 0 issue ";"\n@ CAA 0 issuewild "amazon.com"',
    "forbidden",
  ],
  [
    "issuewild of another takes issue away",
    "*.wild-other.com",
    '@ CAA 0 issue "amazon.com"\n@ CAA 0 issuewild "ca.example.net"',
    "forbidden",
  ],
  [
    "a malformed issuewild forbids",
    "*.wild-nonsense.com",
    '@ CAA 0 issue "amazon.com"\n@ CAA 0 issuewild "%%%%%"',
    "forbidden",
  ],
  ["issuewild in capitals", "*.wild-loud.com", '@ CAA 0 issue "amazon.com"\n@ CAA 0 IssueWild ";"', "forbidden"],

  // Sizes: what does not fit into a packet comes by TCP.
  ["thirty authorities", "thirty.com", thirty.join("\n"), "forbidden"],
  ["thirty authorities, and Amazon", "thirty-and.com", [...thirty, '@ CAA 0 issue "amazon.com"'].join("\n"), "allowed"],
  ["a value of 4000 characters", "long.com", `@ CAA 0 issue "amazon.com; note=${long}"`, "allowed"],
  ["a value of 4000 characters of another", "long-other.com", `@ CAA 0 issue "${long}.example.net"`, "forbidden"],
];

export const CAA_SETS: CaaCase[] = rows.map(([rule, domain, set, verdict]) => {
  const zone = domain.replace("*.", "");
  return { rule, zones: { [zone]: set }, domain, verdict, by: set === "" ? "none" : zone };
});
