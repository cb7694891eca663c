/** Nothing of a program is left in DNS, whichever of its groups and resources made it, and whoever's turn it was to take it away. */
import assert from "node:assert/strict";
import { ledTo, settled } from "./moving";
import { createStack, existing, type Member, type Stack } from "./stack";
import { HOUR } from "./story";
import { validations } from "./watch";
import { domainNames } from "./world";

const APEX = "example.com";
const WWW = "www.example.com";
const SHOP = "shop.example.com";

const wants = (group: Member, ...names: string[]): void => {
  group.desired = { ...group.desired, domains: domainNames(...names) };
};

async function upAll(stack: Stack, ...groups: Member[]): Promise<void> {
  await Promise.all(groups.map((group) => group.up()));
  await stack.ports.clock.sleep(HOUR);
}

/** `--replace`: the resource that comes knows nothing of what the one before wrote. */
function forget(group: Member): void {
  group.last = undefined;
}

describe("a validation record", function () {
  this.timeout(60_000);

  it("goes in the end where the last two certificates that list it went at the same moment", async () => {
    const stack = createStack("at once");
    const brand = stack.group("brand", existing(stack.place()), APEX, WWW);
    const shop = stack.group("shop", existing(stack.place()), SHOP);
    await upAll(stack, brand, shop);
    forget(brand);
    wants(brand, APEX);
    wants(shop, SHOP, WWW);
    await upAll(stack, brand, shop);
    forget(shop);
    wants(shop, SHOP);
    await upAll(stack, brand, shop);
    await upAll(stack, brand, shop);
    for (const group of [brand, shop]) settled(await group.destroy());
    assert.deepEqual(validations(stack), []);
  });

  it("goes with the resource that wrote it when somebody deleted the certificate, and the next one wants other names", async () => {
    const stack = createStack("deleted, then replaced");
    const { simulator, ports } = stack;
    const brand = stack.group("brand", existing(stack.place()), APEX, WWW);
    await brand.up({ cancelled: () => simulator.history.count("ChangeResourceRecordSets") > 0 });
    for (const { arn } of simulator.acm.snapshot()) simulator.acm.deleteDirect(arn);
    await ports.clock.sleep(HOUR);
    const { last, desired } = brand;
    forget(brand);
    wants(brand, APEX);
    settled(await brand.up({ incarnation: "that of the next one" }));
    assert.deepEqual(validations(stack), [APEX, WWW]);
    const next = { last: brand.last, desired: brand.desired };
    Object.assign(brand, { last, desired });
    assert.equal((await brand.destroy()).end, "superseded");
    assert.deepEqual(validations(stack), [APEX]);
    Object.assign(brand, next);
    settled(await brand.destroy({ incarnation: "that of the next one" }));
    assert.deepEqual(validations(stack), []);
  });
});

describe("a routing record", function () {
  this.timeout(60_000);

  it("of a group that the program has no more is led to the one that has its name now, though somebody took the alias off", async () => {
    const stack = createStack("alias off, then merged");
    const [one, two] = [stack.place(), stack.place()];
    const brand = stack.group("brand", existing(one), APEX);
    const blog = stack.group("blog", existing(two), WWW);
    await upAll(stack, brand, blog);
    stack.simulator.cloudfront.editDirect(two, { aliases: [] });
    // CloudFront takes the name while DNS does not answer, and so gives no hint where it leads.
    stack.simulator.world.switches.aliasDnsCheck = false;
    await stack.ports.clock.sleep(HOUR);
    blog.isGone = true;
    wants(brand, APEX, WWW);
    settled(await brand.up());
    settled(await blog.destroy());
    assert.deepEqual(ledTo(stack), [one]);
    settled(await brand.destroy());
    assert.deepEqual(ledTo(stack), []);
  });
});
