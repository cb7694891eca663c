import assert from "node:assert/strict";
import { decode } from "dns-packet";
import { caaRecordOf } from "../../provider/core/caa";
import type { CaaLook } from "../../provider/core/looks";
import { createAsk } from "../../provider/dns/ask";
import { climbForCaa } from "../../provider/dns/caa";
import { createResolver } from "../../provider/dns/resolver";
import type { DnsTransport } from "../../provider/dns/transport";
import { findZone } from "../../provider/dns/zone-finder";
import { RESOLVER_ADDRESS } from "../simulator/dns/in-process";
import { REGISTRY } from "../simulator/dns/registry";
import { forged } from "./forged";
import { dnsWorld } from "./world";

const amazon = '0 issue "amazon.com"';
const other = '0 issue "letsencrypt.org"';
const reports = '128 iodef "mailto:security@example.com"';
const www = "www.example.com";
const NOTIMP = 4;
const none: CaaLook = { kind: "none" };
const unknown = (at: string, code: string, more: { owner?: string; asked?: "resolver" } = {}): CaaLook => ({
  kind: "unknown",
  at,
  owner: at,
  asked: "servers",
  code,
  ...more,
});
/** In a zone with two labels. */
const set = (at: string, values: string[], owner = at): CaaLook => ({
  kind: "set",
  at,
  owner,
  zone: zoneWithTwoLabels(owner),
  records: values.flatMap((value) => caaRecordOf(value) ?? []),
});
const zoneWithTwoLabels = (name: string): string => name.split(".").slice(-2).join(".");

/** By name: a CAA set, or the target of a CNAME. */
type Published = { [name: string]: string[] | string };

/** example.com on two servers, example.org and example.co.uk on one each. */
function world() {
  const made = dnsWorld();
  const com = made.delegatedZone("example.com", ["ns1.provider.net", "ns2.provider.net"]);
  const org = made.delegatedZone("example.org", ["ns1.other.net"]);
  made.delegatedZone("example.co.uk", ["ns1.other.net"]);
  const registry = (name: string) => {
    const zone = { id: `registry of ${name}`, name, nameServers: [REGISTRY], private: false, soaMinimum: 900 };
    made.internet.addZone(zone);
    return zone;
  };
  const publishAll = (records: Published): void => {
    for (const [name, value] of Object.entries(records)) {
      const zone =
        [com, org].find((each) => each.name === zoneWithTwoLabels(name)) ?? registry(name.split(".").at(-1) ?? "");
      if (typeof value === "string") made.publish(zone, name, "CNAME", value);
      else made.publish(zone, name, "CAA", ...value);
    }
  };
  /** At one server of example.com alone. */
  const publishAt = (server: string, name: string, value: string): void => {
    const record = { name, type: "CAA" as const, ttl: 300, values: [value] };
    made.internet.setRecord(com.id, name, "CAA", record, { [server]: made.clock.now() });
  };
  /** shop.example.com, delegated to two other servers. */
  const shop = () => made.delegatedZone("shop.example.com", ["ns1.shop.net", "ns2.shop.net"]);
  return { ...made, publishAll, publishAt, shop };
}
type World = ReturnType<typeof world>;

function climb({ clock, transport }: Pick<World, "clock" | "transport">, name: string): Promise<CaaLook> {
  const resolver = createResolver(createAsk(transport, clock), clock, [RESOLVER_ADDRESS], 53);
  const until = clock.now() + 10_000;
  return climbForCaa({ resolver, zoneOf: (of) => findZone(resolver, of, until), until }, name);
}

/** A test: with these records in the world, the climb from the name finds that. */
function finds(records: Published, name: string, found: CaaLook, also: (made: World) => void = () => {}) {
  return async () => {
    const made = world();
    made.publishAll(records);
    also(made);
    assert.deepEqual(await climb(made, name), found);
  };
}

const failing =
  (server: string, fault: "SERVFAIL" | "REFUSED" | "TIMEOUT") =>
  ({ internet }: World): void =>
    internet.setServerFault(server, fault);

