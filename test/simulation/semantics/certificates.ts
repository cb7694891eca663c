/** The port `Certificates` on the simulator's ACM. */
import type { CertificateDetail as AcmDetail, CertificateSummary as AcmSummary, Tag } from "@aws-sdk/client-acm";
import { allPages, type Call } from "../../../provider/aws/call";
import {
  certificateArn,
  certificateDetail,
  certificateSummary,
  everyKeyType,
} from "../../../provider/aws/certificate-detail";
import { required } from "../../../provider/aws/errors";
import { createSharedLook } from "../../../provider/aws/shared-look";
import type { Tags } from "../../../provider/core/model";
import type { Certificates, Clock } from "../../../provider/ports";
import type { Line } from "./line";

const listingKeptMs = 5_000;

export function createCertificates(line: Line, call: Call, clock: Clock): Certificates {
  const ask = async <T extends object>(operation: string, content: object): Promise<Partial<T>> => {
    const headers = { "x-amz-target": `CertificateManager.${operation}` };
    const answer = await line("acm", { method: "POST", path: "/", headers, content });
    return (answer.content ?? {}) as Partial<T>;
  };
  const tell = (operation: string, content: object) =>
    call(`acm:${operation}`, async () => {
      await ask(operation, content);
      return null;
    });
  const listing = createSharedLook(clock, listingKeptMs, () =>
    allPages((start) =>
      call("acm:ListCertificates", async () => {
        const content = { Includes: { keyTypes: everyKeyType }, MaxItems: 1000, NextToken: start };
        const page = await ask<ListPage>("ListCertificates", content);
        return { items: (page.CertificateSummaryList ?? []).map(certificateSummary), next: page.NextToken };
      }),
    ),
  );
  return {
    list: listing.get,
    describe: (arn) =>
      call("acm:DescribeCertificate", async () =>
        certificateDetail(
          withDates((await ask<{ Certificate: Told }>("DescribeCertificate", { CertificateArn: arn })).Certificate),
        ),
      ),
    tags: (arn) =>
      call("acm:ListTagsForCertificate", async () =>
        asTags((await ask<{ Tags: Tag[] }>("ListTagsForCertificate", { CertificateArn: arn })).Tags),
      ),
    request: (names, keyAlgorithm, token, tags) =>
      listing.staleAfter(
        call("acm:RequestCertificate", async () => {
          const [first, ...others] = names;
          const answer = await ask<{ CertificateArn: string }>("RequestCertificate", {
            DomainName: first,
            ...(others.length > 0 && { SubjectAlternativeNames: others }),
            ValidationMethod: "DNS",
            KeyAlgorithm: keyAlgorithm,
            IdempotencyToken: token,
            Tags: fromTags(tags),
          });
          return certificateArn(required(answer.CertificateArn, "CertificateArn"));
        }),
      ),
    tag: (arn, tags) => tell("AddTagsToCertificate", { CertificateArn: arn, Tags: fromTags(tags) }),
    untag: (arn, keys) =>
      tell("RemoveTagsFromCertificate", { CertificateArn: arn, Tags: keys.map((Key) => ({ Key })) }),
    delete: (arn) => listing.staleAfter(tell("DeleteCertificate", { CertificateArn: arn })),
  };
}

interface ListPage {
  CertificateSummaryList: AcmSummary[];
  NextToken: string;
}

/** Timestamps are numbers of seconds, where the SDK has dates. */
type Told = Omit<AcmDetail, "CreatedAt" | "NotAfter"> & { CreatedAt?: number; NotAfter?: number };

function withDates(told: Told | undefined): AcmDetail | undefined {
  if (told === undefined) return undefined;
  const { CreatedAt, NotAfter, ...rest } = told;
  const date = (seconds: number | undefined) => (seconds === undefined ? undefined : new Date(seconds * 1000));
  return { ...rest, CreatedAt: date(CreatedAt), NotAfter: date(NotAfter) };
}

const asTags = (tags: Tag[] = []): Tags =>
  Object.fromEntries(tags.map((tag) => [required(tag.Key, "Tag.Key"), tag.Value ?? ""]));

const fromTags = (tags: Tags): Tag[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
