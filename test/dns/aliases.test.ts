/** A validation name at which a CNAME stands that is not ACM's own. */
import assert from "node:assert/strict";
import type { ServerAnswer } from "../../provider/core/looks";
import { dnsWorld } from "./world";

const name = "_a1.www.example.com";
const value = "_b2.acm-validations.aws";

function world() {
  const made = dnsWorld();
  const com = made.delegatedZone("example.com", ["ns1.provider.net", "ns2.provider.net"]);
  const org = made.delegatedZone("example.org", ["ns1.other.net"]);
  const put = (at: string, target: string) => made.publish(at.endsWith("example.com") ? com : org, at, "CNAME", target);
  /** On one server alone. */
  const putOn = (server: string, at: string, target: string) =>
    made.internet.setRecord(
      com.id,
      at,
      "CNAME",
      { name: at, type: "CNAME", ttl: 300, values: [target] },
      { [server]: made.clock.now() },
    );
  return { ...made, org, put, putOn };
}

type World = ReturnType<typeof world>;

async function answers({ dns }: World): Promise<{ [server: string]: ServerAnswer }> {
  const look = await dns.look(name, "CNAME");
  return look.kind === "ok" ? look.value.servers : assert.fail(look.kind);
}

/** From the name by so many CNAMEs to ACM's value. */
function chain({ put }: World, length: number): void {
  const names = [name, ...Array.from({ length: length - 1 }, (_, step) => `a${step}.example.org`), value];
  for (const [step, target] of names.slice(1).entries()) put(names[step] ?? "", target);
}

const values = (...found: string[]): ServerAnswer => ({ kind: "values", values: found });

const CASES: [rule: string, publish: (made: World) => void, expected: ServerAnswer][] = [
  ["ACM's own value stands alone", ({ put }) => put(name, value), values(value)],
  ["so it does without its underscore", ({ put }) => put(name, value.slice(1)), values(value.slice(1))],
  [
    "one that leads to ACM's value in the same zone has that beside it",
    (made) => {
      made.put(name, "proof.example.com");
      made.put("proof.example.com", value);
    },
    values(value, "proof.example.com"),
  ],
  ["one that leads there through another zone, too", (made) => chain(made, 2), values(value, "a0.example.org")],
  ["ACM follows five CNAMEs", (made) => chain(made, 5), values(value, "a0.example.org")],
  ["ACM does not follow a sixth", (made) => chain(made, 6), values("a0.example.org")],
  [
    "one that leads to some host stands alone",
    (made) => {
      made.put(name, "www.example.org");
      made.publish(made.org, "www.example.org", "A", "192.0.2.1");
    },
    values("www.example.org"),
  ],
  ["so does one that leads to nothing", ({ put }) => put(name, `${value}.example.com`), values(`${value}.example.com`)],
  ["or to a domain that nobody has", ({ put }) => put(name, "www.nobody.net"), values("www.nobody.net")],
  [
    "or round in a circle",
    (made) => {
      made.put(name, "a0.example.org");
      made.put("a0.example.org", name);
    },
    values("a0.example.org"),
  ],
  [
    "one that leads where nobody can be asked may lead to ACM",
    (made) => {
      chain(made, 2);
      made.internet.setServerFault("ns1.other.net", "TIMEOUT");
    },
    { kind: "unknown", code: "SERVFAIL" },
  ],
  ["that of a wildcard is none", ({ put }) => put("*.www.example.com", "www.example.org"), { kind: "none" }],
  ["nor is that of one further up", ({ put }) => put("*.example.com", "www.example.org"), { kind: "none" }],
  [
    "one beside a wildcard is one",
    ({ put }) => {
      put("*.www.example.com", "www.example.org");
      put(name, "typo.example.org");
    },
    values("typo.example.org"),
  ],
  ["that of a wildcard may be right", ({ put }) => put("*.www.example.com", value), values(value)],
  [
    "and so it is where it leads to ACM by others",
    ({ put }) => {
      put("*.www.example.com", "a0.example.org");
      put("a0.example.org", value);
    },
    values(value, "a0.example.org"),
  ],
];

describe("the CNAME of a validation name", () => {
  for (const [rule, publish, expected] of CASES) {
    it(rule, async () => {
      const made = world();
      publish(made);
      assert.deepEqual(await answers(made), { "ns1.provider.net": expected, "ns2.provider.net": expected });
    });
  }

  it("is that of a wildcard by what the same server says", async () => {
    const made = world();
    made.putOn("ns1.provider.net", "*.www.example.com", "www.example.org");
    made.putOn("ns2.provider.net", name, "www.example.org");
    assert.deepEqual(await answers(made), {
      "ns1.provider.net": { kind: "none" },
      "ns2.provider.net": values("www.example.org"),
    });
  });

  it("is asked for once where it is ACM's own", async () => {
    const made = world();
    made.put(name, value);
    await made.dns.zoneOf(name);
    // The addresses of both are known from now on.
    await answers(made);
    const before = made.sent.length;
    await answers(made);
    assert.equal(made.sent.length - before, 2, "a question to each server");
  });
});
