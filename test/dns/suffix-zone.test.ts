/** Names that stand in the zone of a public suffix itself, delegated to nobody. */
import assert from "node:assert/strict";
import { caaRecordOf } from "../../provider/core/caa";
import { createDns } from "../../provider/dns/dns";
import { RESOLVER_ADDRESS } from "../simulator/dns/in-process";
import { forged } from "./forged";
import { dnsWorld } from "./world";

const servers = ["ns1.government.net", "ns2.government.net"];
const other = '0 issue "letsencrypt.org"';

function world() {
  const made = dnsWorld();
  return { ...made, zone: made.delegatedZone("gov.uk", servers) };
}

describe("a name in the zone of a public suffix", () => {
  it("has what is published there", async () => {
    const { dns, zone, publish } = world();
    publish(zone, "www.gov.uk", "CAA", other);
    publish(zone, "_a.www.gov.uk", "CNAME", "_b.acm-validations.aws");
    assert.deepEqual(await dns.zoneOf("www.gov.uk"), { kind: "ok", value: { zone: "gov.uk", nameServers: servers } });
    const records = [caaRecordOf(other)];
    assert.deepEqual(await dns.caa("www.gov.uk"), {
      kind: "set",
      at: "www.gov.uk",
      owner: "www.gov.uk",
      zone: "gov.uk",
      records,
    });
    const look = await dns.look("_a.www.gov.uk", "CNAME");
    const answer = { kind: "values", values: ["_b.acm-validations.aws"] };
    assert.deepEqual(
      look.kind === "ok" && look.value.servers,
      Object.fromEntries(servers.map((each) => [each, answer])),
    );
    const exam = await dns.examine({ name: "_a.www.gov.uk", type: "CNAME", value: "_c.acm-validations.aws" });
    assert.notDeepEqual(exam.delegation?.parent, []);
  });

  it("that is an alias is in that zone, too", async () => {
    const { dns, zone, publish } = world();
    publish(zone, "www.gov.uk", "CNAME", "www.example.com");
    const found = await dns.zoneOf("www.gov.uk");
    assert.equal(found.kind === "ok" && found.value.zone, "gov.uk");
  });

  it("that nobody has published or registered is absent, also where a resolver makes it up", async () => {
    const made = world();
    assert.deepEqual(await made.dns.zoneOf("www.gov.uk"), { kind: "absent" });
    const transport = forged(made.transport, ({ address, question }) =>
      address === RESOLVER_ADDRESS && question === "www.gov.uk NS" ? { answers: [] } : undefined,
    );
    const dns = createDns({ transport, clock: made.clock, resolvers: [RESOLVER_ADDRESS] });
    assert.deepEqual(await dns.zoneOf("www.gov.uk"), { kind: "absent" });
  });

  it("is unknown where that zone's servers fail, and not absent", async () => {
    const { dns, zone, publish, internet } = world();
    publish(zone, "www.gov.uk", "CAA", other);
    await dns.zoneOf("www.gov.uk");
    for (const server of servers) internet.setServerFault(server, "REFUSED");
    assert.equal((await dns.zoneOf("_a.www.gov.uk")).kind, "failed");
  });
});