describe("the CAA set of a name", () => {
  const own = { "example.com": [amazon, reports] };
  it("is its own", finds(own, "example.com", set("example.com", [amazon, reports])));
  it("is the nearest above, however far", finds(own, "a.b.c.example.com", set("example.com", [amazon, reports])));
  const two = { "example.com": [other], "www.example.com": [reports] };
  it("is the nearest whole, with none above it", finds(two, "a.www.example.com", set(www, [reports])));
  const aside = { "a.www.example.com": [other], "api.example.com": [other] };
  it("is not that of a name below or beside it", finds(aside, www, none));
  const behind = { "shop.example.com": [other], "*.shop.example.com": [amazon] };
  it("of a wildcard is that of its base", finds(behind, "*.shop.example.com", set("shop.example.com", [other])));
  const wild = { "*.example.com": [other] };
  it("can come from a wildcard record, whose set it is", finds(wild, www, set(www, [other], "*.example.com")));
  it(
    "can come from a wildcard record far above",
    finds(wild, "a.b.example.com", set("a.b.example.com", [other], "*.example.com")),
  );
  const alike = { ...wild, [www]: [other] };
  it("is its own where a wildcard record above says the same", finds(alike, www, set(www, [other])));
  const over = { "*.example.com": [other], "*.b.example.com": [amazon, reports], "a.b.example.com": [other] };
  it("is its own beside the wildcard record", finds(over, "a.b.example.com", set("a.b.example.com", [other])));
  it("can be the top-level domain's", finds({ com: [other] }, www, set("com", [other])));
  it("can be a public suffix's", finds({ "co.uk": [other] }, "a.example.co.uk", set("co.uk", [other])));
  it("is never the root's", finds({ "": [other] }, www, none));
  it("is one above where nobody is delegated to", finds({ net: [other] }, "a.example.net", set("net", [other])));

  it("can be in a zone of its own", async () => {
    const made = world();
    made.publishAll({ "example.com": [other] });
    made.publish(made.shop(), "shop.example.com", "CAA", amazon);
    const found = await climb(made, "www.shop.example.com");
    assert.deepEqual(found, { ...set("shop.example.com", [amazon]), zone: "shop.example.com" });
  });
  it(
    "can be above the zone of the name",
    finds({ "example.com": [other] }, "www.shop.example.com", set("example.com", [other]), ({ shop }) => shop()),
  );
});

describe("the CAA set of an alias", () => {
  const to = (target: string, more: Published = {}) => ({ "example.com": [amazon], [www]: target, ...more });
  const chain = to("cdn.example.com", { "cdn.example.com": "a.example.org", "a.example.org": [other] });
  it("is its target's, over aliases and zones", finds(chain, "a.www.example.com", set(www, [other], "a.example.org")));
  it("is its target's in a zone below", async () => {
    const made = world();
    made.publishAll(to("a.shop.example.com"));
    made.publish(made.shop(), "a.shop.example.com", "CAA", other);
    const found = { ...set(www, [other], "a.shop.example.com"), zone: "shop.example.com" };
    assert.deepEqual(await climb(made, www), found);
  });
  it(
    "whose target has none is the one above the alias, never the one above the target",
    finds(to("www.example.org", { "example.org": [other] }), www, set("example.com", [amazon])),
  );
  it(
    "to what does not exist is the one above the alias",
    finds(to("www.example.net"), www, set("example.com", [amazon])),
  );

  const ten = Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`a${n}.example.com`, `a${n + 1}.example.com`]));
  it(
    "is found behind ten aliases",
    finds({ ...ten, "a10.example.com": [other] }, "a0.example.com", set("a0.example.com", [other], "a10.example.com")),
  );
  it(
    "is unknown behind more",
    finds({ ...to("a0.example.com"), ...ten }, www, unknown(www, "ELOOP", { owner: "a10.example.com" })),
  );
  const circle = to("a.example.org", { "a.example.org": www });
  it(
    "is unknown in a circle, whatever is above",
    finds(circle, www, unknown(www, "ELOOP", { owner: "a.example.org" })),
  );
  it(
    "is unknown when its target's servers do not answer",
    finds(
      to("a.example.org"),
      www,
      unknown(www, "SERVFAIL", { owner: "a.example.org" }),
      failing("ns1.other.net", "SERVFAIL"),
    ),
  );
});

