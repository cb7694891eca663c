import assert from "node:assert/strict";
import { AssociateAliasCommand, UpdateDomainAssociationCommand } from "@aws-sdk/client-cloudfront";
import { describe, it } from "mocha";
import type { Created } from "./cloudfront/bench";
import { acmCertificate, aliasList, OTHER_ACCOUNT } from "./cloudfront/bench";
import { type MovesBench, movesBench, WWW } from "./cloudfront/moves-bench";

const NOT_COVERED = { name: "InvalidArgument", message: /certificate that covers the alias/ };
const NO_TEXT = { name: "IllegalUpdate", message: "Invalid or missing alias DNS TXT records" };
const SOURCE_ENABLED = {
  name: "IllegalUpdate",
  message: "Alias move is not allowed since the source distribution is enabled.",
};

/** Two of one account: `source` has the alias, `target` the certificate for it. Deployed. */
async function pair(switches = {}): Promise<MovesBench & { source: Created; target: Created }> {
  const bench = await movesBench({ switches });
  const source = await bench.having(WWW, "shop.example.com");
  const target = await bench.having("other.example.com");
  await bench.settle();
  return { ...bench, source, target };
}

type Move = (bench: MovesBench, target: string, alias?: string) => Promise<unknown>;

/** Both operations, where they follow the same rules. */
const operations: { [operation: string]: Move } = {
  AssociateAlias: (bench, target, alias) => bench.associate(target, alias),
  UpdateDomainAssociation: (bench, target, alias) => bench.updateDomain(target, alias === undefined ? {} : { alias }),
};

const KIND = { domainAssociationNeedsDisabledSource: false };

