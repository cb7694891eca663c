import assert from "node:assert/strict";
import { createDns } from "../../provider/dns/dns";
import type { DnsTransport } from "../../provider/dns/transport";
import { RESOLVER_ADDRESS } from "../simulator/dns/in-process";
import { dnsWorld } from "./world";

describe("the zone of a name", () => {
  it("is the delegated one that holds it", async () => {
    const { dns, delegatedZone } = dnsWorld();
    delegatedZone("example.com", ["ns1.provider.net", "ns2.provider.net"]);
    const zone = { kind: "ok", value: { zone: "example.com", nameServers: ["ns1.provider.net", "ns2.provider.net"] } };
    for (const name of ["example.com", "www.example.com", "*.example.com", "_a1b2.deep.www.example.com"]) {
      assert.deepEqual(await dns.zoneOf(name), zone, name);
    }
  });

  it("is the delegated child's below a delegation", async () => {
    const { dns, delegatedZone } = dnsWorld();
    delegatedZone("example.com", ["ns1.provider.net"]);
    delegatedZone("shop.example.com", ["ns1.other.net"]);
    const zone = { kind: "ok", value: { zone: "shop.example.com", nameServers: ["ns1.other.net"] } };
    for (const name of ["shop.example.com", "a.shop.example.com", "*.shop.example.com"]) {
      assert.deepEqual(await dns.zoneOf(name), zone, name);
    }
    const above = await dns.zoneOf("workshop.example.com");
    assert.equal(above.kind === "ok" && above.value.zone, "example.com");
  });

  it("is the child's, too, when the same server holds parent and child", async () => {
    const { dns, delegatedZone } = dnsWorld();
    delegatedZone("example.com", ["ns1.provider.net"]);
    delegatedZone("shop.example.com", ["ns1.provider.net"]);
    assert.deepEqual(await dns.zoneOf("a.shop.example.com"), {
      kind: "ok",
      value: { zone: "shop.example.com", nameServers: ["ns1.provider.net"] },
    });
  });

  it("of an alias is the one that holds the alias, not its target's", async () => {
    const { dns, delegatedZone, publish } = dnsWorld();
    const zone = delegatedZone("example.com", ["ns1.provider.net"]);
    delegatedZone("example.org", ["ns1.other.net"]);
    publish(zone, "www.example.com", "CNAME", "www.example.org");
    const found = await dns.zoneOf("www.example.com");
    assert.equal(found.kind === "ok" && found.value.zone, "example.com");
  });

  it("is absent when nobody is delegated to", async () => {
    assert.deepEqual(await dnsWorld().dns.zoneOf("www.example.com"), { kind: "absent" });
  });

  it("is unknown, for the time being, when its servers do not answer", async () => {
    const { dns, internet, delegatedZone } = dnsWorld();
    delegatedZone("example.com", ["ns1.provider.net"]);
    await dns.zoneOf("example.com");
    internet.setServerFault("ns1.provider.net", "TIMEOUT");
    assert.deepEqual(await dns.zoneOf("www.example.com"), {
      kind: "failed",
      trouble: {
        reason: "UNAVAILABLE",
        operation: "dns:query",
        code: "ETIMEOUT",
        message: "no name server of example.com answered for www.example.com",
        passing: true,
      },
    });
  });

  it("is found past a server that does not answer, or that knows nothing of the zone", async () => {
    for (const fault of ["TIMEOUT", "REFUSED", "SERVFAIL"] as const) {
      const { dns, internet, delegatedZone } = dnsWorld();
      delegatedZone("example.com", ["ns1.provider.net", "ns2.provider.net"]);
      internet.setServerFault("ns1.provider.net", fault);
      const found = await dns.zoneOf("www.example.com");
      assert.equal(found.kind === "ok" && found.value.zone, "example.com", fault);
    }
  });

  it("is asked for once for all that ask within some seconds, and then again", async () => {
    const { dns, clock, sent, delegatedZone } = dnsWorld();
    delegatedZone("example.com", ["ns1.provider.net"]);
    await Promise.all([dns.zoneOf("www.example.com"), dns.zoneOf("www.example.com"), dns.zoneOf("*.www.example.com")]);
    const once = sent.length;
    await clock.sleep(4_000);
    await dns.zoneOf("www.example.com");
    assert.equal(sent.length, once);
    await clock.sleep(2_000);
    await dns.zoneOf("www.example.com");
    assert.ok(sent.length > once);
  });

  it("is never asked of a resolver for a name that may be missing: published later, the name would stay missing there", async () => {
    const { dns, internet, delegatedZone, publish } = dnsWorld();
    const zone = delegatedZone("example.com", ["ns1.provider.net"]);
    await dns.look("_a1b2.www.example.com", "CNAME");
    publish(zone, "_a1b2.www.example.com", "CNAME", "_c3d4.acm-validations.aws");
    assert.equal(internet.resolve("_a1b2.www.example.com", "CNAME").rcode, "NOERROR");
  });
});

