import assert from "node:assert/strict";
import type { Bag } from "../../provider/pulumi/reading";
import type { RunResult } from "../../provider/reconcile";
import {
  ARN,
  applying,
  cause,
  checked,
  created,
  ends,
  failure,
  internal,
  NOW,
  report,
  stage,
  stopped,
  untouched,
  waiting,
} from "./fixtures";

describe("update", () => {
  it("goes on from memory, account, incarnation and last report", async () => {
    const olds = await created(ends("waitingForYou", waiting()));
    const { hooks, runs } = stage({ reconcile: ends("settled", report()) });
    await hooks.update("brand", olds, await checked({ timeout: "5m" }));
    const [run] = runs;
    assert.equal(run?.incarnation, "incarnation-1");
    assert.equal(run?.accountId, "111111111111");
    assert.equal(run?.memory.requests[0]?.arn, ARN);
    assert.deepEqual(run?.previous, {
      ...waiting(),
      viewerCertificate: JSON.parse(JSON.stringify(waiting().viewerCertificate)),
    });
    assert.equal(run?.deadline, NOW + 300_000);
  });

  it("keeps an incarnation that the next update has too", async () => {
    const olds = await created(ends("waitingForYou", waiting()));
    const { outs } = await stage({ reconcile: ends("settled", report()) }).hooks.update("brand", olds, await checked());
    const { hooks, runs } = stage({ reconcile: ends("settled", report()) });
    await hooks.update("brand", outs, await checked());
    assert.equal(runs[0]?.incarnation, "incarnation-1");
  });

  it("takes the owner of the state for its own as long as a renamed stack has not settled", async () => {
    const olds = await created(ends("waitingForYou", waiting()));
    const renamed = await checked({ __domainGroup: internal({ stack: "prod" }) }, await checked());
    const { hooks, runs } = stage({ reconcile: ends("waitingForYou", waiting()) });
    const { outs } = await hooks.update("brand", olds, renamed);
    await hooks.update("brand", outs, renamed);
    assert.deepEqual(
      runs.map(({ owners }) => owners),
      [
        ["acme/shop/prod", "acme/shop/dev"],
        ["acme/shop/prod", "acme/shop/dev"],
      ],
    );
  });

  it("fails with an id even when nothing was made: the state keeps the resource", async () => {
    const olds = await created(ends("waitingForYou", waiting()));
    const { hooks } = stage({ reconcile: ends("blocked", stopped("CREDENTIALS"), untouched) });
    assert.equal((await failure(hooks.update("brand", olds, await checked()))).id, "acme/shop/dev/brand");
  });
});

describe("the time a run may take", () => {
  const table: [string, Bag, "create" | "update" | "delete", number][] = [
    ["60 minutes unless told otherwise", {}, "create", 3_600_000],
    ["timeout", { timeout: "90s" }, "update", 90_000],
    ["timeout for a delete too", { timeout: "90s" }, "delete", 90_000],
    [
      "customTimeouts.create before timeout",
      { timeout: "90s", __domainGroup: internal({ timeouts: { create: "5m" } }) },
      "create",
      300_000,
    ],
    [
      "customTimeouts.update before timeout",
      { timeout: "90s", __domainGroup: internal({ timeouts: { update: "1h30m" } }) },
      "update",
      5_400_000,
    ],
    [
      "customTimeouts.delete before timeout",
      { timeout: "90s", __domainGroup: internal({ timeouts: { delete: "4m" } }) },
      "delete",
      240_000,
    ],
  ];
  for (const [what, given, hook, expected] of table) {
    it(`is ${what}`, async () => {
      const olds = await created(ends("settled", report()), given);
      const { hooks, runs } = stage({ reconcile: ends("settled", report()) });
      if (hook === "create") await hooks.create(await checked(given));
      if (hook === "update") await hooks.update("brand", olds, await checked(given));
      if (hook === "delete") await hooks.delete("brand", olds);
      assert.equal((runs[0]?.deadline ?? 0) - NOW, expected);
    });
  }

  it("lets AWS have ten minutes to let go on delete, or customTimeouts.delete", async () => {
    const given = { __domainGroup: internal({ timeouts: { delete: "4m" } }) };
    const { hooks, runs } = stage({ reconcile: ends("settled", report()) });
    await hooks.delete("brand", await created(ends("settled", report())));
    await hooks.delete("brand", await created(ends("settled", report()), given));
    assert.deepEqual(
      runs.map(({ letGoFor }) => letGoFor),
      [600_000, 240_000],
    );
  });
});

