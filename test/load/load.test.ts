import assert from "node:assert/strict";
import { runLoad } from "./load";
import { SHORT_STORY } from "./story";
import { createTally, type Loss, type Phase, tableOf } from "./tally";

describe("requests on real sockets", function () {
  this.timeout(480_000);
  const tally = createTally();

  before(() => runLoad({ scenes: SHORT_STORY, tally }));

  const phase = (name: string): Phase => {
    const found = tally.phases().find((each) => each.name.startsWith(name));
    assert.ok(found !== undefined, name);
    return found;
  };
  const carelessly = ({ phase: name }: Loss): boolean => name === "move without care";

  it("are all served while one group rotates its certificate, another moves, and the two merge and take a name over", () => {
    assert.deepEqual(
      tally.losses().filter((loss) => !carelessly(loss)),
      [],
      tableOf(tally.phases()),
    );
  });

  it("see the changes: certificates and distributions before and after", () => {
    const { certificates, distributions } = phase("rotate one, move the other");
    // One that no group has is among them all the time: it keeps one of its names.
    assert.ok(certificates.size >= 4 && distributions.size >= 4, tableOf(tally.phases()));
    assert.ok(phase("merge").distributions.size >= 3, tableOf(tally.phases()));
  });

  it("are lost, and counted, when aliases are taken off here before they are put on there", () => {
    const lost = tally.losses().filter(carelessly);
    assert.ok(lost.some(({ kind }) => kind === "wrongCertificate") && phase("move without care").wrongCertificates > 0);
  });
});
