import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { DomainGroupArgs } from "../../provider/pulumi/args";
import type { PublishRecord } from "../../provider/pulumi/dns-args";
import { DomainGroup } from "../../provider/pulumi/domain-group";

class Published extends pulumi.CustomResource {
  constructor(name: string, opts?: pulumi.CustomResourceOptions) {
    super("dns:index:Record", name, {}, opts);
  }
}

const args: DomainGroupArgs = {
  primaryDomain: "example.com",
  alternativeDomains: ["www.example.com"],
  distribution: { id: "E1" },
};

const construct = (callback: PublishRecord, given: Partial<DomainGroupArgs> = {}): DomainGroup =>
  new DomainGroup("brand", { ...args, ...given, dns: { publish: callback } });

/** What a program is told, in one message without a stack. */
function refuses(construction: () => unknown, message: RegExp): void {
  assert.throws(construction, (error: Error) => {
    assert.match(error.message, message);
    return pulumi.RunError.isInstance(error);
  });
}

describe("a callback that publishes badly", () => {
  before(() =>
    pulumi.runtime.setMocks({ newResource: ({ name }) => ({ id: name, state: {} }), call: () => ({}) }, "shop", "dev"),
  );

  for (const purpose of ["VALIDATION", "ROUTING"] as const) {
    it(`and throws is named with the ${purpose} record and the place in the program`, () => {
      const callback: PublishRecord = (record) => {
        if (record.purpose === purpose) throw new TypeError("no zone for it");
        return undefined;
      };
      const message = new RegExp(
        `^brand: dns\\.publish failed for the record ${purpose}:example\\.com: no zone for it, at .*publish-errors\\.test\\.ts:\\d+:\\d+`,
      );
      refuses(() => construct(callback), message);
    });
  }

  it("and throws what is no error is named too", () => {
    const callback: PublishRecord = () => {
      throw "no zone";
    };
    refuses(() => construct(callback), /^brand: dns\.publish failed for the record VALIDATION:example\.com: no zone$/);
  });

  const table: [what: string, value: unknown, named: RegExp][] = [
    [
      "a promise, as async functions do",
      Promise.resolve(undefined),
      /gave a promise for the record VALIDATION:example\.com/,
    ],
    ["an Output", pulumi.output("x"), /gave an Output for the record/],
    ["a string", "x", /gave a string for the record/],
    ["a list with something else in it", [{}], /gave an object for the record/],
  ];
  for (const [what, value, named] of table) {
    it(`and gives ${what}, is told what to return`, () => {
      refuses(() => construct((() => value) as unknown as PublishRecord), named);
    });
  }

  it("and gives nothing leaves the record to somebody else, in JavaScript too", () => {
    construct(() => undefined, { groupId: "undefined" });
    construct((() => null) as unknown as PublishRecord, { groupId: "null" });
  });

  it("and gives two resources of one name is told which records, and of a name that fits", () => {
    refuses(
      () => construct(({ purpose }) => (purpose === "ROUTING" ? new Published("same") : undefined)),
      /^brand: dns\.publish gave two resources of the type dns:index:Record with the name "same" for the records ROUTING:example\.com and ROUTING:www\.example\.com: each needs its own; record\.resourceName is one$/,
    );
  });

  it("and gives two of one name for one record is told the record", () => {
    refuses(
      () => construct(() => [new Published("same"), new Published("same")]),
      /with the name "same" for the record VALIDATION:example\.com:/,
    );
  });

  it("may use one name below several parents, and one resource for several records", () => {
    const all = new Published("all");
    construct(({ resourceName }) => {
      const parent = new pulumi.ComponentResource("app:Record", resourceName);
      return [new Published("record", { parent }), all];
    });
  });
});

describe("names of domains that name resources", () => {
  const table: [string, Partial<DomainGroupArgs>][] = [
    ["primaryDomain", { primaryDomain: pulumi.output("example.com") }],
    ["alternativeDomains", { alternativeDomains: Promise.resolve(["www.example.com"]) }],
    ["alternativeDomains[1]", { alternativeDomains: ["www.example.com", pulumi.output("shop.example.com")] }],
  ];
  for (const [property, given] of table) {
    it(`can't be Outputs: ${property}`, () => {
      const callback: PublishRecord = () => assert.fail("nothing is to be published");
      refuses(
        () => construct(callback, given),
        new RegExp(`^brand: ${property.replace(/[[\]]/g, "\\$&")} must be plain with dns: \\{ publish \\}`),
      );
    });
  }

  it("have no records while they are wrong: the preview says what is wrong with them", () => {
    construct(() => assert.fail("nothing is to be published"), { primaryDomain: "https://example.com" });
  });
});
