import assert from "node:assert/strict";
import { TAG } from "../../provider/core/ownership";
import { semanticsInto } from "../simulation/semantics/ports";
import { ACCOUNT } from "../simulation/world";
import { arnsOf, createLaptop, groupInputs, HOUR, writesOf } from "./laptop";
import { ONE_LESS, type Picture, pictureOf, STATIC, stageOf, UNFINISHED } from "./unfinished-groups";

describe("a group that is destroyed", function () {
  this.timeout(60_000);

  for (const { what, until, but = (before: Picture) => before, keepsValidation } of UNFINISHED) {
    it(`${what}: nothing of it is left, and what was there before is back`, async () => {
      const stage = stageOf(what);
      const before = pictureOf(stage.place);
      await until(stage);
      const expected = but(before, stage);
      assert.ok(stage.laptop.state !== undefined);
      assert.equal(await stage.laptop.destroy(), undefined);
      const after = pictureOf(stage.place);
      const kept = keepsValidation === undefined ? [] : after.records.filter((record) => /^_.* CNAME$/.test(record));
      assert.deepEqual(after, { ...expected, records: [...expected.records, ...kept] });
      for (const record of kept)
        assert.ok(
          stage.laptop.said.some((line) => line.includes(record)),
          record,
        );
    });
  }
});

describe("a group that can't be destroyed at once", function () {
  this.timeout(60_000);
  const NEEDS_TIME = { timeouts: {} };

  it("is gone all the same when AWS holds its certificate for long: that one is tagged released, and swept by the next group that sees it", async () => {
    const { place, laptop } = stageOf("held for long");
    place.simulator.world.latencies.inUseByLag = HOUR;
    assert.equal(await laptop.up(groupInputs(place, {}, NEEDS_TIME)), undefined);
    await place.ports.clock.sleep(2 * HOUR);
    const [arn = ""] = arnsOf(place);
    assert.equal(await laptop.destroy(), undefined);
    const [left] = place.simulator.acm.snapshot();
    assert.equal(left?.tags.find(({ key }) => key === TAG.released)?.value, "yes");
    assert.ok(
      laptop.said.some((line) => line.includes(arn)),
      laptop.said.join("\n"),
    );
    await place.ports.clock.sleep(2 * HOUR);
    const next = groupInputs(place, ONE_LESS, { name: "shop" });
    assert.equal(await createLaptop(place).up(next), undefined);
    assert.ok(!arnsOf(place).includes(arn));
  });

  it("is kept in the state when the session has expired: the message says what to do, and the next destroy takes it", async () => {
    const { place } = stageOf("expired");
    const { simulator } = place;
    const session = simulator.accounts.openSession(
      { account: ACCOUNT, principal: "arn:aws:iam::111111111111:user/ann" },
      7200,
    );
    const laptop = createLaptop({ simulator, ...semanticsInto(simulator, session.accessKey, session.token) });
    assert.equal(await laptop.up(groupInputs(place)), undefined);
    const before = pictureOf(place);
    await place.ports.clock.sleep(3 * HOUR);
    writesOf(place);
    assert.match((await laptop.destroy()) ?? "", /CREDENTIALS: .*Sign in again/);
    assert.deepEqual([writesOf(place), pictureOf(place)], [[], before]);
    assert.equal(await laptop.copy(place).destroy(), undefined);
    assert.deepEqual(arnsOf(place), []);
  });

  it("goes on where it was cut off", async () => {
    const { place, laptop, settle } = stageOf("cut off");
    const before = pictureOf(place);
    await settle(STATIC);
    for (const operation of [
      "ChangeResourceRecordSets",
      "UpdateDistribution",
      "DeleteDistribution",
      "DeleteCertificate",
    ]) {
      laptop.interruptAfter(operation);
      assert.match((await laptop.destroy()) ?? "it came to its end", /was cancelled on its way off/, operation);
    }
    assert.equal(await laptop.destroy(), undefined);
    assert.deepEqual(pictureOf(place), before);
  });
});
