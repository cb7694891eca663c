import assert from "node:assert/strict";
import type { CertificateDetail } from "@aws-sdk/client-acm";
import { describe, it } from "mocha";
import { acmBench, zoneServer } from "./acm/bench";
import { day, hour, minute, second } from "./defaults";

const recordNames = (detail: CertificateDetail) =>
  (detail.DomainValidationOptions ?? []).map(({ ResourceRecord }) => ResourceRecord?.Name);

describe("DescribeCertificate after a request", () => {
  it("knows nothing, then no domains, then some records, then all", async () => {
    const { simulator, request, describe, pass } = acmBench({ latencies: { call: 0 } });
    const arn = await request(["example.com", "a.example.com", "b.example.com"]);
    await assert.rejects(describe(arn), { name: "ResourceNotFoundException" });
    await pass(3 * second);
    assert.equal((await describe(arn)).DomainValidationOptions, undefined);
    await pass(3 * second);
    assert.equal(recordNames(await describe(arn)).filter(Boolean).length, 1);
    await pass(3 * second);
    assert.equal(recordNames(await describe(arn)).filter(Boolean).length, 2);
    await pass(3 * second);
    assert.equal(recordNames(await describe(arn)).filter(Boolean).length, 3);
    assert.equal(simulator.history.count(), 6);
  });

  it("gives a name and its wildcard one record, other names theirs, and every request of the account the same", async () => {
    const { request, describe, pass } = acmBench();
    const first = await request(["example.com", "*.example.com", "www.example.com"]);
    const second = await request(["www.example.com", "example.com"]);
    await pass(minute);
    const [apex, wildcard, www] = recordNames(await describe(first));
    assert.match(apex ?? "", /^_[0-9a-f]{32}\.example\.com\.$/);
    assert.equal(wildcard, apex);
    assert.notEqual(www, apex);
    assert.deepEqual(recordNames(await describe(second)), [www, apex]);
  });

  it("spells RSA keys with a hyphen and leaves out what only an issued certificate has", async () => {
    const { request, describe, pass } = acmBench();
    const arn = await request(["example.com"]);
    await pass(minute);
    const detail = await describe(arn);
    assert.equal(detail.KeyAlgorithm, "RSA-2048");
    for (const member of ["Serial", "IssuedAt", "NotBefore", "NotAfter", "FailureReason"] as const) {
      assert.equal(detail[member], undefined);
    }
  });

  for (const spelling of ["EC_prime256v1", "EC-prime256v1"] as const) {
    it(`spells EC keys ${spelling} where switched so`, async () => {
      const { request, describe, pass } = acmBench({ switches: { ecKeyAlgorithmSpelling: spelling } });
      const arn = await request(["example.com"], { KeyAlgorithm: "EC_prime256v1" });
      await pass(minute);
      assert.equal((await describe(arn)).KeyAlgorithm, spelling);
    });
  }
});

