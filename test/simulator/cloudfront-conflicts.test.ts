import assert from "node:assert/strict";
import { ListConflictingAliasesCommand, ListDomainConflictsCommand } from "@aws-sdk/client-cloudfront";
import { describe, it } from "mocha";
import { type Created, OTHER_ACCOUNT } from "./cloudfront/bench";
import { type MovesBench, movesBench, WWW } from "./cloudfront/moves-bench";

const STRANGER = "999999999999";
const MINUTE = 60_000;

interface Conflict {
  alias: string | undefined;
  id: string | undefined;
  account: string | undefined;
}
interface Page {
  conflicts: Conflict[];
  next: string | undefined;
}
type List = (
  bench: MovesBench,
  asker: string,
  alias: string,
  page?: { marker?: string; size?: number },
) => Promise<Page>;

const operations: { [operation: string]: List } = {
  ListConflictingAliases: async ({ cloudFront }, DistributionId, Alias, { marker, size } = {}) => {
    const input = { DistributionId, Alias, Marker: marker, MaxItems: size };
    const { ConflictingAliasesList: list } = await cloudFront.send(new ListConflictingAliasesCommand(input));
    const conflicts = (list?.Items ?? []).map((each) => ({
      alias: each.Alias,
      id: each.DistributionId,
      account: each.AccountId,
    }));
    assert.deepEqual([list?.Quantity, list?.MaxItems], [conflicts.length, size ?? 100]);
    return { conflicts, next: list?.NextMarker };
  },
  ListDomainConflicts: async ({ cloudFront }, DistributionId, Domain, { marker, size } = {}) => {
    const input = { Domain, DomainControlValidationResource: { DistributionId }, Marker: marker, MaxItems: size };
    const { DomainConflicts = [], NextMarker } = await cloudFront.send(new ListDomainConflictsCommand(input));
    assert.ok(DomainConflicts.every(({ ResourceType }) => ResourceType === "distribution"));
    const conflicts = DomainConflicts.map(({ Domain: alias, ResourceId: id, AccountId: account }) => ({
      alias,
      id,
      account,
    }));
    return { conflicts, next: NextMarker };
  },
};

const NOT_FOUND: { [operation: string]: string } = {
  ListConflictingAliases: "NoSuchDistribution",
  ListDomainConflicts: "EntityNotFound",
};

/** Made a while ago, so that all of CloudFront knows it. */
async function askerOf(bench: MovesBench, ...aliases: string[]): Promise<Created> {
  const asker = await bench.having(...aliases);
  await bench.pass(MINUTE + bench.simulator.world.latencies.distributionReadLag);
  return asker;
}

