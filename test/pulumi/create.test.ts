import assert from "node:assert/strict";
import type { RunResult } from "../../provider/reconcile";
import {
  ARN,
  applying,
  checked,
  ends,
  failure,
  internal,
  type Loop,
  NOW,
  report,
  requested,
  stage,
  stopped,
  untouched,
  waiting,
} from "./fixtures";

describe("create", () => {
  it("gives the loop what the inputs say", async () => {
    const { hooks, runs } = stage({ reconcile: ends("settled", report()) });
    const given = {
      waitFor: "issued",
      dns: "route53",
      minimumProtocolVersion: "TLSv1.2_2021",
      tags: { team: "web" },
      timeout: "90s",
    };
    const { id } = await hooks.create(
      await checked({ ...given, __domainGroup: internal({ defaultTags: { env: "dev" } }) }),
    );
    const [run] = runs;
    assert.equal(id, "acme/shop/dev/brand");
    assert.deepEqual(run?.desired, {
      groupId: "acme/shop/dev/brand",
      name: "brand",
      owner: "acme/shop/dev",
      domains: ["example.com", "www.example.com"],
      distribution: { kind: "existing", id: "E2QWRUHAPOMQZL", domainName: null },
      dns: {
        kind: "route53",
        zoneIds: null,
        onMissingZone: "fail",
        routing: "create",
        removeValidationRecords: "auto",
        manageCaa: false,
      },
      certificate: null,
      keyAlgorithm: "RSA_2048",
      moveFrom: [],
      minimumProtocolVersion: "TLSv1.2_2021",
      tags: { env: "dev", team: "web" },
      waitFor: "issued",
    });
    assert.equal(run?.goal, "present");
    assert.equal(run?.deadline, NOW + 90_000);
    assert.equal(run?.accountId, null);
    assert.equal(run?.previous, null);
    assert.deepEqual(run?.owners, ["acme/shop/dev"]);
  });

  it("has the outputs that people see, one internal one, and the echo of the internal input", async () => {
    const { outs } = await stage({ reconcile: ends("settled", report()) }).hooks.create(await checked());
    assert.deepEqual(
      Object.keys(outs).sort(),
      [
        "__domainGroup",
        "__provider",
        "__state",
        "accountId",
        "actionRequired",
        "aliases",
        "certificateArn",
        "dnsRecords",
        "distributionId",
        "domains",
        "groupId",
        "guidance",
        "name",
        "reached",
        "schemaVersion",
        "settled",
        "status",
        "viewerCertificate",
      ].sort(),
    );
    assert.deepEqual([outs["name"], outs["groupId"], outs["schemaVersion"]], ["brand", "acme/shop/dev/brand", 1]);
  });

  it("has an incarnation of its own each time", async () => {
    const { hooks, runs } = stage({ reconcile: ends("settled", report()) });
    await hooks.create(await checked());
    await hooks.create(await checked());
    assert.deepEqual(
      runs.map(({ incarnation }) => incarnation),
      ["incarnation-1", "incarnation-2"],
    );
  });

  it("succeeds with a warning while records of people are missing, and shows them", async () => {
    const { hooks, said } = stage({ reconcile: ends("waitingForYou", waiting()) });
    const { outs } = await hooks.create(await checked());
    assert.equal(outs["settled"], false);
    assert.match(
      said[0] ?? "",
      /^info: DNS records to publish.*\n.*\nCNAME +_a.example.com +_b.acm-validations.aws +300 +MISSING +PUBLISH$/,
    );
    assert.match(said[1] ?? "", /^warning: WAITING_FOR_RECORDS: /);
  });

  it("says nothing when all is well", async () => {
    const { hooks, said } = stage({ reconcile: ends("settled", report()) });
    await hooks.create(await checked());
    assert.deepEqual(said, []);
  });
});

