import assert from "node:assert/strict";
import { arns, BARE, ledTo, NAMES, onlyCertificate, served, settled, toPlace } from "./moving";
import { createStack, existing, places } from "./stack";
import { HOUR, ownCertificate } from "./story";
import { domainNames } from "./world";

describe("a move in which something comes between", function () {
  this.timeout(60_000);

  it("may be called back in the middle", async () => {
    const stack = createStack("called back");
    const [one, two] = [stack.place(), stack.place()];
    const group = stack.group("brand", existing(one), ...NAMES);
    const { failures } = await served(stack, group);
    group.desired = { ...group.desired, distribution: existing(two) };
    // One alias is over, the other is not.
    const cut = await group.up({ cancelled: () => stack.simulator.history.count("AssociateAlias") === 1 });
    assert.equal(cut.end, "cancelled");
    settled(await toPlace(group, existing(one)));
    assert.deepEqual(failures, []);
    assert.deepEqual(places(stack), {
      [one]: { aliases: NAMES, enabled: true, certificate: onlyCertificate(stack) },
      [two]: BARE,
    });
    assert.deepEqual(ledTo(stack), [one]);
  });

  it("may go on to a third one in the middle", async () => {
    const stack = createStack("a third one");
    const [one, two, three] = [stack.place(), stack.place(), stack.place()];
    const group = stack.group("brand", existing(one), ...NAMES);
    const { failures } = await served(stack, group);
    group.desired = { ...group.desired, distribution: existing(two) };
    await group.up({ cancelled: () => stack.simulator.history.count("AssociateAlias") === 1 });
    settled(await toPlace(group, existing(three)));
    assert.deepEqual(failures, []);
    assert.deepEqual(
      Object.values(places(stack)).map(({ aliases }) => aliases),
      [[], [], NAMES],
    );
    assert.deepEqual(ledTo(stack), [three]);
    assert.equal(arns(stack).length, 1);
  });

  it("may drop one domain and get another on the way", async () => {
    const stack = createStack("another wish on the way");
    const [one, two] = [stack.place(), stack.place()];
    const group = stack.group("brand", existing(one), "example.com", "www.example.com");
    const { failures, hosts } = await served(stack, group);
    hosts.delete("www.example.com");
    group.desired.domains = domainNames("example.com", "shop.example.com");
    settled(await toPlace(group, existing(two)));
    await stack.ports.clock.sleep(HOUR);
    settled(await group.up());
    assert.deepEqual(failures, []);
    assert.deepEqual(places(stack), {
      [one]: BARE,
      [two]: { aliases: ["example.com", "shop.example.com"], enabled: true, certificate: onlyCertificate(stack) },
    });
  });

  it("destroyed in the middle leaves both as they were", async () => {
    const stack = createStack("destroyed in the middle");
    const [one, two] = [stack.place(), stack.place()];
    const group = stack.group("brand", existing(one), ...NAMES);
    settled(await group.up());
    group.desired = { ...group.desired, distribution: existing(two) };
    await group.up({ cancelled: () => stack.simulator.history.count("AssociateAlias") === 1 });
    settled(await group.destroy());
    assert.deepEqual(places(stack), { [one]: BARE, [two]: BARE });
    assert.deepEqual(ledTo(stack), []);
    assert.deepEqual(arns(stack), []);
  });

  it("takes its first distribution for left when somebody has deleted it", async () => {
    const stack = createStack("the first one is gone");
    const [one, two] = [stack.place(), stack.place()];
    const group = stack.group("brand", existing(one), ...NAMES);
    settled(await group.up());
    stack.simulator.cloudfront.deleteDirect(one);
    settled(await toPlace(group, existing(two)));
    assert.deepEqual(places(stack)[two]?.aliases, NAMES);
  });

  it("leaves alone what somebody else has put on the first one meanwhile", async () => {
    const stack = createStack("somebody else is there");
    const [one, two] = [stack.place(), stack.place()];
    const group = stack.group("brand", existing(one), ...NAMES);
    settled(await group.up());
    await stack.ports.clock.sleep(HOUR);
    const theirs = await ownCertificate(stack, "*.example.com", "example.com");
    stack.simulator.cloudfront.editDirect(one, {
      certificateArn: theirs,
      aliases: ["new.example.com", ...NAMES],
    });
    const result = await toPlace(group, existing(two));
    settled(result);
    assert.deepEqual(places(stack)[one], { aliases: ["new.example.com"], enabled: true, certificate: theirs });
  });

  it("and back again at once is not taken in by reads that lag behind its own writes", async () => {
    const stack = createStack("back at once");
    const [one, two] = [stack.place(), stack.place()];
    const group = stack.group("brand", existing(one), ...NAMES);
    const { failures } = await served(stack, group);
    settled(await toPlace(group, existing(two)));
    settled(await toPlace(group, existing(one)));
    assert.deepEqual(failures, []);
    assert.deepEqual(places(stack), {
      [one]: { aliases: NAMES, enabled: true, certificate: onlyCertificate(stack) },
      [two]: BARE,
    });
  });
});