for (const [operation, list] of Object.entries(operations)) {
  const aliases = async (bench: MovesBench, asker: string, alias: string) =>
    (await list(bench, asker, alias)).conflicts.map((each) => each.alias);

  describe(operation, () => {
    it("names who holds the alias, of any account, by the second half of ids", async () => {
      const bench = await movesBench();
      const asker = await askerOf(bench);
      const { id } = bench.simulator.cloudfront.addForeignOwner(WWW, STRANGER);
      const { conflicts } = await list(bench, asker.id, WWW);
      assert.deepEqual(conflicts, [{ alias: WWW, id: `*******${id.slice(7)}`, account: "******999999" }]);
    });

    it("lists the asking distribution's own alias too, masked like the others", async () => {
      const bench = await movesBench();
      const { id } = await bench.having(WWW);
      await bench.settle();
      const { conflicts } = await list(bench, id, WWW);
      assert.deepEqual(conflicts, [{ alias: WWW, id: `*******${id.slice(7)}`, account: "******111111" }]);
    });

    it("lists nothing for a name that nobody has", async () => {
      const bench = await movesBench();
      const { id } = await askerOf(bench, "other.example.com");
      assert.deepEqual(await list(bench, id, WWW), { conflicts: [], next: undefined });
    });

    const held = ["*.example.com", "*.sub.example.com", "a.sub.example.com", "example.com", "shop.example.com", WWW];
    const scopes: [string, string[]][] = [
      [WWW, ["*.example.com", WWW]],
      ["new.example.com", ["*.example.com"]],
      ["example.com", ["example.com"]],
      ["*.example.com", held.filter((each) => each !== "example.com")],
    ];
    for (const [asked, found] of scopes) {
      it(`lists for ${asked}: ${found.join(", ")}`, async () => {
        const bench = await movesBench();
        const { cloudfront } = bench.simulator;
        for (const alias of held) cloudfront.createDirect({ account: OTHER_ACCOUNT.account, aliases: [alias] });
        cloudfront.createDirect({ account: OTHER_ACCOUNT.account, aliases: ["www.notexample.com"] });
        const asker = await askerOf(bench);
        assert.deepEqual(await aliases(bench, asker.id, asked), found);
      });
    }

    it("lists holders that are disabled, and none that is deleted or has given the alias up", async () => {
      const bench = await movesBench();
      const asker = await askerOf(bench);
      const holder = await bench.having(WWW);
      await bench.update(holder.id, { Enabled: false });
      await bench.settle();
      assert.deepEqual(await aliases(bench, asker.id, WWW), [WWW]);
      await bench.delete(holder.id);
      await bench.settle();
      assert.deepEqual(await aliases(bench, asker.id, WWW), []);
      const next = await bench.having(WWW);
      await bench.settle();
      await bench.associate(asker.id);
      await bench.settle();
      const { conflicts } = await list(bench, next.id, WWW);
      assert.deepEqual(
        conflicts.map(({ id }) => id),
        [`*******${asker.id.slice(7)}`],
      );
    });

    it("shows a write only after a while, as reads do", async () => {
      const bench = await movesBench({ latencies: { call: 0 } });
      const asker = await askerOf(bench);
      await bench.having(WWW);
      assert.deepEqual(await aliases(bench, asker.id, WWW), []);
      await bench.pass(bench.simulator.world.latencies.distributionReadLag);
      assert.deepEqual(await aliases(bench, asker.id, WWW), [WWW]);
    });

    it("shows the state of a minute ago to a stale read", async () => {
      const bench = await movesBench();
      const { id } = await askerOf(bench);
      await bench.update(id, bench.withAliases(WWW));
      await bench.pass(bench.simulator.world.latencies.distributionReadLag);
      bench.simulator.faults.inject({ kind: "stale", operation });
      assert.deepEqual(await aliases(bench, id, WWW), []);
      assert.deepEqual(await aliases(bench, id, WWW), [WWW]);
    });

    it("asks by a distribution that may be disabled and have no alias, but has a certificate for it", async () => {
      const bench = await movesBench();
      const asker = await askerOf(bench);
      await bench.update(asker.id, { Enabled: false });
      assert.deepEqual(await aliases(bench, asker.id, WWW), []);
      const bare = await bench.create();
      await bench.settle();
      await assert.rejects(list(bench, bare.id, WWW), { name: "InvalidArgument", message: /certificate that covers/ });
      await assert.rejects(list(bench, asker.id, "a.b.example.com"), { name: "InvalidArgument" });
    });

    it("knows a new distribution, and a new certificate of one, only after a while, as reads do", async () => {
      const bench = await movesBench({ latencies: { call: 0 } });
      const { distributionReadLag } = bench.simulator.world.latencies;
      const bare = await bench.create();
      await assert.rejects(list(bench, bare.id, WWW), { name: NOT_FOUND[operation] });
      await bench.pass(distributionReadLag);
      await assert.rejects(list(bench, bare.id, WWW), { name: "InvalidArgument" });
      await bench.update(bare.id, bench.withAliases());
      await assert.rejects(list(bench, bare.id, WWW), { name: "InvalidArgument", message: /certificate that covers/ });
      await bench.pass(distributionReadLag);
      assert.deepEqual(await aliases(bench, bare.id, WWW), []);
      bench.simulator.faults.inject({ kind: "stale", operation });
      await assert.rejects(list(bench, bare.id, WWW), { name: NOT_FOUND[operation] });
    });

    it("asks by a distribution of the caller's account", async () => {
      const bench = await movesBench();
      const foreign = bench.simulator.cloudfront.createDirect({ account: OTHER_ACCOUNT.account });
      for (const id of [foreign.id, "E0000000000000"]) {
        await assert.rejects(list(bench, id, WWW), { name: NOT_FOUND[operation] });
      }
    });

    it("refuses what is no alias", async () => {
      const bench = await movesBench();
      const { id } = await askerOf(bench);
      await assert.rejects(list(bench, id, "w*.example.com"), { name: "InvalidArgument" });
    });

    it("gives pages that follow each other without gap, of at most 100", async () => {
      const bench = await movesBench();
      const { cloudfront } = bench.simulator;
      const many = Array.from({ length: 5 }, (_, index) => `n${index}.example.com`);
      for (const alias of many) cloudfront.createDirect({ account: OTHER_ACCOUNT.account, aliases: [alias] });
      const { id } = await askerOf(bench);
      const found: (string | undefined)[] = [];
      let marker: string | undefined;
      let pages = 0;
      do {
        const page = await list(bench, id, "*.example.com", { size: 2, ...(marker === undefined ? {} : { marker }) });
        found.push(...page.conflicts.map(({ alias }) => alias));
        marker = page.next;
        pages += 1;
      } while (marker !== undefined);
      assert.deepEqual([pages, found], [3, many]);
      for (const page of [{ size: 101 }, { size: 0 }, { marker: "nowhere" }]) {
        await assert.rejects(list(bench, id, "*.example.com", page), { name: "InvalidArgument" });
      }
    });

    it("needs the permission to read distributions too", async () => {
      const bench = await movesBench();
      const { id } = await askerOf(bench);
      bench.simulator.accounts.deny("111111111111", "cloudfront:GetDistribution");
      await assert.rejects(list(bench, id, WWW), { name: "AccessDenied", message: /cloudfront:GetDistribution/ });
    });
  });
}

describe("ListDomainConflicts", () => {
  it("knows no tenants, and says so", async () => {
    const bench = await movesBench();
    const command = new ListDomainConflictsCommand({
      Domain: WWW,
      DomainControlValidationResource: { DistributionTenantId: "dt_1" },
    });
    await assert.rejects(bench.cloudFront.send(command), {
      name: "NotImplemented",
      message: /no distribution tenants/,
    });
  });
});
