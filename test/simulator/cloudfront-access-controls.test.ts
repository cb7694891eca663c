import assert from "node:assert/strict";
import {
  DeleteOriginAccessControlCommand,
  GetOriginAccessControlCommand,
  GetOriginAccessControlConfigCommand,
  ListOriginAccessControlsCommand,
  type OriginAccessControlConfig,
  UpdateOriginAccessControlCommand,
} from "@aws-sdk/client-cloudfront";
import { describe, it } from "mocha";
import { type CloudFrontBench, callsOf, cloudFrontBench } from "./cloudfront/bench";
import {
  accessControl,
  accessControlConfig,
  bucketOrigin,
  IN_UPDATES,
  originList,
  pictures,
} from "./cloudfront/origin-bench";
import { second } from "./defaults";

const NOT_VALID = {
  name: "InvalidOriginAccessControl",
  message: "The specified origin access control does not exist or is not valid.",
};
const NOBODY = "E0000000000000";

const remove = ({ cloudFront }: CloudFrontBench, Id: string, IfMatch?: string) =>
  cloudFront.send(new DeleteOriginAccessControlCommand({ Id, IfMatch }));

const rename = ({ cloudFront }: CloudFrontBench, Id: string, Name: string, IfMatch?: string) =>
  cloudFront.send(
    new UpdateOriginAccessControlCommand({ Id, IfMatch, OriginAccessControlConfig: accessControlConfig({ Name }) }),
  );

async function listed({ cloudFront }: CloudFrontBench, input: { MaxItems?: number; Marker?: string } = {}) {
  const { OriginAccessControlList } = await cloudFront.send(new ListOriginAccessControlsCommand(input));
  return { ...OriginAccessControlList, names: OriginAccessControlList?.Items?.map(({ Name }) => Name) ?? [] };
}

describe("an origin access control", () => {
  it("is created with id and ETag, and read as it was written", async () => {
    const bench = cloudFrontBench();
    const { id: Id, etag } = await accessControl(bench, { Description: "for pictures" });
    assert.match(Id, /^E[A-Z0-9]{13}$/);
    const { OriginAccessControl, ETag } = await bench.cloudFront.send(new GetOriginAccessControlCommand({ Id }));
    const config = accessControlConfig({ Description: "for pictures" });
    assert.deepEqual([OriginAccessControl, ETag], [{ Id, OriginAccessControlConfig: config }, etag]);
    const read = await bench.cloudFront.send(new GetOriginAccessControlConfigCommand({ Id }));
    assert.deepEqual([read.OriginAccessControlConfig, read.ETag], [config, etag]);
  });

  const refused: [string, Partial<OriginAccessControlConfig>][] = [
    ["a name of 65 characters", { Name: "x".repeat(65) }],
    ["no name", { Name: "" }],
    ["no signing protocol", { SigningProtocol: undefined }],
    ["a signing behavior that does not exist", { SigningBehavior: "sometimes" as "never" }],
    ["an origin type that does not exist", { OriginAccessControlOriginType: "ec2" as "s3" }],
  ];
  for (const [what, more] of refused) {
    it(`is refused with ${what}`, () =>
      assert.rejects(accessControl(cloudFrontBench(), more), { name: "InvalidArgument" }));
  }

  it("has a name of its own in the account, also after an update; a deleted one gives its name back", async () => {
    const bench = cloudFrontBench();
    const taken = {
      name: "OriginAccessControlAlreadyExists",
      message: "An origin access control with the same name already exists.",
    };
    const { id, etag } = await accessControl(bench);
    await assert.rejects(accessControl(bench), taken);
    const other = await accessControl(bench, { Name: "other" });
    await assert.rejects(rename(bench, other.id, "pictures", other.etag), taken);
    await accessControl({ ...bench, cloudFront: bench.otherCloudFront });
    await remove(bench, id, etag);
    await accessControl(bench);
  });

  it("gets a new ETag with each update: the one before is refused with 412, an unknown or missing one with 400", async () => {
    const bench = cloudFrontBench();
    const { id, etag } = await accessControl(bench);
    const { ETag } = await rename(bench, id, "renamed", etag);
    assert.notEqual(ETag, etag);
    for (const write of [
      (ifMatch?: string) => rename(bench, id, "x", ifMatch),
      (ifMatch?: string) => remove(bench, id, ifMatch),
    ]) {
      await assert.rejects(write(etag), { name: "PreconditionFailed" });
      await assert.rejects(write("E0"), { name: "InvalidIfMatchVersion" });
      await assert.rejects(write(), { name: "InvalidIfMatchVersion" });
    }
    await remove(bench, id, ETag);
  });

  it("that is not there is NoSuchOriginAccessControl, of another account AccessDenied", async () => {
    const bench = cloudFrontBench();
    const other = await accessControl({ ...bench, cloudFront: bench.otherCloudFront });
    for (const [id, name] of [
      [NOBODY, "NoSuchOriginAccessControl"],
      [other.id, "AccessDenied"],
    ] as const) {
      await assert.rejects(bench.cloudFront.send(new GetOriginAccessControlCommand({ Id: id })), { name });
      await assert.rejects(rename(bench, id, "x", other.etag), { name });
      await assert.rejects(remove(bench, id, other.etag), { name });
    }
  });

  it("is one of at most 100 of its account", async () => {
    const bench = cloudFrontBench();
    bench.simulator.cloudfront.quotas.originAccessControls = 1;
    const { id, etag } = await accessControl(bench);
    await assert.rejects(accessControl(bench, { Name: "second" }), { name: "TooManyOriginAccessControls" });
    await remove(bench, id, etag);
    await accessControl(bench, { Name: "second" });
    assert.equal(cloudFrontBench().simulator.cloudfront.quotas.originAccessControls, 100);
  });
});

