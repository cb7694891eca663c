import assert from "node:assert/strict";
import type { RecordExam, ServerAnswer } from "../../provider/core/looks";
import { emptyMemory, startRun } from "../../provider/core/memory";
import { notice } from "../../provider/core/notice";
import { NOTHING_FOUND } from "../../provider/core/record-exam";
import type { Memory } from "../../provider/core/remembered";
import { external, known, MINUTE, NOW } from "./gen";

const key = "VALIDATION:example.com";
const none: ServerAnswer = { kind: "none" };
const there: ServerAnswer = { kind: "values", values: ["_2.acm-validations.aws"] };
const silent: ServerAnswer = { kind: "unknown", code: "ETIMEOUT" };
const exam: RecordExam = { ...NOTHING_FOUND, negativeTtl: 3_600 };

/** A look so many minutes after the first one. */
function seen(memory: Memory, minutes: number, answers: ServerAnswer[], found?: RecordExam): Memory {
  const at = NOW + minutes * MINUTE;
  const servers = Object.fromEntries(answers.map((answer, index) => [`ns${index}`, answer]));
  const dns = known({ [key]: { zone: "example.com", servers } }, at);
  return notice(memory, external(), { dns, ...(found && { exams: known({ [key]: found }, at) }) }, at);
}

const missing = seen(emptyMemory(NOW), 0, [none, none], exam);

describe("memory of a record that was missing", () => {
  const cases: [rule: string, memory: Memory, expected: Memory["absences"]][] = [
    ["has for how long resolvers may repeat it", missing, { [key]: { negativeTtl: 3_600, seenAt: null } }],
    [
      "has when it was first seen, since it may have been missing until then",
      seen(seen(missing, 30, [there, there]), 40, [there, there]),
      { [key]: { negativeTtl: 3_600, seenAt: NOW + 30 * MINUTE } },
    ],
    [
      "does not have it there before every server that answers has it",
      seen(missing, 30, [there, none]),
      { [key]: { negativeTtl: 3_600, seenAt: null } },
    ],
    [
      "has it there by those that answer",
      seen(missing, 30, [there, silent]),
      { [key]: { negativeTtl: 3_600, seenAt: NOW + 30 * MINUTE } },
    ],
    ["learns nothing from silence", seen(missing, 30, [silent, silent]), missing.absences],
    [
      "begins anew when it is missing again",
      seen(seen(missing, 30, [there, there]), 40, [none, none]),
      missing.absences,
    ],
    ["is none of a record that was always there", seen(emptyMemory(NOW), 0, [there]), {}],
    ["is none where nobody told for how long", seen(emptyMemory(NOW), 0, [none], NOTHING_FOUND), {}],
  ];
  for (const [rule, memory, expected] of cases) {
    it(rule, () => assert.deepEqual(memory.absences, expected));
  }

  it("is kept by later runs until no resolver repeats it", () => {
    const found = seen(missing, 30, [there]);
    assert.deepEqual(startRun(found, NOW + 90 * MINUTE - 1).absences, found.absences);
    assert.deepEqual(startRun(found, NOW + 90 * MINUTE).absences, {});
    assert.deepEqual(startRun(missing, NOW + 900 * MINUTE).absences, missing.absences);
  });
});
