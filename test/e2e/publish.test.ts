import assert from "node:assert/strict";
import type { EngineEvent, PreviewResult } from "@pulumi/pulumi/automation";
import type { DomainGroupArgs } from "../../provider/pulumi/args";
import { DomainGroup } from "../../provider/pulumi/domain-group";
import { createInlineStack, type InlineStack } from "./inline-stack";
import { DnsRecord } from "./stand-in-cloudflare";
import { startWorld, type World } from "./world";

const RECORDS = [
  "brand-validation-customer.net",
  "brand-validation-www.customer.net",
  "brand-routing-customer.net",
  "brand-routing-www.customer.net",
  "brand-routing-_wildcard.shop.customer.net",
];

describe("records as resources of the program", function () {
  this.timeout(240_000);
  let world: World;
  let stack: InlineStack;

  before(async () => {
    world = await startWorld();
    stack = await createInlineStack({
      ...world.environment,
      CLOUDFLARE: require.resolve("./stand-in-cloudflare"),
      AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    });
  });
  after(async () => {
    stack?.remove();
    await world?.close();
  });

  const program = (more: Partial<DomainGroupArgs> = {}) =>
    stack.with(async () => {
      const brand = new DomainGroup("brand", {
        primaryDomain: "customer.net",
        alternativeDomains: ["www.customer.net", "*.shop.customer.net"],
        distribution: { id: world.distributionId },
        resolvers: [world.dns],
        ports: { dns: world.dnsPort, https: world.httpsPort },
        dns: {
          publish: ({ resourceName, name, value: content, ttl }, opts) =>
            new DnsRecord(
              resourceName,
              { zoneId: "customer.net", name, type: "CNAME", content, ttl, proxied: false },
              opts,
            ),
        },
        ...more,
      });
      return { status: brand.status, actionRequired: brand.actionRequired };
    });

  const nameOf = (urn: string): string => urn.split("::").at(-1) ?? "";
  /** Names of the resources, in the order in which the engine was done with them; records of the group itself left out. */
  function order(): { done: string[]; onEvent: (event: EngineEvent) => void } {
    const done: string[] = [];
    return {
      done,
      onEvent: ({ resOutputsEvent }) => {
        const { type = "", urn = "" } = resOutputsEvent?.metadata ?? {};
        if (/DnsRecord$|DomainGroup$/.test(type)) done.push(nameOf(urn));
      },
    };
  }
  const isServed = (): boolean =>
    ["customer.net", "www.customer.net", "any.shop.customer.net"].every(
      (host) => world.simulator.cloudfront.answer(0, host).kind === "certificate",
    );
  /** Planned, by kind of operation. */
  const changes = ({ changeSummary }: PreviewResult): PreviewResult["changeSummary"] => changeSummary;

  it("stand in the preview, each one, before anything exists", async () => {
    const planned: string[] = [];
    await program().preview({
      onEvent: ({ resourcePreEvent }) => {
        if (resourcePreEvent?.metadata.op === "create") planned.push(nameOf(resourcePreEvent.metadata.urn));
      },
    });
    for (const record of RECORDS) assert.ok(planned.includes(record), `${record} of ${planned}`);
  });

  it("are published in the order that serves: one `up` from nothing to every edge", async () => {
    const { done, onEvent } = order();
    const { outputs } = await program().up({ onEvent });
    assert.deepEqual([outputs["status"]?.value, outputs["actionRequired"]?.value], ["CERTIFICATE_ATTACHED", false]);
    assert.ok(isServed());
    assert.equal(world.simulator.acm.snapshot().length, 1);
    for (const record of RECORDS) {
      assert.equal(done.indexOf(record) < done.indexOf("brand"), record.includes("validation"), `${record} of ${done}`);
    }
  });

  it("stay as they are when nothing has changed", async () => {
    assert.deepEqual(Object.keys(changes(await program().preview())), ["same"]);
  });

  it("stay as they are when the group changes", async () => {
    const changed = program({ tags: { team: "web" } });
    const { update, ...others } = changes(await changed.preview());
    assert.deepEqual([update, Object.keys(others)], [1, ["same"]]);
    await changed.up();
  });

  it("go in the reverse order, and nothing is left", async () => {
    const { done, onEvent } = order();
    await program().destroy({ onEvent });
    for (const record of RECORDS) {
      assert.equal(done.indexOf(record) > done.indexOf("brand"), record.includes("validation"), `${record} of ${done}`);
    }
    assert.deepEqual(world.simulator.acm.snapshot(), []);
  });
});
