import assert from "node:assert/strict";
import { decode, encode, TRUNCATED_RESPONSE } from "dns-packet";
import { createAsk, type Told } from "../../provider/dns/ask";
import type { Protocol } from "../../provider/dns/transport";
import { virtualClock } from "../simulator/clock";

const server = { address: "192.0.2.53", port: 53 };
const question = { name: "example.com", type: "A" as const };

interface Attempt {
  protocol: Protocol;
  edns: boolean;
  id: number;
  timeoutMs: number;
}
type Answer = (query: Buffer, attempt: Attempt) => Buffer | Error;

/** Asks a server that answers each attempt in turn; the last answer stays. */
async function askOf(...answers: Answer[]): Promise<{ told: Told; attempts: Attempt[] }> {
  const attempts: Attempt[] = [];
  const clock = virtualClock(0);
  const ask = createAsk(
    {
      exchange: async (_address, _port, packet, protocol, timeoutMs) => {
        const { additionals, id = -1 } = decode(packet);
        const attempt = { protocol, edns: additionals?.length === 1, id, timeoutMs };
        const answer = answers[Math.min(attempts.length, answers.length - 1)]?.(packet, attempt);
        attempts.push(attempt);
        if (!(answer instanceof Buffer)) throw answer ?? new Error("no answer left");
        return answer;
      },
    },
    clock,
  );
  return { told: await ask(server, question, { recursive: false, until: 10_000 }), attempts };
}

const answer =
  (flags = 0, change: { id?: number; name?: string } = {}): Answer =>
  (query) => {
    const { id = 0 } = decode(query);
    return encode({
      type: "response",
      id: change.id ?? id,
      flags,
      questions: [{ name: change.name ?? "example.com", type: "A" }],
      answers: [{ name: "Example.com", type: "A", ttl: 1, data: "192.0.2.1" }],
    });
  };
const silence: Answer = () => Object.assign(new Error("no answer"), { code: "ETIMEOUT" });
const formerr = 1;

describe("a question to one server", () => {
  it("is answered by its message, host names in lower case", async () => {
    const { told, attempts } = await askOf(answer());
    assert.equal(attempts.length, 1);
    assert.deepEqual(told.kind === "message" && told.message.answers, [
      { name: "example.com", type: "A", value: "192.0.2.1", ttl: 1 },
    ]);
  });

  it("is asked once more when no answer comes, without EDNS", async () => {
    const { told, attempts } = await askOf(silence, answer());
    assert.equal(told.kind, "message");
    assert.deepEqual(
      attempts.map(({ edns }) => edns),
      [true, false],
    );
  });

  it("is asked no third time", async () => {
    const { told, attempts } = await askOf(silence);
    assert.deepEqual(told, { kind: "failure", code: "ETIMEOUT" });
    assert.equal(attempts.length, 2);
  });

  it("is asked again without EDNS of a server that cannot read it", async () => {
    const { told, attempts } = await askOf(answer(formerr), answer());
    assert.equal(told.kind === "message" && told.message.rcode, "NOERROR");
    assert.deepEqual(
      attempts.map(({ edns }) => edns),
      [true, false],
    );
  });

  it("is asked over TCP when the answer is cut", async () => {
    const { told, attempts } = await askOf(answer(TRUNCATED_RESPONSE), answer());
    assert.equal(told.kind === "message" && told.message.truncated, false);
    assert.deepEqual(
      attempts.map(({ protocol }) => protocol),
      ["udp", "tcp"],
    );
  });

  const unreadable: [rule: string, given: Answer][] = [
    ["that is no DNS message", () => Buffer.from("hello")],
    ["that is cut in the middle", (query, attempt) => (answer()(query, attempt) as Buffer).subarray(0, 36)],
    ["with another id", (query, attempt) => answer(0, { id: (attempt.id + 1) % 0x10000 })(query, attempt)],
    ["to another question", answer(0, { name: "example.org" })],
  ];
  for (const [rule, given] of unreadable) {
    it(`is not answered by a packet ${rule}`, async () => {
      assert.deepEqual((await askOf(given)).told, { kind: "failure", code: "EBADRESP" });
    });
  }

  it("is not answered by what is cut over TCP, too", async () => {
    assert.deepEqual((await askOf(answer(TRUNCATED_RESPONSE))).told, { kind: "failure", code: "EBADRESP" });
  });

  it("has another id each time", async () => {
    const ids = new Set<number>();
    for (let time = 0; time < 20; time += 1) ids.add((await askOf(answer())).attempts[0]?.id ?? -1);
    assert.ok(ids.size > 15);
  });
});

describe("questions to many servers", () => {
  it("are not asked after their time is over", async () => {
    const clock = virtualClock(0);
    const timeouts: number[] = [];
    const ask = createAsk(
      {
        exchange: async (_address, _port, _packet, _protocol, timeoutMs) => {
          timeouts.push(timeoutMs);
          await clock.sleep(timeoutMs);
          throw Object.assign(new Error("no answer"), { code: "ETIMEOUT" });
        },
      },
      clock,
    );
    for (let time = 0; time < 4; time += 1) await ask(server, question, { recursive: false, until: 5_000 });
    assert.deepEqual(timeouts, [2_000, 2_000, 1_000]);
    assert.equal(clock.now(), 5_000);
  });

  it("are not waited for after their time is over, though others went first, or UDP took its time", async () => {
    const clock = virtualClock(0);
    const ask = createAsk(
      {
        exchange: async (_address, _port, packet, protocol, timeoutMs) => {
          await clock.sleep(timeoutMs);
          return answer(TRUNCATED_RESPONSE)(packet, { protocol, edns: true, id: 0, timeoutMs }) as Buffer;
        },
      },
      clock,
    );
    await Promise.all(Array.from({ length: 100 }, () => ask(server, question, { recursive: false, until: 3_000 })));
    assert.equal(clock.now(), 3_000);
  });

  it("are on their way at most 32 at once", async () => {
    let now = 0;
    let most = 0;
    const clock = virtualClock(0);
    const ask = createAsk(
      {
        exchange: async (_address, _port, packet) => {
          now += 1;
          most = Math.max(most, now);
          await clock.sleep(10);
          now -= 1;
          return answer()(packet, { protocol: "udp", edns: true, id: 0, timeoutMs: 0 }) as Buffer;
        },
      },
      clock,
    );
    const told = await Promise.all(
      Array.from({ length: 100 }, () => ask(server, question, { recursive: false, until: 60_000 })),
    );
    assert.equal(most, 32);
    assert.ok(told.every(({ kind }) => kind === "message"));
  });
});