describe("the CAA set, of servers that fail or disagree,", () => {
  const [first, second] = ["ns1.provider.net", "ns2.provider.net"] as const;
  const atSecond =
    (value: string) =>
    ({ publishAt }: World): void =>
      publishAt(second, www, value);
  it(
    "is what those say that answer",
    finds({ "example.com": [other] }, www, set("example.com", [other]), failing(first, "REFUSED")),
  );
  it(
    "is one that forbids before one that allows",
    finds({}, www, set(www, [other]), ({ publishAt }) => {
      publishAt(first, www, amazon);
      publishAt(second, www, other);
    }),
  );
  it("is one that some have, if others have none", finds({}, www, set(www, [other]), atSecond(other)));
  it(
    "is the nearest that allows, where nothing above forbids either",
    finds({ "example.com": [amazon] }, www, set(www, [amazon]), atSecond(amazon)),
  );
  it(
    "is one above that forbids, while some lack the one that allows",
    finds({ "example.com": [other] }, www, set("example.com", [other]), atSecond(amazon)),
  );
  for (const [fault, code = fault] of [["SERVFAIL"], ["REFUSED"], ["TIMEOUT", "ETIMEOUT"]] as const) {
    it(
      `is unknown, and not the one above, when all answer ${fault}`,
      finds({ "example.com": [amazon] }, "a.shop.example.com", unknown("a.shop.example.com", code), (made) => {
        made.shop();
        failing("shop.example.com", fault)(made);
      }),
    );
  }
  it(
    "is unknown by the reason of one that answers, rather than of a silent one",
    finds({}, "shop.example.com", unknown("shop.example.com", "REFUSED"), (made) => {
      made.shop();
      failing("ns1.shop.net", "TIMEOUT")(made);
      failing("ns2.shop.net", "REFUSED")(made);
    }),
  );
  it(
    "is unknown when the resolver does not answer",
    finds({}, www, unknown(www, "SERVFAIL"), failing("public", "SERVFAIL")),
  );
  it("is unknown by the resolver's fault where that answers unchecked alone", async () => {
    const made = world();
    made.internet.setBogus("example.com", true);
    assert.deepEqual(await climb(made, www), unknown(www, "SERVFAIL", { asked: "resolver" }));
  });
  it("is unknown by the resolver's fault where that does not know the type", async () => {
    const made = world();
    const transport = forged(made.transport, ({ address, question }) =>
      address === RESOLVER_ADDRESS && question === "com CAA" ? { flags: NOTIMP } : undefined,
    );
    assert.deepEqual(await climb({ ...made, transport }, www), unknown("com", "NOTIMP", { asked: "resolver" }));
  });
});

/** The world, and what its servers are asked. A server that does not answer takes its time. */
function watched() {
  const made = world();
  const asked: { address: string; name: string; type: string }[] = [];
  const transport: DnsTransport = {
    exchange: (address, port, packet, protocol, timeoutMs) => {
      const [{ name, type } = { name: "", type: "" }] = decode(packet).questions ?? [];
      asked.push({ address, name, type });
      return made.transport.exchange(address, port, packet, protocol, timeoutMs).catch(async (error) => {
        await made.clock.sleep(timeoutMs);
        throw error;
      });
    },
  };
  return { ...made, transport, asked };
}

describe("the way up to a CAA set", () => {
  it("asks a resolver for none at or below the registrable domain: it would keep the answer, for ACM too", async () => {
    const made = watched();
    made.publishAll({ "www.example.com": "a.example.org" });
    assert.deepEqual(await climb(made, "*.a.www.example.com"), none);
    const ofResolver = made.asked.filter(({ address }) => address === RESOLVER_ADDRESS);
    const names = ofResolver.filter(({ name, type }) => type === "CAA" || /\.example\.(com|org)$/.test(name));
    assert.deepEqual(names, [{ address: RESOLVER_ADDRESS, name: "com", type: "CAA" }]);
    made.publishAll({ "a.www.example.com": [amazon] });
    assert.equal(made.internet.resolve("a.www.example.com", "CAA").rcode, "NOERROR");
  });

  it("looks once for a zone that has several of its levels, and asks each server once a level", async () => {
    const made = watched();
    await climb(made, "a.b.c.example.com");
    const count = (of: string) => made.asked.filter(({ type }) => type === of).length;
    assert.deepEqual([count("NS"), count("SOA"), count("CAA")], [1, 1, 4 * 2 + 1]);
  });

  it("ends at the first set", async () => {
    const made = watched();
    made.publishAll({ "www.example.com": [amazon] });
    await climb(made, www);
    assert.ok(made.asked.every(({ name, type }) => type !== "CAA" || name === www));
  });

  it("does not wait on each level for a server that is down", async () => {
    const made = watched();
    made.publishAll({ "example.com": [other] });
    failing("ns1.provider.net", "TIMEOUT")(made);
    assert.deepEqual(await climb(made, "a.b.c.d.e.f.example.com"), set("example.com", [other]));
  });

  it("ends in time, however many servers are silent", async () => {
    const made = watched();
    const start = made.clock.now();
    made.publishAll({ "example.com": [amazon] });
    made.shop();
    failing("shop.example.com", "TIMEOUT")(made);
    assert.deepEqual(await climb(made, "a.b.shop.example.com"), unknown("a.b.shop.example.com", "ETIMEOUT"));
    assert.ok(made.clock.now() - start <= 10_000, `${made.clock.now() - start} ms`);
  });
});
