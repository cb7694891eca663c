import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import fc from "fast-check";
import type { DomainGroupState } from "../../provider/core/outputs";
import type { DomainGroupArgs } from "../../provider/pulumi/args";
import { parseDomainGroup } from "../../provider/pulumi/parse-domain-group";
import type { ExampleKind } from "../../provider/testing/mocks";
import { exampleState } from "../../provider/testing/mocks";

const args: DomainGroupArgs = {
  primaryDomain: "example.com",
  alternativeDomains: ["*.example.com", "bücher.example"],
  distribution: { id: "E2QWRUHAPOMQZL" },
};
const KINDS: ExampleKind[] = ["attached", "waiting-for-records", "caa-forbids", "conflict"];
const states = KINDS.map((what) => exampleState(args, what));
const anyState = fc.constantFrom(...states);

const overTheWire = (state: unknown): unknown => JSON.parse(JSON.stringify(state));
const withNulls = (state: unknown): unknown =>
  JSON.parse(JSON.stringify(state, (_name, value) => (value === undefined ? null : value)));

/** The state with one member replaced. */
function changed(state: unknown, [first, ...rest]: (string | number)[], value: unknown): unknown {
  if (first === undefined) return value;
  if (Array.isArray(state)) return state.map((item, at) => (at === first ? changed(item, rest, value) : item));
  assert.ok(typeof state === "object" && state !== null);
  const member = Object.entries(state).find(([name]) => name === first)?.[1];
  return { ...state, [first]: changed(member, rest, value) };
}

/** Where every value stands, lists and objects too. */
function placesOf(value: unknown, place: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== "object" || value === null) return [place];
  const members: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [place, ...members.flatMap(([name, member]) => placesOf(member, [...place, name]))];
}

const at = (state: unknown, place: (string | number)[]): unknown =>
  place.reduce<unknown>((value, name) => (value as { [name: string | number]: unknown })[name], state);

const kindOf = (value: unknown): string =>
  Array.isArray(value) ? "list" : value === null || value === undefined ? "nothing" : typeof value;

const OPTIONAL = /^(certificateArn|certificateExpiry|distribution(Id|Arn|DomainName)|viewerCertificate\..+)$/;

