import assert from "node:assert/strict";
import { certificatesOf, type GroupText, leapOverLongWaits, programOf } from "./groups";
import { killAll } from "./stack";
import { ACCOUNT, control, onStage, STACK_TRACE, type World } from "./world";

/** Each of them is stopped in the middle of a change; `at` the answer to which the process dies. */
const CUT: { name: string; change: GroupText; at: string }[] = [
  {
    name: "adds",
    change: { alternativeDomains: ["adds-www.example.com", "adds-more.example.com"] },
    at: "RequestCertificate",
  },
  {
    name: "claims",
    change: { alternativeDomains: ["claims-www.example.com", "claims-more.example.com"] },
    at: "AddTagsToCertificate",
  },
  { name: "rotates", change: { keyAlgorithm: "EC_prime256v1" }, at: "UpdateDistribution" },
  { name: "shrinks", change: { alternativeDomains: [] }, at: "ChangeResourceRecordSets" },
  { name: "moves", change: {}, at: "AssociateAlias" },
];

describe("a program with groups in eight unfinished states", function () {
  this.timeout(180_000);
  leapOverLongWaits();
  const stage = onStage("");
  const places = new Map<string, string>();

  const place = (name: string): string => {
    const id = places.get(name) ?? stage.world.simulator.cloudfront.createDirect({ account: ACCOUNT }).id;
    places.set(name, id);
    return id;
  };
  const hosted = (name: string, change: GroupText = {}): GroupText => ({
    primaryDomain: `${name}.example.com`,
    alternativeDomains: [`${name}-www.example.com`],
    dns: "route53",
    distribution: { id: place(name) },
    ...change,
  });
  /** Its records are for people to publish. */
  const external = (name: string): GroupText => ({
    primaryDomain: `${name}.customer.net`,
    distribution: { id: place(name) },
  });
  const OTHERS = {
    waits: () => external("waits"),
    issued: () => external("issued"),
    disabled: () => hosted("disabled"),
  };

  function program(isChanged: boolean): string {
    const changeOf = ({ name, change }: (typeof CUT)[number]): GroupText =>
      name === "moves" ? { distribution: { id: place("moved") } } : change;
    const cut = CUT.map((each) => [each.name, hosted(each.name, isChanged ? changeOf(each) : {})]);
    const others = Object.entries(OTHERS).map(([name, group]) => [name, group()]);
    return programOf(Object.fromEntries([...cut, ...others]));
  }

  const distributions = () =>
    stage.world.simulator.cloudfront
      .snapshot()
      .map(({ id, aliases, certificateArn, enabled }) => ({ id, aliases, certificateArn, enabled }));
  const records = (): string[] =>
    stage.world.simulator.route53.snapshot().flatMap((zone) => zone.records.map(({ name, type }) => `${name} ${type}`));

  it("is destroyed, with nothing left and all as it was before", async () => {
    for (const { name } of CUT) place(name);
    for (const group of Object.values(OTHERS)) group();
    place("moved");
    const before = { distributions: distributions(), records: records() };
    stage.stack.program(program(false));
    const made = await stage.stack.up("--skip-preview");
    assert.equal(made.code, 0, made.output);
    assert.equal(certificatesOf(stage.world).length, 8);

    await publish(stage.world, "issued.customer.net");
    stage.world.simulator.cloudfront.editDirect(place("disabled"), { enabled: false });
    stage.stack.program(program(true));
    const stuck = stopAnswers(stage.world);
    const up = stage.stack.start("up", "--yes", "--non-interactive", "--skip-preview");
    await Promise.race([stuck, up.ended.then(({ output }) => assert.fail(output))]);
    killAll(up.process);
    await up.ended;
    assert.equal((await stage.stack.run("cancel", "--yes")).code, 0);

    assert.equal(certificatesOf(stage.world).length, 12, "four changes have requested one");

    const { code, output } = await stage.stack.run("destroy", "--yes", "--non-interactive", "--skip-preview");
    assert.equal(code, 0, output);
    assert.doesNotMatch(output, STACK_TRACE);
    assert.deepEqual(certificatesOf(stage.world), [], output);
    const disabled = before.distributions.map((each) => ({ ...each, enabled: each.id !== place("disabled") }));
    assert.deepEqual(distributions(), disabled);
    assert.deepEqual(records(), before.records);
  });

  /** Resolves when each of the groups waits for an answer that never comes. */
  async function stopAnswers({ simulator }: World): Promise<void> {
    const waiting = new Set<string>();
    return new Promise((resolve) => {
      simulator.onCall({
        after: ({ operation, request }, { status }) => {
          if (status >= 300) return;
          const text = JSON.stringify([request.path, request.query, request.body]);
          const group = CUT.find(({ name, at }) => at === operation && isAbout(text, name));
          if (group === undefined || waiting.has(group.name)) return;
          waiting.add(group.name);
          if (waiting.size === CUT.length) resolve();
          return new Promise(() => {});
        },
      });
    });
  }

  /** By one of its domains, or its distribution, or its certificate. */
  function isAbout(text: string, name: string): boolean {
    const arns = stage.world.simulator.acm
      .snapshot()
      .filter(({ names }) => names.includes(`${name}.example.com`))
      .map(({ arn }) => arn);
    const places = name === "moves" ? [place("moved")] : [place(name)];
    return [`${name}.example.com`, `${name}-www.example.com`, ...places, ...arns].some((sign) => text.includes(sign));
  }
});

/** People publish what ACM wants to see, and it issues the certificate. */
async function publish(world: World, domain: string): Promise<void> {
  const certificate = () => world.simulator.acm.snapshot().find(({ names }) => names.includes(domain));
  for (const { name, value } of certificate()?.records ?? [])
    await control(world, "/records", { name: name.replace(/\.$/, ""), type: "CNAME", ttl: 300, values: [value] });
  while (certificate()?.status !== "ISSUED") await new Promise((resolve) => setTimeout(resolve, 100));
}
