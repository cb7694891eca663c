/**
 * Creates a distribution of each kind of service as a group does, and prints `{"<type>": {"id": ..., "arn": ...}}`: for another client to read back.
 * The environment says where AWS is and who asks.
 */
import { setTimeout } from "node:timers/promises";
import { createAws } from "../../provider/aws/clients";
import type { Service } from "../../provider/core/model";
import { accessControlName, callerReference, distributionSettings } from "../../provider/core/new-distribution";
import type { Reply } from "../../provider/ports";

const bucket = { bucket: "pictures.s3.eu-west-1.amazonaws.com", defaultRootObject: "index.html", settings: {} };
const server = { host: "app.example.net", settings: {} };
const services: Service[] = [
  { type: "static", ...bucket },
  { type: "spa", ...bucket },
  { type: "web", ...server },
  { type: "api", ...server },
];

async function main(): Promise<void> {
  const connection = { profile: null, assumeRoles: [], route53AssumeRole: null };
  const { accessControls, distributions } = createAws({
    connection,
    clock: { now: Date.now, sleep: (ms) => setTimeout(ms) },
  });
  const made: { [type: string]: { id: string; arn: string } } = {};
  for (const service of services) {
    const groupId = `conformance/${service.type}`;
    const accessControlId =
      "bucket" in service ? done(await accessControls.create(accessControlName(groupId))).id : null;
    const about = { callerReference: callerReference(groupId, 1), comment: `domain-group ${groupId}`, accessControlId };
    const create = () => distributions.create(distributionSettings(service, about), { "domain-group:id": groupId });
    const creation = done(await patiently(create));
    if (creation.kind === "exists") throw new Error(`${groupId} exists`);
    const { id, arn } = creation.distribution;
    made[service.type] = { id, arn };
  }
  process.stdout.write(`${JSON.stringify(made)}\n`);
}

/** CloudFront may not know an access control that was just made. */
async function patiently<T>(send: () => Promise<Reply<T>>, tries = 20): Promise<Reply<T>> {
  const reply = await send();
  const isTooEarly = reply.kind === "failed" && reply.trouble.code === "InvalidOriginAccessControl";
  if (!isTooEarly || tries === 0) return reply;
  await setTimeout(250);
  return patiently(send, tries - 1);
}

function done<T>(reply: Reply<T>): T {
  if (reply.kind === "ok") return reply.value;
  throw new Error(reply.kind === "failed" ? reply.trouble.message : "absent");
}

void main();
