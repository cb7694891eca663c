/** How long the looks of a preview keep somebody waiting: in virtual time, with AWS and DNS as far away as they get. */
import assert from "node:assert/strict";
import { createAws } from "../../provider/aws/clients";
import type { Desired } from "../../provider/core/model";
import { createDns } from "../../provider/dns/dns";
import type { Ports } from "../../provider/ports";
import type { Run } from "../../provider/reconcile";
import { rehearse } from "../../provider/rehearse";
import { exchange, RESOLVER_ADDRESS } from "../simulator/dns/in-process";
import { clientConfig } from "../simulator/in-process";
import { HALF_AN_HOUR, lead, NAMES, ours, takesFrom, WWW } from "./holding";
import { begin, type Story } from "./story";
import { ACCESS_KEY, ACCOUNT, domainNames, runOf } from "./world";

/** Beside the time that the simulator takes for an answer. */
const AWS_MS = 250;
const DNS_MS = 50;
const MOST_MS = 3_000;

function farAway({ simulator, ports }: Story): Ports {
  const { clock } = simulator.world;
  const { requestHandler, credentials } = clientConfig(simulator, ACCESS_KEY);
  const handle: typeof requestHandler.handle = async (...request) => {
    await clock.sleep(AWS_MS);
    return requestHandler.handle(...request);
  };
  const aws = createAws({
    connection: { profile: null, assumeRoles: [], route53AssumeRole: null },
    clock,
    transport: { requestHandler: { ...requestHandler, handle }, credentials },
  });
  const dns = createDns({
    transport: {
      exchange: async (address, _port, packet, protocol) => {
        await clock.sleep(DNS_MS);
        return exchange(simulator.dns, address, packet, protocol);
      },
    },
    clock,
    resolvers: [RESOLVER_ADDRESS],
  });
  return { ...ports, ...aws, dns };
}

async function assertSoon(story: Story, wish: Partial<Desired> = {}, more: Partial<Run> = {}): Promise<void> {
  const { clock } = story.simulator.world;
  const start = clock.now();
  await rehearse(runOf({ ports: farAway(story) }, { ...story.desired, ...wish }, more));
  const took = clock.now() - start;
  assert.ok(took <= MOST_MS, `${took} ms`);
}

async function anew(seed: string, names: string[] = NAMES): Promise<Story> {
  const story = begin(seed, names);
  await story.ports.clock.sleep(HALF_AN_HOUR);
  return story;
}

const WISHES: [what: string, wish: Partial<Desired>][] = [
  ["in Route 53", {}],
  ["whose records people publish", { dns: { kind: "external" } }],
  ["whose certificate the program attaches", { distribution: { kind: "program" } }],
];

describe("the looks of a preview take three seconds at the most", function () {
  this.timeout(60_000);

  for (const [what, wish] of WISHES)
    it(`of a new group ${what}`, async () => assertSoon(await anew(`preview time, ${what}`), wish));

  it("of a group of fifty names", async () => {
    const names = Array.from({ length: 50 }, (_, index) => `shop${index}.example.com`);
    await assertSoon(await anew("preview time, fifty", names));
  });

  for (const [what, wish] of WISHES) {
    it(`of one whose name another distribution has, ${what}`, async () => {
      const story = begin(`preview time, held, ${what}`, NAMES);
      const owner = await ours(story, WWW);
      lead(story, WWW, owner.domainName);
      await story.ports.clock.sleep(HALF_AN_HOUR);
      await assertSoon(story, wish);
      takesFrom(story, owner);
      await assertSoon(story, wish);
    });
  }

  const changes: [what: string, wish: (story: Story) => Partial<Desired>][] = [
    ["a domain more", () => ({ domains: domainNames(...NAMES, "new.example.com") })],
    ["a domain less", () => ({ domains: domainNames("example.com", WWW) })],
    ["another key", () => ({ keyAlgorithm: "EC_prime256v1" })],
    [
      "another distribution",
      ({ simulator }) => {
        const { id } = simulator.cloudfront.createDirect({ account: ACCOUNT });
        return { distribution: { kind: "existing", id, domainName: null } };
      },
    ],
  ];
  for (const [what, wish] of changes) {
    it(`of a living group with ${what}`, async () => {
      const story = begin(`preview time, ${what}`, NAMES);
      const { memory, report: previous } = await story.up();
      await story.ports.clock.sleep(HALF_AN_HOUR);
      await assertSoon(story, wish(story), { memory, previous });
    });
  }
});