for (const [operation, move] of Object.entries(operations)) {
  describe(`${operation} within an account`, () => {
    it("takes the alias from its distribution and gives it to the target, and nothing else changes", async () => {
      const bench = await pair(KIND);
      const before = await Promise.all([bench.config(bench.source.id), bench.config(bench.target.id)]);
      await move(bench, bench.target.id);
      await bench.settle();
      const after = await Promise.all([bench.config(bench.source.id), bench.config(bench.target.id)]);
      assert.deepEqual(after[0].config, { ...before[0].config, Aliases: aliasList("shop.example.com") });
      assert.deepEqual(after[1].config, { ...before[1].config, Aliases: aliasList("other.example.com", WWW) });
    });

    it("gives both a new version: the old ETags are stale, and both are InProgress", async () => {
      const bench = await pair(KIND);
      await move(bench, bench.target.id);
      for (const { id, etag } of [bench.source, bench.target]) {
        const { config } = await bench.config(id);
        await assert.rejects(bench.replace(id, config, etag), { name: "PreconditionFailed" });
        await bench.pass(bench.simulator.world.latencies.distributionReadLag);
        assert.equal(await bench.status(id), "InProgress");
      }
    });

    it("moves the only alias, a wildcard and the name at the top of a zone", async () => {
      const bench = await movesBench({ switches: KIND });
      const target = await bench.having();
      for (const alias of ["*.example.com", "example.com"]) {
        const source = await bench.having(alias);
        await move(bench, target.id, alias);
        assert.deepEqual(bench.aliasesOf(source.id), []);
      }
      assert.deepEqual(bench.aliasesOf(target.id), ["*.example.com", "example.com"]);
    });

    it("asks no DNS: the name may lead to the source until its target is Deployed", async () => {
      const bench = await pair(KIND);
      const { dns, world } = bench.simulator;
      const record = { name: WWW, type: "CNAME", ttl: 60, values: [bench.source.domainName] } as const;
      dns.setRecord("Z1", WWW, "CNAME", { ...record, values: [...record.values] }, world.clock.now());
      await move(bench, bench.target.id);
    });

    it("leaves everything as it was when it is refused", async () => {
      const bench = await pair(KIND);
      const bare = await bench.create();
      const before = bench.simulator.cloudfront.snapshot();
      await assert.rejects(move(bench, bare.id), NOT_COVERED);
      assert.deepEqual(bench.simulator.cloudfront.snapshot(), before);
    });

    it("is refused when the target's certificate does not cover the alias", async () => {
      const bench = await pair(KIND);
      const ViewerCertificate = acmCertificate(await bench.certificate(["example.com"]));
      const narrow = await bench.create({ ViewerCertificate });
      await assert.rejects(move(bench, narrow.id), NOT_COVERED);
      assert.deepEqual(bench.aliasesOf(bench.source.id), [WWW, "shop.example.com"]);
    });

    it("is refused when the target's certificate is over", async () => {
      const bench = await pair(KIND);
      const arn = await bench.certificate(["*.example.com"]);
      const { id } = await bench.create({ ViewerCertificate: acmCertificate(arn) });
      bench.simulator.acm.expire(arn);
      await assert.rejects(move(bench, id), NOT_COVERED);
    });

    it("is refused when the target has the alias already", async () => {
      const bench = await pair(KIND);
      await move(bench, bench.target.id);
      await assert.rejects(move(bench, bench.target.id), { name: "IllegalUpdate", message: /already associated/ });
    });

    it("is refused when nobody has the alias, or its distribution has just given it up", async () => {
      const bench = await pair(KIND);
      const nobody = { name: "InvalidArgument", message: /not associated with any distribution/ };
      await assert.rejects(move(bench, bench.target.id, "free.example.com"), nobody);
      await bench.update(bench.source.id, { Aliases: aliasList("shop.example.com") });
      await assert.rejects(move(bench, bench.target.id), nobody);
    });

    for (const alias of ["WWW.example.com", "w*.example.com", "localhost"]) {
      it(`is refused for what is no alias: ${alias}`, async () => {
        const bench = await pair(KIND);
        await assert.rejects(move(bench, bench.target.id, alias), { name: "InvalidArgument", message: /Alias/ });
      });
    }

    it("shows to readers of either side only after a while, to each at a moment of its own", async () => {
      const moments = new Set<string>();
      for (const seed of [1, 2, 3]) {
        const bench = await movesBench({ seed, switches: KIND });
        const source = await bench.having(WWW);
        const target = await bench.having();
        await bench.settle();
        await move(bench, target.id);
        moments.add(`${await Promise.all([source, target].map(({ id, etag }) => lagOf(bench, id, etag)))}`);
      }
      assert.ok(
        [...moments].some((each) => new Set(each.split(",")).size === 2),
        `${[...moments]}`,
      );
      assert.ok(![...moments].includes("0,0"));
    });
  });

  describe(`${operation} between accounts`, () => {
    async function foreign(alias: string, enabled: boolean) {
      const bench = await movesBench({ switches: KIND });
      const { account } = OTHER_ACCOUNT;
      const source = bench.simulator.cloudfront.createDirect({ account, aliases: [alias], enabled });
      const target = await bench.having();
      return { ...bench, source, target };
    }

    const names: [string, string][] = [
      [WWW, "_www.example.com"],
      ["example.com", "_.example.com"],
      ["*.example.com", "_*.example.com"],
    ];
    for (const [alias, name] of names) {
      it(`takes ${alias} from a disabled distribution when ${name} has the target's domain name as text`, async () => {
        const bench = await foreign(alias, false);
        bench.publishText(name, bench.target.domainName);
        await move(bench, bench.target.id, alias);
        assert.deepEqual([bench.aliasesOf(bench.source.id), bench.aliasesOf(bench.target.id)], [[], [alias]]);
      });
    }

    it("is refused without the text, or with that of another distribution", async () => {
      const bench = await foreign(WWW, false);
      await assert.rejects(move(bench, bench.target.id), NO_TEXT);
      bench.publishText("_www.example.com", bench.source.domainName);
      await bench.pass(60_000);
      await assert.rejects(move(bench, bench.target.id), NO_TEXT);
      assert.deepEqual(bench.aliasesOf(bench.source.id), [WWW]);
    });

    it("is refused while the source is enabled", async () => {
      const bench = await foreign(WWW, true);
      bench.publishText("_www.example.com", bench.target.domainName);
      await assert.rejects(move(bench, bench.target.id), SOURCE_ENABLED);
    });

    it("is refused first for the certificate, then for the text, then for the source", async () => {
      const bench = await foreign(WWW, true);
      const bare = await bench.create();
      await assert.rejects(move(bench, bare.id), NOT_COVERED);
      await assert.rejects(move(bench, bench.target.id), NO_TEXT);
    });
  });
}

async function lagOf(bench: MovesBench, id: string, etag: string): Promise<number> {
  const { clock } = bench.simulator.world;
  const start = clock.now();
  while ((await bench.config(id)).etag === etag) await bench.pass(100);
  return Math.round((clock.now() - start) / 1000);
}

