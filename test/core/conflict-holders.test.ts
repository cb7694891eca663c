/** What can hold a name: a distribution that its id names, one that CloudFront shows by no character, or a tenant of a multi-tenant distribution. */
import assert from "node:assert/strict";
import { causesOfOwners, isMoveAllowed, type Owner, ownersOf } from "../../provider/core/conflicts";
import type { DomainName } from "../../provider/core/domain-name";
import { guidanceOf } from "../../provider/core/guidance";
import type { Conflict } from "../../provider/core/looks";
import { onConflict } from "../../provider/pulumi/conflict-reader";
import { domainNames } from "../simulation/world";
import { masked } from "../simulator/cloudfront/conflicts";
import { ACCOUNT, TARGET } from "./gen";

const WWW = domainNames("www.example.com")[0] as DomainName;
const STRANGER = "999999999999";
const TENANT = "dt_2wjMzsyFxqIZohWzv1b9It8JABC";
const THEIRS = "E1ABCDEFGHIJKL";
const STARS = "**************";

function ownerBy(kind: Conflict["kind"], id: string, account = STRANGER): Owner {
  const conflict: Conflict = { domain: WWW, kind, id: masked(id), account: masked(account) };
  const [only] = ownersOf(WWW, [conflict], ACCOUNT, []);
  assert.ok(only);
  return only;
}

const tenant = ownerBy("tenant", TENANT);
const here = ownerBy("tenant", TENANT, ACCOUNT);
const theirs = ownerBy("distribution", THEIRS);
const hidden: Owner = { ...theirs, id: STARS };
const almostHidden: Owner = { ...theirs, id: "**********HIJK" };

const saidOf = (owner: Owner, more: { [name: string]: string } = {}, moveFrom: string[] = []) => {
  const [cause] = causesOfOwners([owner], { moveFrom, targetDomainName: TARGET });
  assert.ok(cause);
  return guidanceOf({ ...cause, params: { ...cause.params, ...more } });
};

describe("a tenant that has a name", () => {
  it("is none of the distributions that the account lists, and elsewhere a stranger's", () => {
    assert.deepEqual([here.class, here.kind, here.full], ["unlisted", "tenant", null]);
    assert.deepEqual([tenant.class, tenant.kind, tenant.full], ["otherAccount", "tenant", null]);
  });

  const named: [how: string, id: string][] = [
    ["in full", TENANT],
    ["as CloudFront shows it", masked(TENANT)],
  ];
  for (const [how, id] of named) {
    it(`never gives it to AssociateAlias, which knows standard distributions alone: not where it is named ${how}`, () => {
      for (const owner of [tenant, here]) {
        assert.equal(isMoveAllowed(owner, [id]), false);
        assert.equal(causesOfOwners([owner], { moveFrom: [id], targetDomainName: TARGET }).length, 1);
      }
    });

    it(`is nothing that \`onConflict\` takes ${how}: the rule says what it takes`, () => {
      const reading = onConflict({ moveFrom: [id] });
      assert.ok(reading.kind === "bad");
      assert.match(reading.problems[0]?.rule ?? "", /^must be the id of a standard distribution, /);
    });
  }

  it("of another account is said to be one, with what works there", () => {
    const { code, happening, todo, next } = saidOf(tenant);
    assert.equal(code, "ALIAS_TAKEN_ELSEWHERE");
    assert.match(happening, / on \*{15}ohWzv1b9It8JABC, a tenant of a multi-tenant distribution;/);
    assert.match(todo, /If that is you, take it off that tenant there \(`aws cloudfront update-distribution-tenant`\)/);
    assert.match(todo, /AWS Support/);
    assert.match(next, /`pulumi up`/);
  });

  it("of the account is said to be one, with a command that shows it and those that take it off or over", () => {
    const { code, happening, todo, commands } = saidOf(here);
    assert.equal(code, "ALIAS_TAKEN_BY_TENANT");
    assert.match(happening, / on \*{15}ohWzv1b9It8JABC, a tenant of a multi-tenant distribution\.$/);
    assert.match(todo, /`aws cloudfront update-distribution-tenant`.*`aws cloudfront update-domain-association`/);
    assert.deepEqual(commands, [`aws cloudfront get-distribution-tenant-by-domain --domain "${WWW}"`]);
  });

  it("is known to be none where the account has a distribution that it does not list yet", () => {
    const { happening, todo } = saidOf(ownerBy("distribution", THEIRS, ACCOUNT));
    assert.match(happening, /or a distribution made a moment ago\.$/);
    assert.match(todo, /it names the new distribution/);
  });
});

describe("a distribution of another account", () => {
  it("is one to name in `onConflict` where CloudFront shows enough of its id", () => {
    assert.match(
      saidOf(theirs).todo,
      /disable that distribution and set `onConflict: \{ moveFrom: \["\*{7}FGHIJKL"\] \}`/,
    );
  });

  for (const [what, owner] of [
    ["nothing", hidden],
    ["too little", almostHidden],
  ] as const) {
    it(`is to let the name go there where CloudFront shows ${what} of its id`, () => {
      assert.match(saidOf(owner).todo, /If that is you, take it off there\. If it is AWS, /);
    });
  }
});

describe("what a person is told to set", () => {
  for (const owner of [tenant, here, theirs, hidden, almostHidden]) {
    for (const attaches of ["program", "group"]) {
      it(`is what \`onConflict\` takes: ${owner.kind} ${owner.id}, the ${attaches} attaches`, () => {
        const { happening, todo, next } = saidOf(owner, { attaches });
        for (const sentence of [happening, todo, next]) assert.match(sentence, /^[A-Z].*[^.]\.$/);
        const [, id] = /moveFrom: \["(.*?)"\]/.exec(todo) ?? [];
        assert.equal(id !== undefined, owner === theirs && attaches === "group");
        if (id !== undefined) assert.equal(onConflict({ moveFrom: [id] }).kind, "known");
        assert.doesNotMatch(todo, /\?|undefined/);
      });
    }
  }
});
