import assert from "node:assert/strict";
import { holds, layOver } from "../../provider/core/overlay";
import { createdWorld, known, services } from "./created-world";

describe("a created distribution, by the adapter", () => {
  for (const service of Object.values(services)) {
    it(`of type ${service.type} holds the settings, in the answer and in later reads`, async () => {
      const { create, distributions, wanted } = await createdWorld();
      const created = await create(service);
      assert.equal(holds(created.settings, wanted(service)), true, JSON.stringify(created.settings));
      assert.deepEqual(known(await distributions.get(created.id)), created);
      assert.deepEqual([created.enabled, created.deployed, created.aliases], [true, false, []]);
    });
  }

  it("has settings of the program in every spelling that CloudFront reads as the same", async () => {
    const { create, wanted } = await createdWorld();
    const settings = {
      IsIPV6Enabled: "false",
      Origins: {
        Items: [
          { Id: "origin", ConnectionAttempts: "2", CustomHeaders: { Items: [{ HeaderName: "x", HeaderValue: "1" }] } },
          { ...(wanted(services.api)["Origins"] as { Items: [object] }).Items[0], Id: "second" },
        ],
      },
      CustomErrorResponses: { Items: [{ ErrorCode: "503", ResponsePagePath: "/busy", ResponseCode: 503 }] },
      CacheBehaviors: { Quantity: 0 },
    };
    const service = { ...services.web, settings };
    const created = await create(service);
    assert.equal(holds(created.settings, wanted(service)), true, JSON.stringify(created.settings));
    assert.equal(created.ipv6, false);
  });

  it("is the only one of its CallerReference: a second try learns its id, also when it is gone", async () => {
    const { create, distributions, wanted, settle } = await createdWorld();
    const { id } = await create({ ...services.api, settings: { Enabled: false } });
    const again = () => distributions.create(wanted(services.api), {});
    assert.deepEqual(await again(), { kind: "ok", value: { kind: "exists", id } });
    await settle();
    const { etag } = known(await distributions.get(id));
    assert.deepEqual(await distributions.delete(id, etag), { kind: "ok", value: null });
    assert.deepEqual(await again(), { kind: "ok", value: { kind: "exists", id } });
    assert.notEqual((await create(services.api, 2)).id, id);
  });

  it("is made once when the answer is lost, and found by its CallerReference", async () => {
    const { distributions, simulator, wanted } = await createdWorld();
    simulator.faults.inject({ kind: "lost", operation: "CreateDistributionWithTags" });
    const lost = await distributions.create(wanted(services.web), {});
    assert.deepEqual(lost.kind === "failed" && lost.trouble.reason, "UNAVAILABLE");
    const [listed, ...others] = known(await distributions.list());
    assert.deepEqual(others, []);
    assert.deepEqual(known(await distributions.create(wanted(services.web), {})), { kind: "exists", id: listed?.id });
  });

  it("refuses a setting that CloudFront's API does not have, before anything is sent", async () => {
    const { distributions, simulator, wanted } = await createdWorld();
    const misspelt = { ...services.web, settings: { DefaultCacheBehavior: { compress: true } } };
    const before = simulator.history.entries().length;
    const reply = await distributions.create(wanted(misspelt), {});
    assert.deepEqual(reply.kind === "failed" && [reply.trouble.reason, reply.trouble.code, reply.trouble.message], [
      "REFUSED",
      "InvalidSettings",
      "DefaultCacheBehavior.compress: CloudFront's API has no such member",
    ]);
    assert.equal(simulator.history.entries().length, before);
  });

  it("comes through as refused with AWS's code when CloudFront does not take it", async () => {
    const { distributions, wanted } = await createdWorld();
    const service = { ...services.web, settings: { DefaultCacheBehavior: { CachePolicyId: "none" } } };
    const reply = await distributions.create(wanted(service), {});
    assert.deepEqual(reply.kind === "failed" && [reply.trouble.reason, reply.trouble.operation, reply.trouble.code], [
      "REFUSED",
      "cloudfront:CreateDistribution",
      "NoSuchCachePolicy",
    ]);
  });
});

describe("the settings of a created distribution", () => {
  for (const from of Object.values(services)) {
    for (const to of Object.values(services)) {
      if (from === to) continue;
      it(`become those of ${to.type} from those of ${from.type}, in one write`, async () => {
        const { create, distributions, wanted } = await createdWorld();
        const { id, etag, settings } = await create(from);
        assert.equal(holds(settings, wanted(to)), false);
        const configured = known(await distributions.configure(id, etag, layOver(settings, wanted(to))));
        assert.equal(holds(configured.settings, wanted(to)), true, JSON.stringify(configured.settings));
        assert.deepEqual(known(await distributions.get(id)), configured);
        assert.notEqual(configured.etag, etag);
      });
    }
  }

  it("are not written over what somebody else wrote in between", async () => {
    const { create, distributions, wanted } = await createdWorld();
    const { id, etag, settings } = await create(services.web);
    const write = () => distributions.configure(id, etag, layOver(settings, wanted(services.api)));
    assert.equal((await write()).kind, "ok");
    const second = await write();
    assert.deepEqual(second.kind === "failed" && second.trouble.code, "PreconditionFailed");
  });
});

describe("the end of a created distribution", () => {
  it("is refused while it is enabled, and while it is being disabled", async () => {
    const { create, distributions, settle } = await createdWorld();
    const { id, etag, config, viewerCertificate } = await create(services.web);
    await settle();
    const refusal = async (version: string) => {
      const reply = await distributions.delete(id, version);
      return reply.kind === "failed" ? [reply.trouble.reason, reply.trouble.code] : [reply.kind];
    };
    assert.deepEqual(await refusal(etag), ["REFUSED", "DistributionNotDisabled"]);
    const change = { aliases: [], viewerCertificate, enabled: false };
    const disabled = known(await distributions.update(id, etag, config, change));
    assert.deepEqual(await refusal(disabled.etag), ["REFUSED", "DistributionNotDisabled"]);
    assert.deepEqual(await refusal(etag), ["REFUSED", "PreconditionFailed"]);
    await settle();
    assert.deepEqual(await refusal(disabled.etag), ["ok"]);
    assert.deepEqual(await refusal(disabled.etag), ["absent"]);
  });
});