describe("validation", () => {
  it("issues a certificate of 198 days once the records are found, and not before", async () => {
    const { request, describe, publish, pass } = acmBench();
    const arn = await request(["example.com", "*.example.com"]);
    await pass(10 * minute);
    assert.equal((await describe(arn)).Status, "PENDING_VALIDATION");
    publish(arn);
    await pass(10 * minute);
    const detail = await describe(arn);
    assert.equal(detail.Status, "ISSUED");
    assert.deepEqual(
      detail.DomainValidationOptions?.map(({ ValidationStatus }) => ValidationStatus),
      ["SUCCESS", "SUCCESS"],
    );
    assert.match(detail.Serial ?? "", /^([0-9a-f]{2}:){15}[0-9a-f]{2}$/);
    assert.equal(Number(detail.NotAfter) - Number(detail.NotBefore), 198 * day - second);
  });

  it("says SUCCESS for all domains before the certificate is ISSUED", async () => {
    const { request, describe, publish, pass } = acmBench();
    const arn = await request(["example.com"]);
    publish(arn);
    await pass(31 * second);
    const detail = await describe(arn);
    assert.equal(detail.DomainValidationOptions?.[0]?.ValidationStatus, "SUCCESS");
    assert.equal(detail.Status, "PENDING_VALIDATION");
  });

  it("shows which domain it waits for", async () => {
    const { simulator, request, describe, publish, pass } = acmBench();
    const apex = await request(["example.com"]);
    const both = await request(["example.com", "www.example.com"]);
    publish(apex);
    await pass(2 * minute);
    const statuses = (await describe(both)).DomainValidationOptions?.map(({ ValidationStatus }) => ValidationStatus);
    assert.deepEqual(statuses, ["SUCCESS", "PENDING_VALIDATION"]);
    assert.equal(simulator.acm.certificate(both)?.issuedAt, undefined);
  });

  it("looks less and less often, down to the longest pause", async () => {
    const looks = async (readEvery: number) => {
      const { simulator, request, pass, describe } = acmBench();
      const instants: number[] = [];
      const { dns, clock } = simulator.world;
      const resolve = dns.resolve;
      dns.resolve = (...question) => {
        instants.push(clock.now() - Date.UTC(2026, 9, 1, 9, 30) - 75);
        return resolve(...question);
      };
      const arn = await request(["example.com"]);
      for (let passed = 0; passed < 6 * hour; passed += readEvery) {
        await pass(readEvery);
        await describe(arn);
      }
      return instants.map((instant) => instant / second);
    };
    const seldom = await looks(3 * hour);
    assert.deepEqual(seldom.slice(0, 5), [30, 90, 180, 315, 517.5]);
    assert.equal((seldom.at(-1) ?? 0) - (seldom.at(-2) ?? 0), 1800);
    // Whoever reads, and when, changes nothing about what happens.
    assert.deepEqual((await looks(10 * minute)).slice(0, seldom.length), seldom);
  });

  it("lets time go on though there is none between two looks", async () => {
    const { request, publish, describe, pass } = acmBench({
      latencies: { validationRecheck: 0, validationFirstCheck: 0, issuance: 0, call: 0 },
    });
    const arn = await request(["example.com"]);
    await pass(minute);
    publish(arn);
    await pass(minute + second);
    assert.equal((await describe(arn)).Status, "ISSUED");
  });

  it("sees a record that was there at one of its looks, though nobody asked for the certificate then", async () => {
    const { simulator, request, describe, publish, pass } = acmBench();
    const arn = await request(["example.com"]);
    publish(arn);
    await pass(40 * second);
    const { name } = simulator.acm.snapshot()[0]?.records[0] ?? { name: "" };
    simulator.dns.setRecord("Z1", name, "CNAME", null, simulator.world.clock.now());
    await pass(day);
    assert.equal((await describe(arn)).Status, "ISSUED");
  });

  it("misses a record that came and went between two looks", async () => {
    const { simulator, request, describe, publish, pass } = acmBench();
    const arn = await request(["example.com"]);
    await pass(31 * second);
    publish(arn);
    await pass(20 * second);
    const { name } = simulator.acm.snapshot()[0]?.records[0] ?? { name: "" };
    simulator.dns.setRecord("Z1", name, "CNAME", null, simulator.world.clock.now());
    await pass(day);
    assert.equal((await describe(arn)).Status, "PENDING_VALIDATION");
  });

  it("times out after 72 hours and says for which domains", async () => {
    const { request, describe, publish, pass } = acmBench();
    const arn = await request(["example.com"]);
    await pass(72 * hour - minute);
    assert.equal((await describe(arn)).Status, "PENDING_VALIDATION");
    await pass(minute);
    const detail = await describe(arn);
    assert.equal(detail.Status, "VALIDATION_TIMED_OUT");
    assert.equal(detail.DomainValidationOptions?.[0]?.ValidationStatus, "FAILED");
    publish(arn);
    await pass(day);
    assert.equal((await describe(arn)).Status, "VALIDATION_TIMED_OUT");
  });

  it("does not time out once all domains are proved", async () => {
    const { request, describe, publish, pass } = acmBench({ latencies: { issuance: 2 * hour } });
    const arn = await request(["example.com"]);
    await pass(71 * hour);
    publish(arn);
    await pass(hour);
    assert.equal((await describe(arn)).Status, "PENDING_VALIDATION");
    await pass(2 * hour);
    assert.equal((await describe(arn)).Status, "ISSUED");
  });

  it("takes at most five CNAMEs in a chain", async () => {
    for (const [hops, status] of [
      [5, "ISSUED"],
      [6, "PENDING_VALIDATION"],
    ] as const) {
      const { simulator, request, describe, pass } = acmBench();
      const arn = await request(["example.com"]);
      const record = simulator.acm.snapshot()[0]?.records[0] ?? { name: "", value: "" };
      const names = [record.name, ...Array.from({ length: hops - 1 }, (_, index) => `hop${index}.example.com`)];
      for (const [index, name] of names.entries()) {
        const values = [names[index + 1] ?? record.value];
        simulator.dns.setRecord(
          "Z1",
          name,
          "CNAME",
          { name, type: "CNAME", ttl: 60, values },
          simulator.world.clock.now(),
        );
      }
      await pass(hour);
      assert.equal((await describe(arn)).Status, status, `${hops} CNAMEs`);
    }
  });

  it("takes a value without its leading underscore, and no other", async () => {
    for (const [change, status] of [
      [(value: string) => value.slice(1), "ISSUED"],
      [(value: string) => `x${value}`, "PENDING_VALIDATION"],
    ] as const) {
      const { simulator, request, describe, pass } = acmBench();
      const arn = await request(["example.com"]);
      const { name, value } = simulator.acm.snapshot()[0]?.records[0] ?? { name: "", value: "" };
      const set = { name, type: "CNAME" as const, ttl: 60, values: [change(value)] };
      simulator.dns.setRecord("Z1", name, "CNAME", set, simulator.world.clock.now());
      await pass(hour);
      assert.equal((await describe(arn)).Status, status);
    }
  });

  it("does not see a zone that nobody delegates to", async () => {
    const { simulator, request, describe, publish, pass } = acmBench();
    simulator.dns.delegate("example.com", []);
    const arn = await request(["example.com"]);
    publish(arn);
    await pass(day);
    assert.equal((await describe(arn)).Status, "PENDING_VALIDATION");
  });

  it("fails names that cannot be public, and says which", async () => {
    const { request, describe, pass } = acmBench();
    const arn = await request(["example.com", "shop.invalid"]);
    await pass(hour);
    const detail = await describe(arn);
    assert.equal(detail.Status, "FAILED");
    assert.equal(detail.FailureReason, "INVALID_PUBLIC_DOMAIN");
    assert.deepEqual(
      detail.DomainValidationOptions?.map(({ ValidationStatus }) => ValidationStatus),
      ["PENDING_VALIDATION", "FAILED"],
    );
  });

  it("by e-mail waits for people until it times out", async () => {
    const { request, describe, publish, pass } = acmBench();
    const arn = await request(["example.com"], { ValidationMethod: "EMAIL" });
    publish(arn);
    await pass(day);
    const detail = await describe(arn);
    assert.equal(detail.Status, "PENDING_VALIDATION");
    assert.equal(detail.DomainValidationOptions?.[0]?.ResourceRecord, undefined);
  });

  it("waits while the zone's server does not answer", async () => {
    const { simulator, request, describe, publish, pass } = acmBench();
    const arn = await request(["example.com"]);
    publish(arn);
    simulator.dns.setServerFault(zoneServer, "SERVFAIL");
    await pass(hour);
    assert.equal((await describe(arn)).Status, "PENDING_VALIDATION");
    simulator.dns.setServerFault(zoneServer, null);
    await pass(hour);
    assert.equal((await describe(arn)).Status, "ISSUED");
  });
});
