/** ACM. */
import {
  type ACMClient,
  AddTagsToCertificateCommand,
  DeleteCertificateCommand,
  DescribeCertificateCommand,
  ListCertificatesCommand,
  ListTagsForCertificateCommand,
  RemoveTagsFromCertificateCommand,
  RequestCertificateCommand,
  type Tag,
} from "@aws-sdk/client-acm";
import type { Tags } from "../core/model";
import type { CertificateSummary, Certificates, Clock, Reply } from "../ports";
import { allPages, type Call } from "./call";
import { certificateArn, certificateDetail, certificateSummary, everyKeyType } from "./certificate-detail";
import { required } from "./errors";
import { createSharedLook } from "./shared-look";

const listingKeptMs = 5_000;

export function createCertificates(acm: ACMClient, call: Call, clock: Clock): Certificates {
  const listing = createSharedLook(clock, listingKeptMs, () => listCertificates(acm, call));
  return {
    list: listing.get,
    describe: (arn) =>
      call("acm:DescribeCertificate", async () =>
        certificateDetail((await acm.send(new DescribeCertificateCommand({ CertificateArn: arn }))).Certificate),
      ),
    tags: (arn) =>
      call("acm:ListTagsForCertificate", async () =>
        asTags((await acm.send(new ListTagsForCertificateCommand({ CertificateArn: arn }))).Tags),
      ),
    request: (names, keyAlgorithm, token, tags) =>
      listing.staleAfter(
        call("acm:RequestCertificate", async () => {
          const [first, ...others] = names;
          const command = new RequestCertificateCommand({
            DomainName: first,
            ...(others.length > 0 && { SubjectAlternativeNames: others }),
            ValidationMethod: "DNS",
            KeyAlgorithm: keyAlgorithm,
            IdempotencyToken: token,
            Tags: fromTags(tags),
          });
          return certificateArn(required((await acm.send(command)).CertificateArn, "CertificateArn"));
        }),
      ),
    tag: (arn, tags) =>
      call("acm:AddTagsToCertificate", async () => {
        await acm.send(new AddTagsToCertificateCommand({ CertificateArn: arn, Tags: fromTags(tags) }));
        return null;
      }),
    untag: (arn, keys) =>
      call("acm:RemoveTagsFromCertificate", async () => {
        const Tags = keys.map((Key) => ({ Key }));
        await acm.send(new RemoveTagsFromCertificateCommand({ CertificateArn: arn, Tags }));
        return null;
      }),
    delete: (arn) =>
      listing.staleAfter(
        call("acm:DeleteCertificate", async () => {
          await acm.send(new DeleteCertificateCommand({ CertificateArn: arn }));
          return null;
        }),
      ),
  };
}

/** Without `keyTypes` ACM lists RSA certificates of 1024 and 2048 bits alone (API reference, Filters). */
function listCertificates(acm: ACMClient, call: Call): Promise<Reply<CertificateSummary[]>> {
  return allPages(
    (start) =>
      call("acm:ListCertificates", async () => {
        const command = new ListCertificatesCommand({
          Includes: { keyTypes: everyKeyType },
          MaxItems: 1000,
          NextToken: start,
        });
        const page = await acm.send(command);
        return { items: (page.CertificateSummaryList ?? []).map(certificateSummary), next: page.NextToken };
      }),
    "acm:ListCertificates",
  );
}

function asTags(tags: Tag[] | undefined): Tags {
  return Object.fromEntries((tags ?? []).map((tag) => [required(tag.Key, "Tag.Key"), tag.Value ?? ""]));
}

function fromTags(tags: Tags): Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
