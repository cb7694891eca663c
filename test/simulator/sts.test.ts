import assert from "node:assert/strict";
import { ACMClient, ListCertificatesCommand } from "@aws-sdk/client-acm";
import { CloudFrontClient, ListDistributionsCommand } from "@aws-sdk/client-cloudfront";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { describe, it } from "mocha";
import { hour } from "./defaults";
import { clientConfig } from "./in-process";
import { createSimulator, type Simulator } from "./simulator";

const simulated = () => createSimulator({ seed: 1 });

async function assumed(simulator: Simulator, roleArn = "arn:aws:iam::222222222222:role/deploy") {
  const sts = new STSClient(clientConfig(simulator));
  const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "up" }));
  const { AccessKeyId = "", SecretAccessKey = "", SessionToken = "" } = Credentials ?? {};
  return {
    ...clientConfig(simulator),
    credentials: { accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: SessionToken },
  };
}

describe("GetCallerIdentity", () => {
  it("tells account and user by the access key", async () => {
    const simulator = simulated();
    const identity = async (key: string) => {
      const { Account, Arn } = await new STSClient(clientConfig(simulator, key)).send(new GetCallerIdentityCommand({}));
      return [Account, Arn];
    };
    assert.deepEqual(await identity("AKIASIMULATOR0000001"), [
      "111111111111",
      "arn:aws:iam::111111111111:user/simulator",
    ]);
    assert.deepEqual(await identity("AKIASIMULATOR0000002"), [
      "222222222222",
      "arn:aws:iam::222222222222:user/simulator",
    ]);
  });
});

describe("AssumeRole", () => {
  it("gives credentials of the role's account, for an hour", async () => {
    const simulator = simulated();
    const config = await assumed(simulator);
    const identity = await new STSClient(config).send(new GetCallerIdentityCommand({}));
    assert.equal(identity.Account, "222222222222");
    assert.equal(identity.Arn, "arn:aws:sts::222222222222:assumed-role/deploy/up");
    await simulator.world.clock.sleep(hour);
    await assert.rejects(new ACMClient(config).send(new ListCertificatesCommand({})), {
      name: "ExpiredTokenException",
    });
    await assert.rejects(new CloudFrontClient(config).send(new ListDistributionsCommand({})), { name: "ExpiredToken" });
  });

  it("refuses roles of accounts that do not exist, and what is no role", async () => {
    const simulator = simulated();
    await assert.rejects(assumed(simulator, "arn:aws:iam::999999999999:role/deploy"), {
      name: "AccessDenied",
      message:
        "User: arn:aws:iam::111111111111:user/simulator is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::999999999999:role/deploy",
    });
    await assert.rejects(assumed(simulator, "arn:aws:iam::222222222222:user/somebody"), { name: "ValidationError" });
  });

  it("a session can end before its time", async () => {
    const simulator = simulated();
    const config = await assumed(simulator);
    simulator.accounts.expire(config.credentials.accessKeyId);
    await assert.rejects(new ACMClient(config).send(new ListCertificatesCommand({})), {
      name: "ExpiredTokenException",
    });
  });
});

describe("credentials", () => {
  const message = "The security token included in the request is invalid.";

  it("that nobody has are refused in the words of each service", async () => {
    const simulator = simulated();
    const config = clientConfig(simulator, "AKIANOBODY");
    await assert.rejects(new ACMClient(config).send(new ListCertificatesCommand({})), {
      name: "UnrecognizedClientException",
      message,
    });
    await assert.rejects(new CloudFrontClient(config).send(new ListDistributionsCommand({})), {
      name: "InvalidClientTokenId",
      message,
    });
    await assert.rejects(new STSClient(config).send(new GetCallerIdentityCommand({})), {
      name: "InvalidClientTokenId",
      message,
    });
    assert.deepEqual(new Set(simulator.history.entries().map(({ status }) => status)), new Set([403]));
  });

  it("of a session without its token are refused", async () => {
    const simulator = simulated();
    const config = await assumed(simulator);
    const { accessKeyId, secretAccessKey } = config.credentials;
    const client = new ACMClient({ ...config, credentials: { accessKeyId, secretAccessKey } });
    await assert.rejects(client.send(new ListCertificatesCommand({})), { name: "UnrecognizedClientException" });
  });

  it("that are missing are refused", async () => {
    const request = { method: "GET", path: "/2020-05-31/distribution", query: {}, headers: {}, body: "" };
    const { status, body } = await simulated().call(request, "cloudfront");
    assert.equal(status, 403);
    assert.match(body, /<Code>MissingAuthenticationToken<\/Code>/);
  });

  it("of an account that is denied an action get AccessDenied with its name, until it is allowed", async () => {
    const simulator = simulated();
    const acm = new ACMClient(clientConfig(simulator));
    const cloudfront = new CloudFrontClient(clientConfig(simulator));
    simulator.accounts.deny("111111111111", "acm:ListCertificates");
    simulator.accounts.deny("111111111111", "cloudfront:*");
    await assert.rejects(acm.send(new ListCertificatesCommand({})), (error: Error) => {
      assert.equal(error.name, "AccessDeniedException");
      assert.match(
        error.message,
        /^User: arn:aws:iam::111111111111:user\/simulator is not authorized to perform: acm:ListCertificates /,
      );
      return true;
    });
    await assert.rejects(cloudfront.send(new ListDistributionsCommand({})), { name: "AccessDenied" });
    await new ACMClient(clientConfig(simulator, "AKIASIMULATOR0000002")).send(new ListCertificatesCommand({}));
    assert.deepEqual(simulator.accounts.denied(), [
      { account: "111111111111", action: "acm:ListCertificates" },
      { account: "111111111111", action: "cloudfront:*" },
    ]);
    simulator.accounts.allow("111111111111", "acm:ListCertificates");
    await acm.send(new ListCertificatesCommand({}));
  });
});
