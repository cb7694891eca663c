import assert from "node:assert/strict";
import { bagIn } from "../../provider/pulumi/internal-input";
import { type Bag, isBag } from "../../provider/pulumi/reading";
import { SCHEMA_VERSION } from "../../provider/pulumi/shapes/stored";
import { type Golden, goldenStates } from "./golden-states";
import {
  arnsOf,
  createLaptop,
  createPlace,
  HOUR,
  type Laptop,
  type Place,
  publishRecords,
  type State,
  writesOf,
} from "./laptop";

const ID = /^(arn:aws:|E[0-9A-Z]{12,}$|_[0-9a-f]|[a-z0-9]+\.cloudfront\.net$)/;

/** What AWS named in one world and in another, by where it stands in two states of the same group. */
function namesOf(one: unknown, other: unknown): [string, string][] {
  if (typeof one === "string" && typeof other === "string") return ID.test(one) && one !== other ? [[one, other]] : [];
  if (typeof one !== "object" || one === null || typeof other !== "object" || other === null) return [];
  const others = new Map<string, unknown>(Object.entries(other));
  return Object.entries(one).flatMap(([key, member]) => namesOf(member, others.get(key)));
}

/** The state, as if its group had been made in the world of `made`. */
function movedTo(made: State | undefined, state: State): State {
  const names = namesOf(state, made);
  const text = names.reduce((all, [before, after]) => all.replaceAll(before, after), JSON.stringify(state));
  return JSON.parse(text);
}

const storedOf = (state: State | undefined): Bag => bagIn(state?.outs["__state"]);

/** In another world, the same group. */
function given(place: Place, { inputs }: State): Bag {
  const { distribution } = inputs;
  return {
    ...inputs,
    ...(isBag(distribution) && "id" in distribution ? { distribution: { id: place.distributionId } } : {}),
  };
}

/** Another tag, and time enough for AWS to let go of the certificate when all is destroyed. */
function changed(inputs: Bag): Bag {
  const internal = { ...bagIn(inputs["__domainGroup"]), timeouts: { delete: "3h" } };
  return { ...inputs, tags: { team: "core" }, __domainGroup: internal };
}

/** A world in which such a group has come as far as the state says, and that state as it would be there. */
async function worldOf({ shape, mode, state }: Golden): Promise<{ place: Place; laptop: Laptop }> {
  const place = createPlace(`${shape} ${mode}`);
  const inputs = given(place, state);
  const maker = createLaptop(place, String(storedOf(state)["incarnation"]));
  if (mode === "removed") await maker.up({ ...inputs, alternativeDomains: ["www.example.com"] });
  await maker.up(inputs);
  if (mode === "publish") {
    await publishRecords(place, maker.state, "VALIDATION");
    await maker.up(inputs);
  }
  assert.equal(maker.state?.outs["status"], state.outs["status"]);
  const laptop = createLaptop(place);
  laptop.state = movedTo(maker.state, state);
  writesOf(place);
  return { place, laptop };
}

describe("a group whose state is of an older shape", function () {
  this.timeout(60_000);

  for (const golden of goldenStates().filter(({ mode }) => !mode.includes("record"))) {
    const { shape, mode } = golden;
    it(`${shape}, ${mode}: is unchanged while its program is, goes on with its certificate, and leaves nothing behind`, async () => {
      const { place, laptop } = await worldOf(golden);
      const before = laptop.state;
      const arn = before?.outs["certificateArn"];
      const inputs = given(place, golden.state);
      assert.equal(await laptop.up(inputs), undefined);
      assert.deepEqual([writesOf(place), laptop.state], [[], before]);

      await place.ports.clock.sleep(3 * HOUR);
      if (mode === "external") await publishRecords(place, laptop.state, "VALIDATION");
      assert.equal(await laptop.up(changed(inputs)), undefined);
      assert.deepEqual([laptop.state?.outs["settled"], arnsOf(place)], [true, [arn]]);
      assert.ok(!writesOf(place).includes("RequestCertificate"));
      assert.equal(storedOf(laptop.state)["schemaVersion"], SCHEMA_VERSION);

      assert.equal(await laptop.destroy(), undefined);
      assert.deepEqual(arnsOf(place), []);
    });
  }
});
