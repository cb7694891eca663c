import { TAG } from "../../provider/core/ownership";
import type { Input } from "../../provider/core/situation";
import { arn, certificate, DOMAINS, external, GROUP, input, known, MINUTE, ownTags } from "./gen";
import { pending, requested, table, validationRecords } from "./table";

table("a certificate", [
  { rule: "is requested where there is none", input: input(), says: "requestCertificate" },
  {
    rule: "is adopted when an earlier run left one",
    input: input({
      certificates: known([certificate("a", pending, { [TAG.id]: GROUP, [TAG.owner]: "org/project/stack" })]),
    }),
    says: "tagCertificate",
  },
  {
    rule: "is not taken over from something else that uses it",
    input: input({ certificates: known([certificate("a", { inUseBy: ["arn:aws:elasticloadbalancing:x"] })]) }),
    says: "requestCertificate",
  },
  {
    rule: "that ACM does not show yet is waited for",
    input: input(
      { certificates: known([{ arn: arn("a"), tags: known(null), detail: known(null) }]) },
      { memory: requested("a", 5_000) },
    ),
    says: "wait CERTIFICATE_REQUESTED aws",
  },
  {
    rule: "that ACM denies after a minute is requested anew",
    input: input(
      { certificates: known([{ arn: arn("a"), tags: known(null), detail: known(null) }]) },
      { memory: requested("a", 61_000) },
    ),
    says: "requestCertificate",
  },
  {
    rule: "without all its records is waited for",
    input: input({
      certificates: known([
        certificate("a", {
          ...pending,
          validations: [{ domain: "example.com", status: "PENDING_VALIDATION", record: null }],
        }),
      ]),
    }),
    says: "wait CERTIFICATE_REQUESTED aws",
  },
  {
    rule: "has its validation records written",
    input: input({ certificates: known([certificate("a", pending, ownTags({ [TAG.createdRecords]: "11" }))]) }),
    says: "writeRecords",
  },
  {
    rule: "whose records are in place is waited for",
    input: input({ certificates: known([certificate("a", pending)]), recordSets: known(validationRecords) }),
    says: "wait WAITING_FOR_ISSUE aws",
  },
  {
    rule: "that failed before this run is requested anew",
    input: input(
      { certificates: known([certificate("a", { status: "FAILED", failureReason: "CAA_ERROR" })]) },
      { memory: requested("a", 10 * MINUTE, 5 * MINUTE) },
    ),
    says: "requestCertificate",
  },
  {
    rule: "that failed in this run is not",
    input: input(
      { certificates: known([certificate("a", { status: "FAILED", failureReason: "CAA_ERROR" })]) },
      { memory: requested("a", 10 * MINUTE, 5_000) },
    ),
    says: "blocked CAA_FAILED",
  },
  {
    rule: "that timed out in this run is not",
    input: input(
      { certificates: known([certificate("a", { status: "VALIDATION_TIMED_OUT" })]) },
      { memory: requested("a", 30_000) },
    ),
    says: "blocked VALIDATION_TIMED_OUT",
  },
]);

const externalPending = (answer: "none" | "values" | "unknown", value = ""): Input =>
  input(
    {
      certificates: known([certificate("a", pending)]),
      traffic: known({}),
      exams: known({}),
      dns: known(
        Object.fromEntries(
          DOMAINS.map((domain) => [
            `VALIDATION:${domain}`,
            {
              zone: "example.com",
              servers: {
                ns:
                  answer === "values"
                    ? { kind: answer, values: [value || `_2.${domain}.acm-validations.aws`] }
                    : answer === "none"
                      ? { kind: answer }
                      : { kind: answer, code: "ETIMEOUT" },
              },
            },
          ]),
        ),
      ),
    },
    { desired: external() },
  );

function withoutExams({ observed: { exams: _exams, ...observed }, ...more }: Input): Input {
  return { ...more, observed };
}

table("records that a person publishes", [
  {
    rule: "are looked at in DNS",
    input: input({ certificates: known([certificate("a", pending)]) }, { desired: external() }),
    says: "look dns traffic",
  },
  {
    rule: "are examined when they are not there",
    input: withoutExams(externalPending("none")),
    says: "look exams",
  },
  {
    rule: "are not examined when they are there",
    input: withoutExams(externalPending("values")),
    says: "wait WAITING_FOR_ISSUE aws",
  },
  {
    rule: "are waited for by a person while they are missing",
    input: externalPending("none"),
    says: "wait WAITING_FOR_RECORDS you",
  },
  {
    rule: "are waited for by a person while they are wrong",
    input: externalPending("values", "else"),
    says: "wait RECORD_WRONG you",
  },
  {
    rule: "that could not be asked for are not called missing",
    input: externalPending("unknown"),
    says: "wait RECORDS_UNSEEN you",
  },
  {
    rule: "that are there leave the wait to ACM",
    input: externalPending("values"),
    says: "wait WAITING_FOR_ISSUE aws",
  },
]);
