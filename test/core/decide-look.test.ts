import { TAG } from "../../provider/core/ownership";
import type { Input } from "../../provider/core/situation";
import { ACCOUNT, arn, attached, certificate, distribution, external, input, known, ownTags, unknown } from "./gen";
import { table } from "./table";

const blank = (observed: Input["observed"]): Input => ({ ...input(), observed });

table("looking", [
  { rule: "the account is looked at first", input: blank({}), says: "look account" },
  {
    rule: "what another account says about the rest is not asked for",
    input: blank({ account: known("222222222222") }),
    says: "blocked WRONG_ACCOUNT",
  },
  { rule: "then distribution and zones", input: blank({ account: known(ACCOUNT) }), says: "look distribution zones" },
  {
    rule: "zones are nobody's business when somebody else publishes",
    input: { ...blank({ account: known(ACCOUNT) }), desired: external() },
    says: "look distribution",
  },
  {
    rule: "a part that could not be seen for now is waited for",
    input: input({ certificates: unknown() }),
    says: "wait COULD_NOT_ASK aws",
  },
  {
    rule: "a part that may not be seen ends the run",
    input: input({ distribution: unknown({ reason: "FORBIDDEN", code: "AccessDenied", passing: false }) }),
    says: "blocked FORBIDDEN",
  },
  {
    rule: "expired credentials end the run",
    input: input({ account: unknown({ reason: "CREDENTIALS", code: "ExpiredToken", passing: false }) }),
    says: "blocked CREDENTIALS",
  },
  {
    rule: "an answer that does not parse ends the run",
    input: input({ certificates: unknown({ reason: "UNREADABLE", code: "SyntaxError", passing: false }) }),
    says: "blocked UNREADABLE",
  },
  {
    rule: "one certificate whose tags could not be read makes the picture unknown",
    input: input({ certificates: known([{ arn: arn("a"), tags: unknown() }]) }),
    says: "wait COULD_NOT_ASK aws",
  },
]);

table("what may not be", [
  {
    rule: "a distribution that is not there",
    input: input({ distribution: known(null) }),
    says: "blocked DISTRIBUTION_NOT_FOUND",
  },
  {
    rule: "a distribution of another account",
    input: input({ distribution: known(distribution({ accountId: "222222222222" })) }),
    says: "blocked DISTRIBUTION_IN_OTHER_ACCOUNT",
  },
  {
    rule: "a staging distribution",
    input: input({ distribution: known(distribution({ staging: true })) }),
    says: "blocked DISTRIBUTION_IS_STAGING",
  },
  {
    rule: "a tenant-only distribution",
    input: input({ distribution: known(distribution({ tenantOnly: true })) }),
    says: "blocked DISTRIBUTION_IS_MULTI_TENANT",
  },
  {
    rule: "a distribution that has another group's certificate",
    input: input({
      distribution: known(attached("theirs")),
      certificates: known([{ arn: arn("theirs"), tags: known({ [TAG.id]: "org/other/stack/site" }) }]),
    }),
    says: "blocked DISTRIBUTION_HELD",
  },
  {
    rule: "a certificate with our id and another owner",
    input: input({ certificates: known([certificate("a", {}, ownTags({ [TAG.owner]: "org/project/other" }))]) }),
    says: "blocked OWNER_MISMATCH",
  },
  {
    rule: "a foreign alias that the new certificate would not cover",
    input: input({ distribution: known(distribution({ aliases: ["legacy.example.net"] })) }),
    says: "blocked FOREIGN_ALIASES_UNCOVERED",
  },
  { rule: "a domain without a zone", input: input({ zones: known({}) }), says: "blocked ZONE_MISSING" },
  {
    rule: "a domain whose only zone is private",
    input: input({ zones: known({ "example.com": { kind: "privateOnly", zoneIds: ["Z9"] } }) }),
    says: "blocked ZONE_PRIVATE_ONLY",
  },
  {
    rule: "a zone that nobody is sent to",
    input: input({
      zones: known({
        "example.com": {
          kind: "notDelegated",
          zoneId: "Z1",
          zone: "example.com",
          zoneServers: ["a"],
          delegatedTo: ["b"],
        },
      }),
    }),
    says: "blocked ZONE_NOT_DELEGATED",
  },
  {
    rule: "several zones of one name",
    input: input({
      zones: known({ "example.com": { kind: "ambiguous", zone: "example.com", zoneIds: ["Z1", "Z2"] } }),
    }),
    says: "blocked ZONE_AMBIGUOUS",
  },
]);
