/** Where nothing but HTTPS gets through to the servers: CAA, and where names lead. */
import assert from "node:assert/strict";
import { decode } from "dns-packet";
import { caaRecordOf } from "../../provider/core/caa";
import { createDns } from "../../provider/dns/dns";
import type { HttpsExchange } from "../../provider/dns/https-transport";
import { exchange, RESOLVER_ADDRESS } from "../simulator/dns/in-process";
import { type Forge, forged, silence } from "./forged";
import { dnsWorld } from "./world";

const url = "https://dns.example/dns-query";
const www = "www.example.com";
const other = '0 issue "letsencrypt.org"';
const ours = "d111111abcdef8.cloudfront.net";
const forbidden = (at: string, owner = at, zone = "example.com") => ({
  kind: "set",
  at,
  owner,
  zone,
  records: [caaRecordOf(other)],
});

const closed: Forge = ({ address }) => (address === RESOLVER_ADDRESS ? undefined : silence());

function world(forge: Forge = closed, resolvers = [RESOLVER_ADDRESS, url]) {
  const made = dnsWorld();
  const com = made.delegatedZone("example.com", ["ns1.provider.net", "ns2.provider.net"]);
  const asked: string[] = [];
  const overHttps: HttpsExchange = (_, packet) => {
    const [first] = decode(packet).questions ?? [];
    asked.push(`${first?.name} ${first?.type}`);
    return exchange(made.internet, RESOLVER_ADDRESS, packet);
  };
  const { clock } = made;
  const dns = createDns({ transport: forged(made.transport, forge), overHttps, clock, resolvers });
  return { ...made, com, asked, dns };
}

describe("where no server is heard but a resolver over HTTPS is, CAA", () => {
  it("is asked of that resolver, with the zone that has the set", async () => {
    const { dns, com, publish } = world();
    publish(com, "example.com", "CAA", other);
    assert.deepEqual(await dns.caa(www), forbidden("example.com"));
  });

  it("is none where that says so", async () => {
    assert.deepEqual(await world().dns.caa(www), { kind: "none" });
  });

  it("is that of an alias's target, a wildcard's or a zone's below as well", async () => {
    const { dns, com, publish, delegatedZone } = world();
    const org = delegatedZone("example.org", ["ns1.other.net"]);
    const shop = delegatedZone("shop.example.com", ["ns1.shop.net"]);
    publish(com, www, "CNAME", "x.example.org");
    publish(org, "x.example.org", "CAA", other);
    publish(com, "*.any.example.com", "CAA", other);
    publish(shop, "shop.example.com", "CAA", other);
    assert.deepEqual(await dns.caa(www), forbidden(www, "x.example.org", "example.org"));
    assert.deepEqual(await dns.caa("a.any.example.com"), forbidden("a.any.example.com", "*.any.example.com"));
    assert.deepEqual(await dns.caa("a.shop.example.com"), {
      ...forbidden("shop.example.com"),
      zone: "shop.example.com",
    });
  });

  it("is known needing no other resolver, and in time", async () => {
    const made = world(
      async ({ timeoutMs }) => {
        await made.clock.sleep(timeoutMs);
        return silence();
      },
      [url],
    );
    made.publish(made.com, "example.com", "CAA", other);
    const start = made.clock.now();
    assert.deepEqual(await made.dns.caa("a.b.c.www.example.com"), forbidden("example.com"));
    assert.ok(made.clock.now() - start <= 10_000, `${made.clock.now() - start} ms`);
  });

  it("stays unknown by what the servers did where that does not know either", async () => {
    const { dns, internet, delegatedZone } = world();
    delegatedZone("example.org", ["ns1.other.net"]);
    await dns.zoneOf("example.org");
    internet.setServerFault("example.org", "SERVFAIL");
    const look = await dns.caa("example.org");
    assert.equal(look.kind === "unknown" && look.code, "ETIMEOUT");
  });

  it("is not asked of a resolver where a server answers, or has failed: that keeps what is missing", async () => {
    for (const forge of [
      () => undefined,
      ({ address }: { address: string }) => (address === RESOLVER_ADDRESS ? undefined : { flags: 2 }),
    ]) {
      const { dns, asked } = world(forge);
      await dns.caa(www);
      assert.deepEqual(asked, []);
    }
  });
});

describe("where no server is heard but a resolver over HTTPS is, a name", () => {
  it("leads where that says", async () => {
    const { dns, com, publish } = world();
    publish(com, www, "CNAME", ours);
    assert.deepEqual(await dns.traffic(www, ours), { kind: "ok", value: "POINTING" });
    assert.deepEqual(await dns.traffic("example.com", ours), { kind: "ok", value: "NOT_POINTING" });
    assert.deepEqual(await dns.lead(www), { kind: "alias", target: ours, ttl: 300 });
    assert.deepEqual(await dns.lead("example.com"), { kind: "nothing" });
  });

  it("leads so, too, where the way closes after the zone was found", async () => {
    let isOpen = true;
    const { dns, com, publish } = world((asked) => (isOpen ? undefined : closed(asked)));
    publish(com, www, "CNAME", ours);
    await dns.zoneOf(www);
    isOpen = false;
    assert.deepEqual(await dns.traffic(www, ours), { kind: "ok", value: "POINTING" });
  });

  it("leads nowhere that is known without such a resolver", async () => {
    const { dns } = world(closed, [RESOLVER_ADDRESS]);
    assert.deepEqual(await dns.traffic(www, ours), { kind: "ok", value: "UNKNOWN" });
    assert.deepEqual(await dns.lead(www), { kind: "unknown" });
  });

  it("is not asked about there where a server answers, wherever it leads", async () => {
    const { dns, com, publish, asked } = world(() => undefined);
    publish(com, www, "A", "192.0.2.1");
    // To addresses of nobody's: that is unknown, and all has been heard.
    assert.deepEqual(await dns.traffic(www, ours), { kind: "ok", value: "UNKNOWN" });
    await dns.lead("example.com");
    assert.deepEqual(asked, []);
  });
});
