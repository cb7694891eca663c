import assert from "node:assert/strict";
import { allPages, MOST_PAGES } from "../../provider/aws/call";
import type { Reply } from "../../provider/ports";
import { awsAnswering } from "./world";

/** A list whose page after this marker is told by `next`. */
function pagesOf(next: (start: string | undefined) => string | undefined) {
  const starts: (string | undefined)[] = [];
  const page = async (start: string | undefined) => {
    // A mistake here must end all the same.
    if (starts.push(start) > 2 * MOST_PAGES) throw new Error("pages without end");
    return { kind: "ok" as const, value: { items: [start ?? "first"], next: next(start) } };
  };
  return { starts, page };
}

const following =
  (order: { [start: string]: string }) =>
  (start = "first"): string | undefined =>
    order[start];

const unreadable = (reply: Reply<unknown>): unknown[] =>
  reply.kind === "failed" ? [reply.trouble.reason, reply.trouble.code, reply.trouble.passing] : [reply.kind];

const UNREADABLE = ["UNREADABLE", "EndlessList", false];

describe("a list in pages", () => {
  it("is all of them, in order", async () => {
    const { page } = pagesOf(following({ first: "a", a: "b" }));
    assert.deepEqual(await allPages(page), { kind: "ok", value: ["first", "a", "b"] });
  });

  const circles: [what: string, order: { [start: string]: string }, calls: number][] = [
    ["a marker that does not move on", { first: "a", a: "a" }, 2],
    ["markers that go in circles", { first: "a", a: "b", b: "a" }, 3],
  ];
  for (const [what, order, calls] of circles) {
    it(`can't be read where it has ${what}: no page is asked for twice`, async () => {
      const { starts, page } = pagesOf(following(order));
      assert.deepEqual(unreadable(await allPages(page)), UNREADABLE);
      assert.equal(starts.length, calls);
    });
  }

  it("can't be read where it never ends", async () => {
    const { starts, page } = pagesOf((start = "0") => String(Number(start) + 1));
    assert.deepEqual(unreadable(await allPages(page)), UNREADABLE);
    assert.equal(starts.length, MOST_PAGES);
  });

  it("may have as many pages as an account can fill", async () => {
    const { page } = pagesOf((start = "0") => (Number(start) < MOST_PAGES - 1 ? String(Number(start) + 1) : undefined));
    assert.equal((await allPages(page)).kind, "ok");
  });

  it("fails as its page does", async () => {
    const gone = { kind: "absent" } as const;
    assert.deepEqual(await allPages(async () => gone), gone);
  });
});

/** An endpoint that begins the list again and again. */
function stuck(body: string) {
  let calls = 0;
  const { distributions, zones } = awsAnswering(() => {
    calls += 1;
    if (calls > 10) throw new Error("asked without end");
    return { statusCode: 200, body };
  });
  return { distributions, zones, calls: () => calls };
}

describe("an endpoint whose marker does not move on", () => {
  it("is asked for distributions twice, and gives no list", async () => {
    const { distributions, calls } = stuck("<DistributionList><NextMarker>same</NextMarker></DistributionList>");
    const reply = await distributions.list();
    assert.deepEqual([unreadable(reply), calls()], [UNREADABLE, 2]);
    assert.ok(reply.kind === "failed");
    assert.equal(reply.trouble.operation, "cloudfront:ListDistributions");
  });

  it("is asked for owners twice, and names none", async () => {
    const { distributions, calls } = stuck("<R><NextMarker>same</NextMarker></R>");
    const reply = await distributions.conflicts("www.example.com", "E1");
    assert.deepEqual([unreadable(reply), calls()], [UNREADABLE, 2]);
    assert.ok(reply.kind === "failed");
    assert.equal(reply.trouble.operation, "cloudfront:ListDomainConflicts");
  });

  it("is asked for the record sets of a name no more than twice, after the first page, and gives none", async () => {
    const set = "<ResourceRecordSet><Name>www.example.com.</Name><Type>A</Type></ResourceRecordSet>";
    const more = "<IsTruncated>true</IsTruncated><NextRecordName>www.example.com.</NextRecordName>";
    const { zones, calls } = stuck(`<R><ResourceRecordSets>${set}</ResourceRecordSets>${more}</R>`);
    assert.deepEqual([unreadable(await zones.recordSets("Z1", ["www.example.com"])), calls()], [UNREADABLE, 3]);
  });
});
