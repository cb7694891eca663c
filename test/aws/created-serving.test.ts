import assert from "node:assert/strict";
import { createdWorld, services } from "./created-world";

describe("what a created distribution serves", () => {
  it("is 403 until the bucket allows its ARN, then the root object", async () => {
    const { create, ask, settle, simulator } = await createdWorld();
    const created = await create(services.static);
    await settle();
    assert.equal(ask(created).status, 403);
    simulator.cloudfront.putBucket({
      name: "pictures",
      region: "eu-west-1",
      allow: [created.arn],
      objects: ["index.html"],
    });
    assert.deepEqual([ask(created).status, ask(created, { path: "/about" }).status], [200, 403]);
    assert.match(ask(created).body, /bucket pictures: index\.html/);
    assert.equal(ask(created, { method: "POST" }).status, 403);
  });

  it("is for a spa the root object wherever there is no object, and 403 while the bucket is closed", async () => {
    const { create, ask, settle, simulator } = await createdWorld();
    const created = await create(services.spa);
    await settle();
    assert.equal(ask(created, { path: "/about" }).status, 403);
    const objects = ["index.html", "app.js"];
    simulator.cloudfront.putBucket({ name: "pictures", region: "eu-west-1", allow: [created.arn], objects });
    const route = ask(created, { path: "/about" });
    assert.equal(route.status, 200);
    assert.match(route.body, /bucket pictures: index\.html/);
    assert.match(ask(created, { path: "/app.js" }).body, /bucket pictures: app\.js/);
  });

  for (const service of [services.web, services.api]) {
    it(`is for ${service.type} the server's answer to the viewer's method, Host, query, headers and cookies`, async () => {
      const { create, ask, settle } = await createdWorld();
      const created = await create(service);
      await settle();
      const headers = { cookie: "session=1", "x-custom": "x", "accept-encoding": "br" };
      const { status, body } = ask(created, { method: "PUT", path: "/orders", query: "a=1&b=2", headers });
      assert.equal(status, 200);
      const lines = body
        .split("\n")
        .filter((line) => line !== "")
        .slice(1);
      assert.deepEqual(
        new Set(lines),
        new Set([
          "PUT /orders?a=1&b=2",
          `host: ${created.domainName}`,
          "user-agent: Amazon CloudFront",
          "x-custom: x",
          "accept-encoding: br",
          "cookie: session=1",
        ]),
      );
      assert.equal(ask(created, { path: "/status/404" }).status, 404);
    });
  }
});
