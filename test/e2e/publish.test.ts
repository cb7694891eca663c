import assert from "node:assert/strict";
import type { EngineEvent, PreviewResult } from "@pulumi/pulumi/automation";
import type { DomainGroupArgs } from "../../provider/pulumi/args";
import { DomainGroup } from "../../provider/pulumi/domain-group";
import { onInlineStage } from "./inline-stack";
import { DnsRecord } from "./stand-in-cloudflare";

const RECORDS = [
  "brand-validation-customer.net",
  "brand-validation-www.customer.net",
  "brand-routing-customer.net",
  "brand-routing-www.customer.net",
  "brand-routing-_wildcard.shop.customer.net",
];

describe("records as resources of the program", function () {
  this.timeout(240_000);
  const stage = onInlineStage({ CLOUDFLARE: require.resolve("./stand-in-cloudflare") });

  const program = (more: Partial<DomainGroupArgs> = {}) =>
    stage.stack.with(async () => {
      const brand = new DomainGroup("brand", {
        primaryDomain: "customer.net",
        alternativeDomains: ["www.customer.net", "*.shop.customer.net"],
        distribution: { id: stage.world.distributionId },
        resolvers: [stage.world.dns],
        ports: { dns: stage.world.dnsPort, https: stage.world.httpsPort },
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
      (host) => stage.world.simulator.cloudfront.answer(0, host).kind === "certificate",
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
    assert.equal(stage.world.simulator.acm.snapshot().length, 1);
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

  it("of one domain more beside twenty: the preview shows the new ones and the group as changes, and no other", async () => {
    stage.world.simulator.acm.quotas.namesPerCertificate = 100;
    const more = [...Array(17).keys()].map((number) => `shop-${number}.customer.net`);
    const twenty = ["www.customer.net", "*.shop.customer.net", ...more];
    await program({ alternativeDomains: twenty }).up();
    const planned: string[] = [];
    const { stdout, changeSummary } = await program({
      alternativeDomains: [...twenty, "one-more.customer.net"],
    }).preview({
      onEvent: ({ resourcePreEvent }) => {
        const { op = "same", urn = "" } = resourcePreEvent?.metadata ?? {};
        if (op !== "same") planned.push(`${op} ${nameOf(urn)}`);
      },
    });
    const [routing, validation] = ["routing", "validation"].map((purpose) => `brand-${purpose}-one-more.customer.net`);
    const changed = stdout
      .split("\n")
      .flatMap((line) => /^ ([+~-]+) .* (brand\S*) /.exec(line)?.slice(1, 3).join(" ") ?? []);
    assert.deepEqual([...new Set(changed)].sort(), [`+ ${routing}`, `+ ${validation}`, "~ brand"]);
    assert.deepEqual(planned.sort(), [
      `create ${routing}`,
      `create ${validation}`,
      // The one that remembers what ACM wants to see, and the resource of the program.
      `create ${validation}`,
      "update brand",
    ]);
    assert.deepEqual([changeSummary.create, changeSummary.update, changeSummary.delete], [3, 1, undefined]);
    await program({ alternativeDomains: [...twenty, "one-more.customer.net"] }).up();
    assert.equal(stage.world.simulator.cloudfront.answer(0, "one-more.customer.net").kind, "certificate");
  });

  it("go in the reverse order, and nothing is left", async () => {
    const { done, onEvent } = order();
    await program().destroy({ onEvent });
    for (const record of RECORDS) {
      assert.equal(done.indexOf(record) > done.indexOf("brand"), record.includes("validation"), `${record} of ${done}`);
    }
    assert.deepEqual(stage.world.simulator.acm.snapshot(), []);
  });
});
