import assert from "node:assert/strict";
import fc from "fast-check";
import type { Step } from "../../provider/core/decision";
import { emptyMemory, remember, retire, settledTags, startRun, startWait } from "../../provider/core/memory";
import { notice } from "../../provider/core/notice";
import {
  beforeAt,
  beforeOfTags,
  beforeTags,
  decodeChoice,
  encodeChoice,
  requestToken,
} from "../../provider/core/ownership";
import { wish } from "../simulation/world";
import { arn, certificate, DOMAINS, known, MINUTE, NOW, ownTags, trouble } from "./gen";

const WISH = wish("E1", DOMAINS);
const deletion: Step = { kind: "deleteCertificate", arn: arn("a") };
const refused = { kind: "refused", permanent: true, trouble: trouble({ code: "ResourceInUseException" }) } as const;
const done = { kind: "done", result: { kind: "none" } } as const;

describe("memory", () => {
  it("counts the refusals of one step, and forgets them when it succeeds", () => {
    const once = remember(emptyMemory(NOW), deletion, refused, NOW);
    const twice = remember(once, deletion, refused, NOW + 1000);
    assert.deepEqual(
      twice.refusals.map(({ count, firstAt, lastAt }) => [count, firstAt, lastAt]),
      [[2, NOW, NOW + 1000]],
    );
    assert.deepEqual(remember(twice, deletion, done, NOW + 2000).refusals, []);
  });

  it("gives every refused step one new try in the next run", () => {
    const memory = startWait(remember(emptyMemory(NOW), deletion, refused, NOW), "issuance", NOW);
    const next = startRun(memory, NOW + MINUTE);
    assert.deepEqual([next.refusals, next.waits, next.runStartedAt], [[], {}, NOW + MINUTE]);
  });

  it("keeps the start of a wait", () => {
    const memory = startWait(startWait(emptyMemory(NOW), "issuance", NOW), "issuance", NOW + 1000);
    assert.equal(memory.waits["issuance"], NOW);
  });

  it("notices that a request is still undecided", () => {
    const step: Step = { kind: "requestCertificate", names: DOMAINS, keyAlgorithm: "RSA_2048", token: "t", tags: {} };
    const memory = remember(
      emptyMemory(NOW),
      step,
      { kind: "done", result: { kind: "certificateRequested", arn: arn("a") } },
      NOW,
    );
    assert.equal(memory.requests[0]?.pendingAt, null);
    const seen = notice(
      memory,
      WISH,
      { certificates: known([certificate("a", { status: "PENDING_VALIDATION" })]) },
      NOW + 5000,
    );
    assert.equal(seen.requests[0]?.pendingAt, NOW + 5000);
    const failed = notice(seen, WISH, { certificates: known([certificate("a", { status: "FAILED" })]) }, NOW + 9000);
    assert.equal(failed.requests[0]?.pendingAt, NOW + 5000);
  });

  it("forgets a certificate that is gone when its token is, and not before", () => {
    const gone = { certificates: known([{ arn: arn("a"), tags: known(null), detail: known(null) }]) };
    const requested = { ...emptyMemory(NOW), requests: [{ arn: arn("a"), requestedAt: NOW, pendingAt: null }] };
    assert.equal(notice(requested, WISH, gone, NOW + 59 * MINUTE).requests.length, 1);
    assert.equal(notice(requested, WISH, gone, NOW + 60 * MINUTE).requests.length, 0);
    assert.equal(
      notice(requested, WISH, { certificates: known([certificate("a")]) }, NOW + 60 * MINUTE).requests.length,
      1,
    );
  });

  it("believes its own tags until AWS has had time to show them", () => {
    const step: Step = { kind: "tagCertificate", arn: arn("a"), tags: { k: "new" } };
    const memory = remember(emptyMemory(NOW), step, done, NOW);
    assert.deepEqual(settledTags(memory, arn("a"), { k: "old", other: "x" }, NOW + 5000), { k: "new", other: "x" });
    assert.deepEqual(settledTags(memory, arn("a"), { k: "old" }, NOW + MINUTE), { k: "old" });
    assert.deepEqual(settledTags(memory, arn("b"), { k: "old" }, NOW), { k: "old" });
  });

  it("makes a certificate that AWS holds due after 45 minutes, 6 hours, then daily", () => {
    const left = { kind: "certificate", id: arn("a") } as const;
    let memory = retire(emptyMemory(NOW), [left], NOW);
    const hours: number[] = [];
    for (let run = 0; run < 4; run++) {
      const due = memory.retiring[0]?.dueAt ?? 0;
      hours.push((due - (memory.retiring[0]?.since ?? 0)) / (60 * MINUTE));
      memory = retire(memory, [left], due);
    }
    assert.deepEqual(hours, [0.75, 6.75, 30.75, 54.75]);
    assert.deepEqual(retire(memory, [], NOW).retiring, []);
  });
});

describe("what tags say", () => {
  const names = fc.uniqueArray(fc.domain(), { minLength: 1, maxLength: 100 });

  it("which names were chosen survives any order of the names", () => {
    fc.assert(
      fc.property(names, fc.array(fc.boolean(), { minLength: 100, maxLength: 100 }), (all, picks) => {
        const chosen = all.filter((_, index) => picks[index]);
        const digits = encodeChoice(all, chosen);
        assert.equal(digits.length <= 256, true);
        assert.deepEqual(decodeChoice([...all].reverse(), digits), [...chosen].sort());
      }),
    );
  });

  it("what the distribution had before survives", () => {
    const before = {
      aliases: ["www.example.com"],
      viewerCertificate: {
        source: "acm",
        id: arn("x"),
        minimumProtocolVersion: "TLSv1.2_2019",
        sslSupportMethod: null,
      },
    } as const;
    const tags = beforeTags("E1", DOMAINS, { ...before, aliases: [...before.aliases] });
    assert.deepEqual(beforeOfTags(DOMAINS, tags), before);
    assert.deepEqual([beforeAt("E1", DOMAINS, tags), beforeAt("E2", DOMAINS, tags)], [before, null]);
    assert.equal(beforeOfTags(DOMAINS, ownTags({})) === null, false);
    assert.equal(beforeOfTags(DOMAINS, {}), null);
  });
});

describe("the idempotency token", () => {
  it("is 32 word characters, whatever order names and spent certificates have", () => {
    const token = requestToken("g", ["b.com", "a.com"], "RSA_2048", ["2", "1"]);
    assert.match(token, /^[0-9a-f]{32}$/);
    assert.equal(requestToken("g", ["a.com", "b.com"], "RSA_2048", ["1", "2"]), token);
  });

  it("changes with the group, the names, the key algorithm and each spent certificate", () => {
    const tokens = [
      requestToken("g", ["a.com"], "RSA_2048", []),
      requestToken("h", ["a.com"], "RSA_2048", []),
      requestToken("g", ["b.com"], "RSA_2048", []),
      requestToken("g", ["a.com"], "EC_prime256v1", []),
      requestToken("g", ["a.com"], "RSA_2048", ["1"]),
    ];
    assert.equal(new Set(tokens).size, tokens.length);
  });
});
