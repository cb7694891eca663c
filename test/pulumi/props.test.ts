import assert from "node:assert/strict";
import fc from "fast-check";
import { plainJson } from "../../provider/pulumi/plain-json";
import type { Bag } from "../../provider/pulumi/reading";
import { SCHEMA_VERSION } from "../../provider/pulumi/shapes/stored";
import { checked, created, ends, report, stage } from "./fixtures";

describe("what goes into the state", () => {
  it("has no undefined members, in any depth", () => {
    assert.deepEqual(plainJson({ a: undefined, b: { c: undefined, d: [{ e: undefined }] } }), { b: { d: [{}] } });
  });

  it("keeps every JSON value as it is", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => assert.equal(JSON.stringify(plainJson(value)), JSON.stringify(value))),
    );
  });

  const table: [string, unknown, RegExp][] = [
    ["a Date", { a: new Date(0) }, /^outputs.a is not plain JSON/],
    ["NaN", { a: [1, Number.NaN] }, /^outputs.a\[1\] is not plain JSON: NaN/],
    ["a Map", { a: { b: new Map() } }, /^outputs.a.b is not plain JSON/],
    ["a bigint", { a: 1n }, /^outputs.a is not plain JSON: 1/],
  ];
  for (const [what, value, expected] of table) {
    it(`is never ${what}`, () => assert.throws(() => plainJson(value), { message: expected }));
  }

  it("leaves out what is not known: an absent output is undefined in the program", async () => {
    const outs = await created(ends("settled", report(["ATTACHED"], { certificateArn: null })));
    assert.equal("certificateArn" in outs, false);
    assert.equal("cloudfrontDefaultCertificate" in (outs["viewerCertificate"] as Bag), false);
  });
});

describe("a state", () => {
  const damaged = (change: (state: Bag) => void) => async () => {
    const olds = await created(ends("settled", report()));
    change(olds["__state"] as Bag);
    return stage().hooks.diff("brand", olds, await checked());
  };

  it("of a newer schema says which release reads it", async () => {
    const newer = damaged((state) => {
      state["schemaVersion"] = SCHEMA_VERSION + 1;
    });
    await assert.rejects(newer, (error: Error) => {
      const versions = `schemaVersion ${SCHEMA_VERSION + 1}; this one reads up to ${SCHEMA_VERSION}`;
      assert.match(error.message, new RegExp(`newer release of pulumi-domain-group \\(${versions}\\).*npm install`));
      assert.equal(error.stack, error.message);
      return true;
    });
  });

  for (const member of ["schemaVersion", "desired", "steering", "memory", "incarnation", "owner"]) {
    it(`without ${member} is damaged, and says what helps`, async () => {
      const without = damaged((state) => {
        delete state[member];
      });
      await assert.rejects(without, { message: /can't be read.*pulumi stack import/ });
    });
  }

  it("is refused by every hook that reads it", async () => {
    const olds: Bag = { __state: { schemaVersion: SCHEMA_VERSION + 1 } };
    const { hooks } = stage();
    const news = await checked();
    for (const hook of [
      () => hooks.diff("b", olds, news),
      () => hooks.update("b", olds, news),
      () => hooks.read("b", olds),
      () => hooks.delete("b", olds),
    ]) {
      await assert.rejects(hook, { message: /newer release/ });
    }
  });
});
