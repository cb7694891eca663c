import assert from "node:assert/strict";
import { decide } from "../../provider/core/decide";
import { remember } from "../../provider/core/memory";
import type { CertificateArn } from "../../provider/core/model";
import { TAG } from "../../provider/core/ownership";
import { domainNames, ROUTE53 } from "../simulation/world";
import {
  aliasRecord,
  arn,
  attached,
  certificate,
  DOMAINS,
  detail,
  distribution,
  input,
  known,
  MINUTE,
  NOW,
  ownTags,
  plainRecord,
  TARGET,
  ZONES,
} from "./gen";
import { everything, issued, leaving, requested, said, validationRecords } from "./table";

const ROUTE53_TAKE_OVER = { ...ROUTE53, routing: "takeOver" as const };

describe("what is written to a distribution", () => {
  it("keeps foreign aliases that are covered, and the security policy of a custom certificate", () => {
    const before = {
      source: "acm",
      id: "arn:other",
      minimumProtocolVersion: "TLSv1.2_2019",
      sslSupportMethod: "vip",
    } as const;
    const aliases = ["img.example.com"];
    const names = domainNames(...DOMAINS, "*.example.com");
    const desired = { ...input().desired, domains: names };
    const zones = known({ ...ZONES, "*.example.com": { kind: "found", zoneId: "Z1", zone: "example.com" } as const });
    const next = decide(
      input(
        {
          zones,
          distribution: known(distribution({ aliases, viewerCertificate: before })),
          certificates: known([
            { arn: before.id as CertificateArn, tags: known({}) },
            certificate(
              "a",
              detail({ names }),
              ownTags({ [TAG.beforeCertificate]: "acm arn:other TLSv1.2_2019 vip", [TAG.beforeAliases]: "000" }),
            ),
          ]),
          recordSets: everything,
        },
        { desired },
      ),
    );
    assert.ok(next.kind === "step" && next.step.kind === "updateDistribution", JSON.stringify(next));
    assert.deepEqual(next.step.change, {
      aliases: ["img.example.com", ...DOMAINS, "*.example.com"],
      viewerCertificate: {
        source: "acm",
        id: arn("a"),
        minimumProtocolVersion: "TLSv1.2_2019",
        sslSupportMethod: "vip",
      },
    });
  });

  it("restores what was there before when the group leaves", () => {
    const tags = ownTags({
      [TAG.beforeCertificate]: "acm arn:earlier TLSv1.2_2019 sni-only",
      [TAG.beforeAliases]: "01",
    });
    const next = decide(
      leaving({
        certificates: known([certificate("a", {}, tags)]),
        recordSets: known([]),
        distribution: known(attached("a")),
      }),
    );
    assert.ok(next.kind === "step" && next.step.kind === "updateDistribution");
    assert.deepEqual(next.step.change, {
      aliases: ["www.example.com"],
      viewerCertificate: {
        source: "acm",
        id: "arn:earlier",
        minimumProtocolVersion: "TLSv1.2_2019",
        sslSupportMethod: "sni-only",
      },
    });
  });

  it("keeps the certificate, and gives it up, when foreign aliases need it", () => {
    const aliases = [...DOMAINS, "img.example.com"];
    const observed = { certificates: issued, recordSets: known([]), distribution: known(attached("a", { aliases })) };
    const next = decide(leaving(observed));
    assert.ok(next.kind === "step" && next.step.kind === "updateDistribution");
    assert.deepEqual(next.step.change.aliases, ["img.example.com"]);
    assert.equal(next.step.change.viewerCertificate.id, arn("a"));
    const after = decide(
      leaving({ ...observed, distribution: known(attached("a", { aliases: ["img.example.com"] })) }),
    );
    assert.equal(said(after), "untagCertificate");
    const given = {
      ...observed,
      certificates: known([certificate("a", {}, {})]),
      distribution: known(attached("a", { aliases: ["img.example.com"] })),
    };
    assert.equal(said(decide(leaving(given, { memory: requested("a", MINUTE) }))), "settled");
  });

  it("replaces a CNAME by aliases in one batch under takeOver", () => {
    const desired = { ...input().desired, dns: { ...ROUTE53_TAKE_OVER } };
    const old = plainRecord("www.example.com", "CNAME", "old.example.net");
    const recordSets = known([
      ...validationRecords,
      old,
      ...["A", "AAAA", "HTTPS"].map((type) => aliasRecord("example.com", type)),
    ]);
    const next = decide(input({ certificates: issued, recordSets, distribution: known(attached("a")) }, { desired }));
    assert.ok(next.kind === "step" && next.step.kind === "writeRecords");
    assert.deepEqual(
      next.step.changes.map(
        ({ action, record }) => `${action} ${record.name} ${record.type} ${record.alias?.dnsName ?? record.values[0]}`,
      ),
      [
        "DELETE www.example.com CNAME old.example.net",
        `CREATE www.example.com A ${TARGET}`,
        `CREATE www.example.com AAAA ${TARGET}`,
        `CREATE www.example.com HTTPS ${TARGET}`,
      ],
    );
    const memory = remember(input().memory, next.step, { kind: "done", result: { kind: "none" } }, NOW);
    assert.deepEqual(memory.replacedRecords, [old]);
  });
});
