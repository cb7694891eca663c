import assert from "node:assert/strict";
import { ACMClient, ListCertificatesCommand } from "@aws-sdk/client-acm";
import { describe, it } from "mocha";
import { ACCOUNT, controlBench } from "./control/bench";

const bench = controlBench();

describe("what happens without a call", () => {
  it("a fault hits the next calls of an operation, as many as asked for", async () => {
    await bench.post("/faults", { kind: "throttle", operation: "ListCertificates", count: 2 });
    const acm = new ACMClient(bench.sdk());
    const list = () => acm.send(new ListCertificatesCommand({}));
    await assert.rejects(list(), { name: "ThrottlingException" });
    await assert.rejects(list(), { name: "ThrottlingException" });
    await list();
  });

  it("a name server, a zone or the resolver can fail", async () => {
    await bench.post("/zones", { name: bench.domain });
    for (const nameServer of [bench.domain, "public"]) {
      await bench.post("/faults", { nameServer, fault: "SERVFAIL" });
      await assert.rejects(bench.resolver.resolveSoa(bench.domain), { code: "ESERVFAIL" });
      await bench.post("/faults", { nameServer, fault: null });
      await bench.resolver.resolveSoa(bench.domain);
    }
  });

  it("a certificate fails", async () => {
    const arn = await bench.requested(bench.domain);
    await bench.post("/certificates", { arn, event: "fail", reason: "CAA_ERROR" });
    const certificate = (await bench.world()).certificates.find((each) => each.arn === arn);
    assert.deepEqual([certificate?.status, certificate?.failureReason], ["FAILED", "CAA_ERROR"]);
  });

  it("a certificate is deleted, unless something uses it", async () => {
    const arn = await bench.requested(bench.domain);
    await bench.post("/certificates", { arn, event: "use" });
    const { status, body } = await bench.send("POST", "/certificates", { arn, event: "delete" });
    const error = `ResourceInUseException: Certificate ${arn} in account ${ACCOUNT} is in use.`;
    assert.deepEqual([status, body], [400, { error }]);
    await bench.post("/certificates", { arn, event: "release" });
    await bench.post("/certificates", { arn, event: "delete" });
    assert.ok((await bench.world()).certificates.every((each) => each.arn !== arn));
  });

  it("somebody proves that a wildcard is theirs", async () => {
    await bench.post("/zones", { name: bench.domain });
    await bench.post("/records", { name: `_*.${bench.domain}`, type: "TXT", values: ['"d1.cloudfront.net"'] });
    assert.deepEqual(await bench.resolver.resolveTxt(`_*.${bench.domain}`), [["d1.cloudfront.net"]]);
  });

  it("somebody edits a distribution", async () => {
    const { id, etag } = await bench.post<{ id: string; etag: string }>("/distributions", { comment: "before" });
    const edit = {
      id,
      comment: "after",
      enabled: false,
      originDomainName: `origin.${bench.domain}`,
      certificateArn: null,
    };
    const edited = await bench.post<{ etag: string }>("/distributions", edit);
    const found = (await bench.world()).distributions.find((each) => each.id === id);
    assert.deepEqual([found?.comment, found?.enabled, found?.etag], ["after", false, edited.etag]);
    assert.notEqual(edited.etag, etag);
  });

  it("certificates and distributions get and lose tags", async () => {
    const certificate = await bench.requested(bench.domain);
    const { id, arn } = await bench.post<{ id: string; arn: string }>("/distributions", { tags: { a: "1", b: "2" } });
    for (const each of [certificate, arn]) {
      await bench.post("/tags", { arn: each, tags: { c: "3" } });
      await bench.post("/tags", { arn: each, remove: ["a"] });
    }
    const { certificates, distributions } = await bench.world();
    assert.deepEqual(distributions.find((each) => each.id === id)?.tags, { b: "2", c: "3" });
    assert.deepEqual(certificates.find((each) => each.arn === certificate)?.tags, [{ key: "c", value: "3" }]);
  });

  it("another account owns an alias", async () => {
    const { id } = await bench.post<{ id: string }>("/alias-owner", { alias: bench.domain });
    const owner = (await bench.world()).distributions.find((each) => each.id === id);
    assert.deepEqual([owner?.account, owner?.aliases], ["999999999999", [bench.domain]]);
  });

  it("a bucket lets a distribution read", async () => {
    const { arn } = await bench.post<{ arn: string }>("/distributions", {});
    await bench.post("/buckets", { name: `bucket.${bench.domain}` });
    await bench.post("/buckets", { name: bench.domain, region: "eu-west-1", allow: [arn], objects: ["index.html"] });
    const { buckets } = await bench.world();
    assert.deepEqual(buckets, [
      { name: `bucket.${bench.domain}`, region: "us-east-1", allow: [] },
      { name: bench.domain, region: "eu-west-1", allow: [arn], objects: ["index.html"] },
    ]);
  });

  it("IAM denies an operation, and allows it again", async () => {
    const acm = new ACMClient(bench.sdk());
    await bench.post("/deny", { action: "acm:ListCertificates" });
    await assert.rejects(acm.send(new ListCertificatesCommand({})), { name: "AccessDeniedException" });
    await bench.post("/deny", { action: "acm:ListCertificates", allow: true });
    await acm.send(new ListCertificatesCommand({}));
  });

  it("latencies, switches and quotas change while it runs", async () => {
    await bench.post("/latency", { issuance: 77, resolverNegativeCache: 0 });
    await bench.post("/switches", { caaServfail: "pass" });
    await bench.post("/quotas", { namesPerCertificate: 3, distributions: 7 });
    const { world: live, acm, cloudfront } = bench.running.simulator;
    assert.deepEqual([live.latencies.issuance, live.switches.caaServfail], [77, "pass"]);
    assert.deepEqual([acm.quotas.namesPerCertificate, cloudfront.quotas.distributions], [3, 7]);
  });
});
