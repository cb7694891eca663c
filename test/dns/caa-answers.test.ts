/** What one server's answer to a question for CAA says. */
import assert from "node:assert/strict";
import { caaRecordOf } from "../../provider/core/caa";
import type { CaaLook } from "../../provider/core/looks";
import { climbForCaa } from "../../provider/dns/caa";
import type { Entry } from "../../provider/dns/packet";
import type { Resolver } from "../../provider/dns/resolver";

const amazon = '0 issue "amazon.com"';
const other = '0 issue "letsencrypt.org"';
const www = "www.example.com";

/** One server for all names, that answers a question for CAA with these records. */
function answering(answers: { [name: string]: Pick<Entry, "name" | "type" | "value">[] }): Promise<CaaLook> {
  const told = (name: string) => {
    const records = (answers[name] ?? []).map((record) => ({ ...record, ttl: 300 }));
    const message = { rcode: "NOERROR", authoritative: true, truncated: false, answers: records, authority: [] };
    return { kind: "message" as const, message };
  };
  const resolver: Resolver = {
    recursive: async ({ name }) => told(name),
    authoritative: async (_server, { name }) => told(name),
  };
  const server = (name: string) => ({ zone: name.split(".").slice(-2).join("."), nameServers: ["ns1.provider.net"] });
  return climbForCaa({ resolver, zoneOf: async (name) => ({ kind: "ok", value: server(name) }), until: 10_000 }, www);
}

describe("an answer to a question for CAA", () => {
  it("is a CNAME that a DNAME makes, too, and no server's word counts for the target's set", async () => {
    const found = await answering({
      "www.example.com": [
        { name: "example.com", type: "DNAME", value: "" },
        { name: www, type: "CNAME", value: "www.example.org" },
        { name: "www.example.org", type: "CAA", value: amazon },
      ],
      "www.example.org": [{ name: "www.example.org", type: "CAA", value: other }],
    });
    const records = [caaRecordOf(other)];
    assert.deepEqual(found, { kind: "set", at: www, owner: "www.example.org", zone: "example.org", records });
  });

  it("says nothing by the records of other names", async () => {
    const entries = [{ name: "example.org", type: "CAA", value: other }];
    assert.deepEqual(await answering({ "www.example.com": entries }), { kind: "none" });
  });

  it("is unknown when one of its records cannot be read: that one may forbid", async () => {
    const entries = [amazon, '0  ""'].map((value) => ({ name: www, type: "CAA", value }));
    assert.deepEqual(await answering({ "www.example.com": entries }), {
      kind: "unknown",
      at: www,
      owner: www,
      asked: "servers",
      code: "EBADRESP",
    });
  });
});
