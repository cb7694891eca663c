import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { exampleState, withDomainGroups } from "pulumi-domain-group/testing";
import { createSite } from "./site";

const resolved = <T>(output: pulumi.Output<T>): Promise<T> => new Promise((resolve) => output.apply(resolve));

describe("a customer's site", () => {
  it("serves the domain and www", async () => {
    await pulumi.runtime.setMocks(withDomainGroups());
    const { brand } = createSite("example.com", "E1234567890ABC");
    assert.deepEqual(await resolved(brand.aliases), ["example.com", "www.example.com"]);
    assert.equal(await resolved(brand.domain("www.example.com").attachment), "ATTACHED");
  });

  it("asks for nothing when all is served", async () => {
    await pulumi.runtime.setMocks(withDomainGroups());
    const { letter } = createSite("example.com", "E1234567890ABC");
    assert.equal(await resolved(letter), "");
  });

  it("asks the customer for the records that are missing", async () => {
    await pulumi.runtime.setMocks(withDomainGroups({}, (_name, args) => exampleState(args, "waiting-for-records")));
    const { brand, letter } = createSite("example.com", "E1234567890ABC");
    const [record] = await resolved(brand.validationRecords);
    assert.match(await resolved(letter), new RegExp(`^Please publish:[\\s\\S]*${record?.name}`));
  });
});
