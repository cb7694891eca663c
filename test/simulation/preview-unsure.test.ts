/** What a preview could not find out, or has found out of no help: it says so, and plans no cleaner than the run goes. */
import assert from "node:assert/strict";
import type { Desired, Trouble } from "../../provider/core/model";
import { planText } from "../../provider/core/plan-text";
import { createDns } from "../../provider/dns/dns";
import { failure, timeout } from "../../provider/dns/transport";
import type { Ports } from "../../provider/ports";
import { rehearse } from "../../provider/rehearse";
import { exchange, RESOLVER_ADDRESS } from "../simulator/dns/in-process";
import { HALF_AN_HOUR, NAMES } from "./holding";
import { begin, HOUR, type Story } from "./story";
import { continued, domainNames, ROUTE53, runOf } from "./world";

const EXTERNAL: Partial<Desired> = { dns: { kind: "external" } };

async function anew(seed: string, wish: Partial<Desired> = {}): Promise<Story> {
  const story = begin(seed, NAMES, { wish });
  await story.ports.clock.sleep(HALF_AN_HOUR);
  return story;
}

async function planned(story: Story, ports: Partial<Ports> = {}): Promise<{ text: string; took: number }> {
  const { clock } = story.ports;
  const start = clock.now();
  const plan = await rehearse(runOf({ ports: { ...story.ports, ...ports } }, story.desired));
  return { text: planText(plan, []), took: clock.now() - start };
}

type Way = "refused" | "silent" | "all silent";

/** Port 53 leads nowhere, but to the resolver. */
function blocked({ simulator }: Story, way: Way): Partial<Ports> {
  const { clock } = simulator.world;
  const dns = createDns({
    clock,
    resolvers: [RESOLVER_ADDRESS],
    transport: {
      exchange: async (address, _port, packet, protocol, ms) => {
        if (address === RESOLVER_ADDRESS && way !== "all silent")
          return exchange(simulator.dns, address, packet, protocol);
        if (way === "refused") throw failure("ECONNREFUSED", address);
        await clock.sleep(ms);
        throw timeout(address);
      },
    },
  });
  return { dns };
}

describe("a preview of a group whose CAA nobody could ask for", function () {
  this.timeout(60_000);

  for (const [where, wish] of [
    ["in Route 53", {}],
    ["whose records people publish", EXTERNAL],
  ] as const) {
    it(`says so when its name servers fail, ${where}`, async () => {
      const story = await anew(`caa, ${where}`, wish);
      const at = "example.com";
      const caa = async () => ({ kind: "unknown", at, owner: at, asked: "servers", code: "SERVFAIL" }) as const;
      const { text } = await planned(story, { dns: { ...story.ports.dns, caa } });
      assert.match(text, /\n {2}CAA_UNREADABLE: .*the name servers of example\.com do not answer that question/);
    });

    for (const way of ["refused", "silent", "all silent"] as const) {
      it(`says so in time when port 53 is closed (${way}), ${where}`, async () => {
        const story = await anew(`port 53, ${way}, ${where}`, wish);
        const { text, took } = await planned(story, blocked(story, way));
        assert.match(text, /\n {2}\d\. Attach the certificate and example\.com, www\.example\.com, shop\.example\.com/);
        // The one that says that the network lets no questions through says as much.
        assert.match(text, /\n {2}(CAA_UNASKED|RECORDS_BLOCKED): /);
        assert.ok(took <= 6_000, `${took} ms`);
      });
    }
  }
});

describe("a preview of a group whose zone is delegated to servers that do not have it", function () {
  this.timeout(60_000);

  const wishes: [what: string, wish: (story: Story) => Partial<Desired>][] = [
    ["and whose records people publish", () => EXTERNAL],
    ["in Route 53", () => ({})],
    ["in a zone of Route 53 that the program names", ({ zoneId }) => ({ dns: { ...ROUTE53, zoneIds: [zoneId] } })],
  ];
  for (const [what, wish] of wishes) {
    it(`says so, ${what}`, async () => {
      const story = begin(`lame, ${what}`, ["www.example.com"]);
      Object.assign(story.desired, wish(story));
      story.simulator.dns.delegate("example.com", ["ns-1.awsdns-01.com"]);
      await story.ports.clock.sleep(HOUR);
      const { text } = await planned(story);
      assert.match(
        text,
        /\n {2}RECORD_ZONE_LAME: The zone of www\.example\.com is delegated to ns-1\.awsdns-01\.com, and none of them/,
      );
      assert.doesNotMatch(text, /_new\./);
    });
  }
});

const THROTTLED: Trouble = {
  reason: "UNAVAILABLE",
  operation: "any",
  code: "ThrottlingException",
  message: "",
  passing: true,
};

/** Fails at first, so many times. */
function throttled<A extends unknown[], T>(ask: (...args: A) => Promise<T>, times: number) {
  let left = times;
  return async (...args: A) => {
    left -= 1;
    return left >= 0 ? { kind: "failed" as const, trouble: THROTTLED } : ask(...args);
  };
}

describe("a preview during a throttle that passes", function () {
  this.timeout(60_000);

  const places: [what: string, ports: (ports: Ports, times: number) => Partial<Ports>][] = [
    [
      "of ListCertificates",
      ({ certificates }, times) => ({
        certificates: { ...certificates, list: throttled(certificates.list, times) },
      }),
    ],
    [
      "of GetDistribution",
      ({ distributions }, times) => ({ distributions: { ...distributions, get: throttled(distributions.get, times) } }),
    ],
    [
      "of DescribeCertificate",
      ({ certificates }, times) => ({
        certificates: { ...certificates, describe: throttled(certificates.describe, times) },
      }),
    ],
    [
      "of ListResourceRecordSets",
      ({ zones }, times) => ({ zones: { ...zones, recordSets: throttled(zones.recordSets, times) } }),
    ],
  ];
  for (const [what, ports] of places) {
    it(`${what} is the same as without it`, async () => {
      const story = begin(`throttled ${what}`, ["example.com", "www.example.com"]);
      const first = await story.up();
      await story.ports.clock.sleep(HOUR);
      const desired = { ...story.desired, domains: domainNames(...NAMES) };
      const textOf = async (more: Partial<Ports>) =>
        planText(await rehearse(runOf({ ports: { ...story.ports, ...more } }, desired, continued(first))), []);
      assert.equal(await textOf(ports(story.ports, 2)), await textOf({}));
    });
  }
});