describe("parseDomainGroup", () => {
  it("gives back every state as it was, from JSON with or without null", () => {
    for (const state of states) {
      assert.deepEqual(parseDomainGroup(overTheWire(state)), state);
      assert.deepEqual(parseDomainGroup(withNulls(state)), state);
    }
  });

  it("has every member, also those that are not known", () => {
    const waiting = parseDomainGroup(overTheWire(exampleState(args, "waiting-for-records")));
    assert.equal("certificateExpiry" in waiting, true);
    assert.equal(waiting.certificateExpiry, undefined);
  });

  it("leaves out what it does not know", () => {
    const [state] = states;
    const more = { ...state, id: "brand", urn: "urn:pulumi:x", __provider: "text", later: { a: 1 } };
    assert.deepEqual(parseDomainGroup(more), state);
  });

  it("lets no value of another type pass, and names its place", () => {
    const wrong = fc.constantFrom<unknown>(undefined, null, 7, "words", true, [], ["x"], [{}], {}, { a: 1 });
    fc.assert(
      fc.property(anyState, fc.nat(), wrong, (state, pick, value) => {
        const places = placesOf(overTheWire(state));
        const place = places[pick % places.length] ?? [];
        const path = place.map((name) => (typeof name === "number" ? `[${name}]` : `.${name}`)).join("");
        fc.pre(kindOf(value) !== kindOf(at(overTheWire(state), place)));
        fc.pre(!(kindOf(value) === "nothing" && OPTIONAL.test(path.slice(1))));
        assert.throws(
          () => parseDomainGroup(changed(overTheWire(state), place, value)),
          (error: Error) =>
            error instanceof TypeError && error.message.startsWith(`parseDomainGroup: ${path.slice(1)}`),
        );
      }),
      { numRuns: 1000 },
    );
  });

  const words = [
    "status",
    "reached",
    "guidance.0.severity",
    "guidance.0.actor",
    "domains.0.attachment",
    "domains.0.traffic",
    "dnsRecords.0.purpose",
    "dnsRecords.0.type",
    "dnsRecords.0.state",
    "dnsRecords.0.action",
    "dnsRecords.0.publishedBy",
    "viewerCertificate.sslSupportMethod",
  ];
  for (const word of words) {
    it(`knows every word for ${word}, and refuses another`, () => {
      const place = word.split(".").map((name) => (name === "0" ? 0 : name));
      for (const value of ["NONSENSE", "toString", ""]) {
        assert.throws(() => parseDomainGroup(changed(states[0], place, value)), {
          message: /expected one of [A-Za-z]/,
        });
      }
    });
  }

  it("refuses a newer schema, and says what to do", () => {
    assert.throws(() => parseDomainGroup({ schemaVersion: 2 }), {
      message:
        "parseDomainGroup: schemaVersion 2 was written by a newer release; this one reads up to 1. " +
        "Upgrade the package: npm install pulumi-domain-group@latest",
    });
  });

  const state = states[0];
  const garbage: [string, unknown, string | RegExp][] = [
    ["nothing", undefined, "expected an object, got nothing"],
    ["null", null, "expected an object, got nothing"],
    ["a number", 7, "expected an object, got number 7"],
    ["a symbol", Symbol("x"), "expected an object, got symbol Symbol(x)"],
    ["a function", () => 1, "expected an object, got a function"],
    ["a list of groups", [state], "expected an object, got a list of 1"],
    ["a word", "brand", 'expected an object, got "brand"'],
    ["an empty object", {}, "schemaVersion: expected a schema version, 1, got nothing"],
    [
      "an old version that never was",
      { ...state, schemaVersion: 0 },
      "schemaVersion: expected a schema version, 1, got number 0",
    ],
    ["text that is JSON", JSON.stringify(state), /^expected an object \(use JSON\.parse first\), got "\{/],
    [
      "all outputs of a stack",
      { brand: state, url: "x", shop: state },
      "expected one group, but these are the outputs of a whole stack (take brand or shop), got an object",
    ],
    ["an Output", pulumi.output(state), "expected an object, got an Output: use output.apply(parseDomainGroup)"],
    [
      "an object of Outputs, such as the resource itself",
      { ...state, status: pulumi.output("ERROR") },
      /^status: expected one of .* got an Output: use output\.apply/,
    ],
    ["a promise", Promise.resolve(state), "expected an object, got a promise: await it first"],
    [
      "a secret of `pulumi stack output`",
      "[secret]",
      "expected an object, got a secret that is not shown: use pulumi stack output --show-secrets",
    ],
    [
      "a member that is a secret",
      { ...state, accountId: "[secret]" },
      "accountId: expected a string, got a secret that is not shown: use pulumi stack output --show-secrets",
    ],
    [
      "a secret of `pulumi stack export`",
      { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", ciphertext: "x" },
      /got a secret or another special value in the engine's own form$/,
    ],
    [
      "a ttl that is no whole number",
      changed(state, ["dnsRecords", 0, "ttl"], 0.5),
      /^dnsRecords\[0\]\.ttl: expected a whole number, got number 0\.5$/,
    ],
  ];
  for (const [what, value, message] of garbage) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => parseDomainGroup(value),
        (error: Error) => {
          const said = error.message.replace("parseDomainGroup: ", "");
          if (typeof message === "string") assert.equal(said, message);
          else assert.match(said, message);
          return error instanceof TypeError;
        },
      );
    });
  }

  it("shows long text cut", () => {
    assert.throws(() => parseDomainGroup("x".repeat(1000)), { message: /got "x{60}…"$/ });
  });

  it("takes what a StackReference gives, inside apply", async () => {
    const output = pulumi.output(withNulls(state) as object).apply(parseDomainGroup);
    const parsed = await new Promise<DomainGroupState>((resolve) => output.apply(resolve));
    assert.deepEqual(parsed, state);
  });
});