describe("listing origin access controls", () => {
  it("goes page by page and sees one account", async () => {
    const bench = cloudFrontBench();
    for (const Name of ["a", "b", "c"]) await accessControl(bench, { Name });
    await accessControl({ ...bench, cloudFront: bench.otherCloudFront });
    await bench.settle();
    const first = await listed(bench, { MaxItems: 2 });
    assert.deepEqual([first.names, first.IsTruncated], [["a", "b"], true]);
    const last = await listed(bench, { MaxItems: 2, Marker: first.NextMarker ?? "" });
    assert.deepEqual([last.names, last.IsTruncated, last.NextMarker], [["c"], false, undefined]);
    await assert.rejects(listed(bench, { Marker: NOBODY }), { name: "InvalidArgument" });
  });

  it("follows creation and deletion late", async () => {
    const bench = cloudFrontBench({ latencies: { call: 0, distributionReadLag: 5 * second, accessControlVisible: 0 } });
    const { id, etag } = await accessControl(bench);
    assert.deepEqual((await listed(bench)).names, []);
    await bench.pass(5 * second);
    await remove(bench, id, etag);
    assert.deepEqual((await listed(bench)).names, ["pictures"]);
    await bench.pass(5 * second);
    assert.deepEqual((await listed(bench)).names, []);
  });
});

describe("a distribution and its origin access control", () => {
  it("the origin must name one that is there, of the account, and for buckets", async () => {
    const bench = cloudFrontBench();
    const naming = (id: string) => bench.create({ Origins: originList(bucketOrigin(id)) });
    await assert.rejects(naming(NOBODY), NOT_VALID);
    await assert.rejects(
      naming((await accessControl(bench, { OriginAccessControlOriginType: "lambda" })).id),
      NOT_VALID,
    );
    const other = await accessControl({ ...bench, cloudFront: bench.otherCloudFront });
    await assert.rejects(naming(other.id), NOT_VALID);
    const { id, etag } = await accessControl(bench, { Name: "gone" });
    await remove(bench, id, etag);
    await assert.rejects(naming(id), NOT_VALID);
  });

  it("an update that names one that is not there is refused too", async () => {
    const bench = cloudFrontBench();
    const { id } = await pictures(bench);
    await assert.rejects(bench.update(id, { Origins: originList(bucketOrigin(NOBODY, IN_UPDATES)) }), NOT_VALID);
  });

  it("keeps it in use until the last edge has taken a configuration without it", async () => {
    const bench = cloudFrontBench();
    const { id, etag } = await accessControl(bench);
    const inUse = {
      name: "OriginAccessControlInUse",
      message: "The CloudFront origin access control is still being used.",
    };
    const created = await bench.create({ Origins: originList(bucketOrigin(id)) });
    await assert.rejects(remove(bench, id, etag), inUse);
    await bench.settle();
    await bench.update(created.id, { Origins: originList(bucketOrigin("", IN_UPDATES)) });
    await assert.rejects(remove(bench, id, etag), inUse);
    await bench.settle();
    await remove(bench, id, etag);
    assert.deepEqual(
      bench.simulator.cloudfront.accessControls().map(({ isDeleted, isInUse }) => [isDeleted, isInUse]),
      [[true, false]],
    );
  });

  it("keeps it in use while it is disabled, and gives it free when it is deleted", async () => {
    const bench = cloudFrontBench({ latencies: { accessControlReleased: 0 } });
    const { id, etag } = await accessControl(bench);
    const created = await bench.create({ Origins: originList(bucketOrigin(id)), Enabled: false });
    await bench.settle();
    await assert.rejects(remove(bench, id, etag), { name: "OriginAccessControlInUse" });
    await callsOf(bench.cloudFront).delete(created.id);
    await remove(bench, id, etag);
  });
});