describe("AssociateAlias", () => {
  it("needs a target of the caller's account", async () => {
    const bench = await pair();
    const foreign = bench.simulator.cloudfront.createDirect({ account: OTHER_ACCOUNT.account });
    await assert.rejects(bench.associate("E0000000000000"), { name: "NoSuchDistribution" });
    await assert.rejects(bench.associate(foreign.id), { name: "AccessDenied" });
  });

  it("fills a target up to 100 aliases", async () => {
    const bench = await pair();
    const many = Array.from({ length: 99 }, (_, index) => `n${index}.example.com`);
    const { id } = await bench.having(...many);
    await bench.associate(id);
    await assert.rejects(bench.associate(id, "shop.example.com"), { name: "TooManyDistributionCNAMEs" });
  });

  it("needs the permission to update distributions too", async () => {
    const bench = await pair();
    bench.simulator.accounts.deny("111111111111", "cloudfront:UpdateDistribution");
    await assert.rejects(bench.associate(bench.target.id), {
      name: "AccessDenied",
      message: /not authorized to perform: cloudfront:UpdateDistribution/,
    });
  });

  it("answers with nothing", async () => {
    const bench = await pair();
    const input = { TargetDistributionId: bench.target.id, Alias: WWW };
    const { $metadata, ...answer } = await bench.cloudFront.send(new AssociateAliasCommand(input));
    assert.deepEqual([$metadata.httpStatusCode, answer], [200, {}]);
  });
});

describe("UpdateDomainAssociation", () => {
  it("takes a domain only from a disabled distribution, unless the switch says otherwise", async () => {
    const bench = await pair();
    await assert.rejects(bench.updateDomain(bench.target.id), SOURCE_ENABLED);
    await bench.update(bench.source.id, { Enabled: false });
    await bench.updateDomain(bench.target.id);
  });

  it("answers with the domain, the target and its new ETag", async () => {
    const bench = await pair(KIND);
    const command = new UpdateDomainAssociationCommand({
      Domain: WWW,
      TargetResource: { DistributionId: bench.target.id },
    });
    const { $metadata, ETag = "", ...answer } = await bench.cloudFront.send(command);
    assert.deepEqual([$metadata.httpStatusCode, answer], [200, { Domain: WWW, ResourceId: bench.target.id }]);
    await bench.update(bench.target.id, { Comment: "next" }, ETag);
  });

  it("holds If-Match, where it is given, against the target", async () => {
    const bench = await pair(KIND);
    await assert.rejects(bench.updateDomain(bench.target.id, { ifMatch: bench.source.etag }), {
      name: "InvalidIfMatchVersion",
    });
    const etag = await bench.update(bench.target.id, { Comment: "newer" });
    await assert.rejects(bench.updateDomain(bench.target.id, { ifMatch: bench.target.etag }), {
      name: "PreconditionFailed",
    });
    await bench.updateDomain(bench.target.id, { ifMatch: etag });
  });

  it("names its target by one id, which exists in the caller's account", async () => {
    const bench = await pair(KIND);
    const foreign = bench.simulator.cloudfront.createDirect({ account: OTHER_ACCOUNT.account });
    await assert.rejects(bench.updateDomain("E0000000000000"), { name: "EntityNotFound" });
    await assert.rejects(bench.updateDomain(foreign.id), { name: "EntityNotFound" });
    const to = (TargetResource: object) =>
      bench.cloudFront.send(new UpdateDomainAssociationCommand({ Domain: WWW, TargetResource }));
    await assert.rejects(to({}), { name: "InvalidArgument" });
    await assert.rejects(to({ DistributionId: bench.target.id, DistributionTenantId: "dt_1" }), {
      name: "InvalidArgument",
    });
  });

  it("knows no tenants, and says so", async () => {
    const bench = await pair(KIND);
    const command = new UpdateDomainAssociationCommand({
      Domain: WWW,
      TargetResource: { DistributionTenantId: "dt_1" },
    });
    await assert.rejects(bench.cloudFront.send(command), {
      name: "NotImplemented",
      message: /no distribution tenants/,
    });
  });

  it("has no error of its own for the 101st alias", async () => {
    const bench = await pair(KIND);
    const many = Array.from({ length: 100 }, (_, index) => `n${index}.example.com`);
    const { id } = await bench.having(...many);
    await assert.rejects(bench.updateDomain(id), { name: "IllegalUpdate", message: /more CNAMEs than are allowed/ });
  });
});
