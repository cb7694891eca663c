import assert from "node:assert/strict";
import { NOTHING_FOUND } from "../../provider/core/record-exam";
import { createDns } from "../../provider/dns/dns";
import { RESOLVER_ADDRESS } from "../simulator/dns/in-process";
import { forged } from "./forged";
import { dnsWorld } from "./world";

const name = "_a1.www.example.com";
const value = "_b2.acm-validations.aws";
const record = { name, type: "CNAME", value } as const;
const servers = ["ns1.provider.net", "ns2.provider.net"];

/** The zone names the servers by their owner's names, the parent by the domain's. */
function whiteLabel(addressOf: (made: ReturnType<typeof dnsWorld>) => string | undefined | Error) {
  const made = dnsWorld();
  const zone = made.delegatedZone("example.com", servers);
  made.publish(zone, "example.com", "NS", "ns-1.host.net");
  const address = addressOf(made);
  const dns = createDns({
    transport: forged(made.transport, ({ address: to, question }) => {
      if (to !== RESOLVER_ADDRESS || !question.startsWith("ns-1.host.net ")) return undefined;
      if (address instanceof Error) return { flags: 2 };
      const isKnown = question.endsWith(" A") && address !== undefined;
      return isKnown ? { answers: [{ name: "ns-1.host.net", type: "A", ttl: 60, data: address }] } : { flags: 3 };
    }),
    clock: made.clock,
    resolvers: [RESOLVER_ADDRESS],
  });
  return { ...made, zone, dns };
}

describe("the delegation of a zone that names none of its parent's servers", () => {
  it("is to the servers that the zone names where these have other names, and the same addresses", async () => {
    const { dns, publish, zone } = whiteLabel(({ internet }) => internet.addressOf("ns2.provider.net"));
    publish(zone, `${name}.example.com`, "CNAME", value);
    assert.deepEqual(await dns.examine(record), { ...NOTHING_FOUND, negativeTtl: 900, doubled: `${name}.example.com` });
  });

  for (const [rule, address] of [
    ["have other addresses", "192.0.2.99"],
    ["do not exist", undefined],
  ] as const) {
    it(`is to others than the zone names where these ${rule}`, async () => {
      const { delegation } = await whiteLabel(() => address).dns.examine(record);
      assert.deepEqual(delegation, { parent: servers, zone: ["ns-1.host.net"], resolver: ["ns-1.host.net"] });
    });
  }

  it("is not known to be to others where nobody tells the addresses of those that the zone names", async () => {
    assert.equal((await whiteLabel(() => new Error("SERVFAIL")).dns.examine(record)).delegation, null);
  });
});
