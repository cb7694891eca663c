import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, it } from "mocha";
import { realClock, virtualClock } from "./clock";
import { day, hour, second } from "./defaults";

const start = Date.UTC(2026, 9, 1);

describe("virtual time", () => {
  it("passes days in no time while everybody sleeps", async () => {
    const clock = virtualClock(start);
    await clock.sleep(30 * day);
    assert.equal(clock.now(), start + 30 * day);
  });

  it("wakes sleepers in the order of their instants, and those of one instant in the order in which they lay down", async () => {
    const clock = virtualClock(start);
    const woken: string[] = [];
    const sleeper = (name: string, ms: number) =>
      clock.sleep(ms).then(() => woken.push(`${name} ${clock.now() - start}`));
    await Promise.all([sleeper("c", 20), sleeper("a", 10), sleeper("d", 20), sleeper("b", 15)]);
    assert.deepEqual(woken, ["a 10", "b 15", "c 20", "d 20"]);
  });

  it("a sleeper who lies down again before another wakes is woken before the other", async () => {
    const clock = virtualClock(start);
    const woken: string[] = [];
    const late = clock.sleep(30).then(() => woken.push("late"));
    await clock.sleep(10);
    await clock.sleep(10);
    woken.push("early");
    await late;
    assert.deepEqual(woken, ["early", "late"]);
  });

  it("does not pass while files are read", async () => {
    const clock = virtualClock(start);
    const deadline = clock.sleep(hour).then(() => "deadline");
    const read = async () => {
      for (let turn = 0; turn < 20; turn += 1) await readFile(__filename);
      return "read";
    };
    assert.equal(await Promise.race([deadline, read()]), "read");
    assert.equal(clock.now(), start);
  });

  it("stands still while work is held", async () => {
    const clock = virtualClock(start);
    const deadline = clock.sleep(hour).then(() => "deadline");
    const work = clock.hold(() => new Promise((resolve) => setTimeout(() => resolve("work"), 20)));
    assert.equal(await Promise.race([deadline, work]), "work");
    assert.equal(await deadline, "deadline");
  });

  it("events happen at their own instants, in order, before who wakes later", async () => {
    const clock = virtualClock(start);
    const seen: number[] = [];
    const note = () => seen.push(clock.now() - start);
    clock.at(start + 20, note);
    clock.at(start + 10, () => {
      note();
      clock.at(start + 15, note);
    });
    clock.at(start + 50, note);
    await clock.sleep(30);
    assert.deepEqual(seen, [10, 15, 20]);
  });

  it("events alone do not move it", async () => {
    const clock = virtualClock(start);
    clock.at(start + 10, () => assert.fail("nobody slept"));
    await new Promise((resolve) => setTimeout(resolve, 5));
    assert.equal(clock.now(), start);
  });

  it("ten thousand turns of one sleeper take less than a second", async () => {
    const clock = virtualClock(start);
    const began = performance.now();
    for (let turn = 0; turn < 10_000; turn += 1) await clock.sleep(second);
    assert.ok(performance.now() - began < 1000);
  });
});

describe("real time", () => {
  it("sleeps, and has events at their instants", async () => {
    const clock = realClock();
    const instant = Date.now() + 5;
    const happened = new Promise<number>((resolve) => clock.at(instant, () => resolve(Date.now())));
    await clock.sleep(30);
    assert.ok((await happened) >= instant - 1);
    assert.ok(clock.now() >= instant);
  });

  it("does not bring at once what is farther away than a timer of Node.js reaches", async () => {
    const clock = realClock();
    let happened = false;
    clock.at(Date.now() + 30 * day, () => {
      happened = true;
    });
    await clock.sleep(20);
    assert.equal(happened, false);
  });
});