describe("a look at a record", () => {
  it("says what each server of the zone says", async () => {
    const { dns, internet, clock, delegatedZone } = dnsWorld();
    const zone = delegatedZone("example.com", ["ns1.provider.net", "ns2.provider.net", "ns3.provider.net"]);
    const record = { name: "_a1.example.com", type: "CNAME" as const, ttl: 300, values: ["_b2.acm-validations.aws"] };
    internet.setRecord(zone.id, "_a1.example.com", "CNAME", record, { "ns1.provider.net": clock.now() });
    internet.setServerFault("ns3.provider.net", "SERVFAIL");
    assert.deepEqual(await dns.look("_a1.example.com", "CNAME"), {
      kind: "ok",
      value: {
        zone: "example.com",
        servers: {
          "ns1.provider.net": { kind: "values", values: ["_b2.acm-validations.aws"] },
          "ns2.provider.net": { kind: "none" },
          "ns3.provider.net": { kind: "unknown", code: "SERVFAIL" },
        },
      },
    });
  });

  it("calls a server that does not answer unknown, never without the record", async () => {
    const { dns, internet, delegatedZone } = dnsWorld();
    delegatedZone("example.com", ["ns1.provider.net"]);
    await dns.zoneOf("example.com");
    for (const [fault, code] of [
      ["TIMEOUT", "ETIMEOUT"],
      ["REFUSED", "REFUSED"],
    ] as const) {
      internet.setServerFault("ns1.provider.net", fault);
      const look = await dns.look("example.com", "CAA");
      assert.deepEqual(look.kind === "ok" && look.value.servers, { "ns1.provider.net": { kind: "unknown", code } });
    }
  });

  it("writes values in presentation format", async () => {
    const { dns, delegatedZone, publish } = dnsWorld();
    const zone = delegatedZone("example.com", ["ns1.provider.net"]);
    publish(zone, "example.com", "CAA", '0 issue "letsencrypt.org"', '128 iodef "mailto:ca@example.com"');
    publish(zone, "_www.example.com", "TXT", '"d111111abcdef8.cloudfront.net"', '"two" "strings"');
    const values = async (name: string, type: "CAA" | "TXT") => {
      const look = await dns.look(name, type);
      return look.kind === "ok" ? look.value.servers["ns1.provider.net"] : look;
    };
    assert.deepEqual(await values("example.com", "CAA"), {
      kind: "values",
      values: ['0 issue "letsencrypt.org"', '128 iodef "mailto:ca@example.com"'],
    });
    assert.deepEqual(await values("_www.example.com", "TXT"), {
      kind: "values",
      values: ['"d111111abcdef8.cloudfront.net"', '"two" "strings"'],
    });
  });

  it("follows no alias: a name with a CNAME has no CAA of its own", async () => {
    const { dns, delegatedZone, publish } = dnsWorld();
    const zone = delegatedZone("example.com", ["ns1.provider.net"]);
    publish(zone, "www.example.com", "CNAME", "example.com");
    publish(zone, "example.com", "CAA", '0 issue "letsencrypt.org"');
    const look = await dns.look("www.example.com", "CAA");
    assert.deepEqual(look.kind === "ok" && look.value.servers, { "ns1.provider.net": { kind: "none" } });
  });

  it("is absent when the name's domain belongs to nobody", async () => {
    assert.deepEqual(await dnsWorld().dns.look("www.example.com", "CAA"), { kind: "absent" });
  });

  it("reads a long answer over TCP", async () => {
    const { dns, sent, delegatedZone, publish } = dnsWorld();
    const zone = delegatedZone("example.com", ["ns1.provider.net"]);
    const values = Array.from({ length: 40 }, (_, number) => `"${String(number).padStart(2, "0")}${"x".repeat(60)}"`);
    publish(zone, "example.com", "TXT", ...values);
    const look = await dns.look("example.com", "TXT");
    assert.deepEqual(look.kind === "ok" && look.value.servers["ns1.provider.net"], { kind: "values", values });
    assert.ok(sent.some(({ protocol }) => protocol === "tcp"));
  });

  it("takes ten seconds at most, however many servers are silent", async () => {
    const { internet, clock, delegatedZone, transport } = dnsWorld();
    delegatedZone("example.com", ["ns1.provider.net", "ns2.provider.net", "ns3.provider.net", "ns4.provider.net"]);
    internet.setServerFault("example.com", "TIMEOUT");
    const slow: DnsTransport = {
      exchange: (address, port, packet, protocol, timeoutMs) =>
        transport.exchange(address, port, packet, protocol, timeoutMs).catch(async (error) => {
          await clock.sleep(timeoutMs);
          throw error;
        }),
    };
    const dns = createDns({ transport: slow, clock, resolvers: [RESOLVER_ADDRESS] });
    const start = clock.now();
    assert.equal((await dns.look("www.example.com", "CAA")).kind, "failed");
    assert.ok(clock.now() - start <= 10_000, `${clock.now() - start} ms`);
  });
});
