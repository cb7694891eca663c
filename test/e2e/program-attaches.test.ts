import assert from "node:assert/strict";
import type { PreviewResult, UpResult } from "@pulumi/pulumi/automation";
import type { DomainGroupArgs } from "../../provider/pulumi/args";
import { DomainGroup } from "../../provider/pulumi/domain-group";
import { theirs } from "../simulation/holding";
import { visit } from "./groups";
import { onInlineStage } from "./inline-stack";
import { StandIn } from "./stand-in";
import { ACCOUNT } from "./world";

describe("a program that attaches by itself", function () {
  this.timeout(180_000);
  const stage = onInlineStage({ STAND_IN: require.resolve("./stand-in") });

  const without = () => stage.stack.with(async () => void new StandIn("cdn", "shop", {}));
  const withGroup = (more: Partial<DomainGroupArgs> = {}) =>
    stage.stack.with(async () => {
      const brand = new DomainGroup("brand", {
        primaryDomain: "example.com",
        alternativeDomains: ["www.example.com"],
        dns: "route53",
        resolvers: [stage.world.dns],
        ports: { dns: stage.world.dnsPort },
        ...more,
      });
      new StandIn("cdn", "shop", {}, brand);
      return { status: brand.status, attachment: brand.domain("example.com").attachment, aliases: brand.aliases };
    });

  /** By CloudFront's latest configuration. */
  const cdn = () =>
    stage.world.simulator.cloudfront
      .snapshot()
      .find(({ id, account }) => id !== stage.world.distributionId && account === ACCOUNT);
  const updates = (): number => stage.world.calls().filter((operation) => operation === "UpdateDistribution").length;
  const changes = ({ changeSummary }: PreviewResult): string[] => Object.keys(changeSummary);
  const output = ({ outputs }: UpResult, name: string): unknown => outputs[name]?.value;

  it("gives its live distribution certificate and aliases in one update, and is that distribution's only writer", async () => {
    await without().up();
    assert.deepEqual(cdn()?.aliases, []);
    stage.world.calls();
    const result = await withGroup().up();
    assert.equal(updates(), 1);
    assert.deepEqual(cdn()?.aliases, ["example.com", "www.example.com"]);
    assert.match(cdn()?.certificateArn ?? "", /^arn:aws:acm:us-east-1:/);
    assert.deepEqual(output(result, "aliases"), ["example.com", "www.example.com"]);
    assert.deepEqual([output(result, "status"), output(result, "attachment")], ["APPLYING_CERTIFICATE", "ATTACHING"]);
  });

  it("has nothing to change then", async () => {
    assert.deepEqual(changes(await withGroup().preview()), ["same"]);
    stage.world.calls();
    await withGroup().up();
    assert.equal(updates(), 0);
  });

  it("sees CERTIFICATE_ATTACHED by a refresh, which changes nothing", async () => {
    const result = await withGroup().up({ refresh: true });
    assert.deepEqual([output(result, "status"), output(result, "attachment")], ["CERTIFICATE_ATTACHED", "ATTACHED"]);
    assert.equal(updates(), 0);
    assert.deepEqual(changes(await withGroup().preview()), ["same"]);
  });

  /** An `up` in which nobody sees the live distribution without its domains, and the program alone writes it, once. */
  async function changesOnce(more: Partial<DomainGroupArgs>): Promise<void> {
    const before = cdn()?.certificateArn;
    const served: string[] = [];
    const stop = stage.world.simulator.onCall({ after: () => void served.push(cdn()?.aliases.join(" ") ?? "") });
    const visitors = visit(stage.world, "example.com", "www.example.com");
    stage.world.calls();
    const result = await withGroup(more).up();
    visitors.leave();
    stop();
    assert.equal(updates(), 1);
    assert.deepEqual(
      served.filter((aliases) => !aliases.startsWith("example.com www.example.com")),
      [],
    );
    assert.deepEqual(visitors.failures, []);
    assert.notEqual(cdn()?.certificateArn, before);
    assert.deepEqual(cdn()?.aliases, output(result, "aliases"));
  }

  const ONE_MORE = { alternativeDomains: ["www.example.com", "shop.example.com"] };

  it("gets another domain in one write of the program, and always has the others", async () => {
    await changesOnce(ONE_MORE);
    assert.deepEqual(cdn()?.aliases, ["example.com", "www.example.com", "shop.example.com"]);
  });

  it("rotates its certificate in one write of the program, and always has its domains", async () => {
    await changesOnce({ ...ONE_MORE, keyAlgorithm: "EC_prime256v1" });
    assert.deepEqual(cdn()?.aliases, ["example.com", "www.example.com", "shop.example.com"]);
  });

  it("goes on without a name that another account has, and says so", async () => {
    const { simulator } = stage.world;
    const taken = "taken.example.com";
    const { domainName } = theirs(stage.world, [taken]);
    const [zone] = simulator.route53.snapshot();
    simulator.route53.putRecord(zone?.id ?? "", { name: taken, type: "CNAME", ttl: 300, values: [domainName] });
    const names = [...ONE_MORE.alternativeDomains, "m.example.com", taken];
    const result = await withGroup({ alternativeDomains: names, keyAlgorithm: "EC_prime256v1" }).up();
    assert.deepEqual(cdn()?.aliases, ["example.com", ...names.filter((name) => name !== taken)]);
    assert.deepEqual(output(result, "aliases"), cdn()?.aliases);
    assert.match(result.stdout, /ALIAS_TAKEN_ELSEWHERE: Another account, \*{6}222222, has taken\.example\.com/);
    const asked = simulator.cloudfront.snapshot().filter(({ comment }) => comment.startsWith("domain-group asks"));
    assert.deepEqual(
      asked.map(({ status }) => status),
      ["Deleted"],
    );
  });

  it("is destroyed in the reverse order, with nothing left", async () => {
    await withGroup().destroy();
    assert.deepEqual(stage.world.simulator.acm.snapshot(), []);
    assert.equal(cdn()?.status, "Deleted");
  });
});