describe("a run that stops before its end", () => {
  const table: [end: RunResult["end"], code: string, ifNotReached: string, succeeds: boolean][] = [
    ["timeout", "DEPLOYING", "fail", false],
    ["timeout", "DEPLOYING", "report", true],
    ["cancelled", "CANCELLED", "fail", false],
    ["cancelled", "CANCELLED", "report", true],
    ["blocked", "ALIAS_TAKEN", "fail", false],
    ["blocked", "ALIAS_TAKEN", "report", true],
    ["blocked", "QUOTA_REACHED", "report", true],
    ["blocked", "CREDENTIALS", "report", false],
    ["blocked", "FORBIDDEN", "report", false],
    ["blocked", "WRONG_ACCOUNT", "report", false],
    ["blocked", "DISTRIBUTION_NOT_FOUND", "report", false],
    ["blocked", "OWN_CERTIFICATE_LACKS", "report", false],
    ["waitingForYou", "WAITING_FOR_RECORDS", "fail", true],
    ["reached", "WAITING_FOR_ISSUE", "fail", true],
  ];
  for (const [end, code, ifNotReached, succeeds] of table) {
    it(`${end} by ${code} with ifNotReached "${ifNotReached}" ${succeeds ? "succeeds with a warning" : "fails and keeps all progress"}`, async () => {
      const { hooks, said } = stage({ reconcile: ends(end, stopped(code)) });
      const run = hooks.create(await checked({ ifNotReached }));
      if (succeeds) {
        assert.equal((await run).outs["certificateArn"], ARN);
        assert.match(said.at(-1) ?? "", new RegExp(`^warning: ${code}: `));
        return;
      }
      const { id, properties, reasons, message, stack } = await failure(run);
      assert.equal(id, "acme/shop/dev/brand");
      assert.equal(properties?.["certificateArn"], ARN);
      assert.equal(properties?.["__provider"], "text of the provider");
      assert.match(reasons?.join() ?? "", new RegExp(`^brand .*${code}: `));
      assert.equal(stack, message);
    });
  }

  for (const end of ["timeout", "blocked", "waitingForYou", "reached"] as const) {
    it(`${end} without a distribution never hands out no aliases, even with ifNotReached "report"`, async () => {
      const { hooks } = stage({ reconcile: ends(end, stopped("WAITING_FOR_RECORDS")) });
      const inputs = await checked({ distribution: undefined, ifNotReached: "report" });
      const { id, reasons } = await failure(hooks.create(inputs));
      assert.equal(id, "acme/shop/dev/brand");
      if (end === "timeout") assert.match(reasons?.[0] ?? "", /^brand did not reach "issued" in time\. /);
      assert.match(reasons?.at(-1) ?? "", /^ifNotReached: "report" takes effect once a certificate is issued/);
    });
  }

  it("without a distribution may report when there are aliases already", async () => {
    const rotating = report(["WAITING_FOR_RECORDS"], { settled: false, aliases: ["example.com"] });
    const { hooks } = stage({ reconcile: ends("timeout", rotating) });
    const { outs } = await hooks.create(await checked({ distribution: undefined, ifNotReached: "report" }));
    assert.deepEqual(outs["aliases"], ["example.com"]);
  });

  it("leaves nothing in the state when nothing is in the world: arguments can still be mended", async () => {
    const { hooks } = stage({ reconcile: ends("blocked", stopped("DISTRIBUTION_NOT_FOUND"), untouched) });
    const { id, message, stack } = await failure(hooks.create(await checked()));
    assert.equal(id, undefined);
    assert.match(message, /DISTRIBUTION_NOT_FOUND: /);
    assert.equal(stack, message);
  });

  it("keeps what it had done when it broke off by a defect", async () => {
    const breaks: Loop = (run) => {
      run.onProgress(applying, requested(run));
      throw new Error("the loop broke");
    };
    const { id, properties, reasons } = await failure(stage({ reconcile: breaks }).hooks.create(await checked()));
    assert.equal(id, "acme/shop/dev/brand");
    assert.equal(properties?.["certificateArn"], ARN);
    assert.match(reasons?.[0] ?? "", /^the loop broke/);
  });
});
