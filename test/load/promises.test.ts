import assert from "node:assert/strict";
import { createAddresses } from "./addresses";
import { createPromises } from "./promises";

const EDGES = ["127.0.0.21", "127.0.0.22"];
const HOST = "www.example.com";

describe("what visitors may count on", () => {
  it("begins at each edge when it has served the name once", () => {
    const promises = createPromises(EDGES);
    promises.want([HOST]);
    promises.noteServed(HOST, "127.0.0.21");
    assert.deepEqual(
      EDGES.map((edge) => promises.isPromised(HOST, edge)),
      [true, false],
    );
  });

  it("is every edge when an `up` has come to its end; DNS leads there from the first address that somebody was given", () => {
    const promises = createPromises(EDGES);
    promises.want([HOST]);
    promises.complete();
    assert.ok(EDGES.every((edge) => promises.isPromised(HOST, edge)) && !promises.isLed(HOST));
    promises.noteLed(HOST);
    assert.ok(promises.isLed(HOST));
  });

  it("ends for those who come straight when the program wants the name no more; those whom DNS leads are still asked for", () => {
    const promises = createPromises(EDGES);
    promises.want([HOST, "example.com"]);
    promises.complete();
    promises.noteLed(HOST);
    promises.want(["example.com"]);
    promises.noteLed(HOST);
    promises.noteServed(HOST, "127.0.0.21");
    assert.deepEqual(
      [promises.isPromised(HOST, "127.0.0.21"), promises.isLed(HOST), promises.hosts().includes(HOST)],
      [false, false, true],
    );
    promises.want(["example.com"]);
    assert.deepEqual(promises.hosts(), ["example.com"]);
  });
});

describe("the DNS cache of a visitor", () => {
  const failure = (code: string): Promise<never> => Promise.reject(Object.assign(new Error(code), { code }));

  function stage(answers: (() => Promise<{ address: string; ttl: number }[]>)[]) {
    const time = { now: 0 };
    const resolve4 = () => answers.shift()?.() ?? failure("ENOMORE");
    return { time, addresses: createAddresses({ resolve4 } as never, () => time.now) };
  }

  const found = (address: string, ttl: number) => async () => [{ address, ttl }];

  it("keeps an answer for its TTL and not longer", async () => {
    const { time, addresses } = stage([found("127.0.0.21", 60), found("127.0.0.22", 60)]);
    const seen = [await addresses(HOST)];
    time.now = 59_999;
    seen.push(await addresses(HOST));
    time.now = 60_000;
    seen.push(await addresses(HOST));
    assert.deepEqual(seen, [["127.0.0.21"], ["127.0.0.21"], ["127.0.0.22"]]);
  });

  it("tells a name that has no address from a resolver that fails", async () => {
    const { addresses } = stage([() => failure("ENOTFOUND"), () => failure("ENODATA"), () => failure("ESERVFAIL")]);
    assert.deepEqual([await addresses(HOST), await addresses(HOST)], [undefined, undefined]);
    await assert.rejects(addresses(HOST), { code: "ESERVFAIL" });
  });
});