describe("read", () => {
  it("changes nothing where people would read the same", async () => {
    const props = await created(ends("settled", report()));
    const { hooks } = stage({
      refresh: (run) =>
        ({ ...ends("settled", report())(run), memory: { ...run.memory, waits: { look: NOW } } }) as RunResult,
    });
    assert.deepEqual(await hooks.read("brand", props), { id: "brand", props });
  });

  it("shows what has changed", async () => {
    const props = await created(ends("settled", report()));
    const { hooks } = stage({ refresh: ends("reached", applying) });
    const after = await hooks.read("brand", props);
    assert.equal(after.props["status"], "APPLYING_CERTIFICATE");
    assert.equal(after.props["__provider"], "text of the provider");
  });

  it("keeps the last known values with a warning when it could not ask", async () => {
    const props = await created(ends("settled", report()));
    const { hooks, said } = stage({ refresh: ends("reached", report(["COULD_NOT_ASK"], { settled: false })) });
    assert.deepEqual((await hooks.read("brand", props)).props, props);
    assert.match(said[0] ?? "", /^warning: COULD_NOT_ASK/);
  });

  for (const code of ["WRONG_ACCOUNT", "FORBIDDEN", "CREDENTIALS"]) {
    it(`fails, and changes nothing, with ${code}`, async () => {
      const props = await created(ends("settled", report()));
      const { message, stack } = await failure(
        stage({ refresh: ends("reached", stopped(code)) }).hooks.read("brand", props),
      );
      assert.match(message, new RegExp(code));
      assert.equal(stack, message);
    });
  }

  it("is no import", async () => {
    const { message } = await failure(stage().hooks.read("brand", {}));
    assert.match(message, /can't be imported.*StackReference/);
  });
});

describe("delete", () => {
  it("acts for the incarnation in the state alone, with the goal that nothing is left", async () => {
    const { hooks, runs } = stage({ reconcile: ends("settled", report()) });
    await hooks.delete("brand", await created(ends("settled", report())));
    assert.deepEqual([runs[0]?.incarnation, runs[0]?.goal], ["incarnation-1", "absent"]);
  });

  it("that was superseded says so and succeeds", async () => {
    const { hooks, said } = stage({ reconcile: ends("superseded", report()) });
    await hooks.delete("brand", await created(ends("settled", report())));
    assert.match(said[0] ?? "", /^info: brand was superseded/);
  });

  it("after a create of the same id in this process deletes nothing: a replacement is created first", async () => {
    const { hooks, said, runs } = stage({ reconcile: ends("settled", report()) });
    const first = await hooks.create(await checked());
    const second = await hooks.create(await checked());
    await hooks.delete(first.id, first.outs);
    assert.match(said[0] ?? "", /^info: brand was superseded/);
    await hooks.delete(second.id, second.outs);
    assert.deepEqual(
      runs.map(({ goal }) => goal),
      ["present", "present", "absent"],
    );
  });

  it("after a create of the same id for other names takes its own away: nothing of it was taken over", async () => {
    const { hooks, runs } = stage({ reconcile: ends("settled", report()) });
    const first = await hooks.create(await checked());
    await hooks.create(await checked({ alternativeDomains: ["shop.example.com"] }));
    await hooks.delete(first.id, first.outs);
    assert.deepEqual(runs.at(-1)?.goal, "absent");
  });

  it("in a later process than the create deletes nothing either: the successor was checked there", async () => {
    const loop = ends("settled", report());
    const both = stage({ reconcile: loop });
    const first = await both.hooks.create(await checked());
    const second = await both.hooks.create(await checked());
    const later = stage({ reconcile: loop });
    await later.hooks.diff(second.id, second.outs, await checked());
    await later.hooks.delete(first.id, first.outs);
    assert.match(later.said[0] ?? "", /^info: brand was superseded/);
    assert.deepEqual(later.runs, []);
  });

  it("of a group that was checked before is that of the group itself", async () => {
    const { hooks, runs } = stage({ reconcile: ends("settled", report()) });
    const { id, outs } = await hooks.create(await checked());
    await hooks.diff(id, outs, await checked());
    await hooks.delete(id, outs);
    assert.equal(runs.at(-1)?.goal, "absent");
  });

  it("of a state that holds nothing asks nobody", async () => {
    const { hooks, runs } = stage();
    await hooks.delete("brand", {});
    assert.deepEqual(runs, []);
  });

  for (const end of ["timeout", "cancelled", "blocked"] as const) {
    it(`that ends by ${end} fails in words, without a stack, even with ifNotReached "report"`, async () => {
      const props = await created(ends("settled", report()), { ifNotReached: "report" });
      const { hooks } = stage({ reconcile: ends(end, report([cause("RELEASING")])) });
      const { message, stack } = await failure(hooks.delete("brand", props));
      assert.match(message, /RELEASING: /);
      assert.equal(stack, message);
    });
  }
});
