import { ACMClient, DescribeCertificateCommand, RequestCertificateCommand } from "@aws-sdk/client-acm";
import { control, type World } from "./world";

/** A certificate that somebody has requested and validated without us. For names of one base domain, which share their record. */
export async function issuedCertificate(world: World, name: string, ...others: string[]): Promise<string> {
  const { AWS_ACCESS_KEY_ID: accessKeyId = "", AWS_SECRET_ACCESS_KEY: secretAccessKey = "" } = world.environment;
  const acm = new ACMClient({
    endpoint: world.aws,
    region: "us-east-1",
    credentials: { accessKeyId, secretAccessKey },
  });
  const { CertificateArn = "" } = await acm.send(
    new RequestCertificateCommand({ DomainName: name, SubjectAlternativeNames: others, ValidationMethod: "DNS" }),
  );
  const look = async () => (await acm.send(new DescribeCertificateCommand({ CertificateArn }))).Certificate;
  const record = await until(async () => (await look())?.DomainValidationOptions?.[0]?.ResourceRecord);
  await control(world, "/records", {
    name: withoutDot(record.Name),
    type: "CNAME",
    values: [withoutDot(record.Value)],
  });
  await until(async () => (await look())?.Status === "ISSUED" || undefined);
  return CertificateArn;
}

const withoutDot = (name = ""): string => name.replace(/\.$/, "");

async function until<T>(look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 100; tries += 1) {
    const seen = await look().catch((error: Error) => {
      // It is not visible at once.
      if (error.name === "ResourceNotFoundException") return undefined;
      throw error;
    });
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error("It did not come within 20 seconds.");
}
