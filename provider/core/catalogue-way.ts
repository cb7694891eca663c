/** What a person reads while all goes well, and about where DNS leads. */
import { aws, done, type Write, you } from "./sentences";

export const WAY = {
  // On the way.
  QUEUED: () => aws("Accepted; nothing has been asked of AWS yet.", "Names, zones and distribution are looked at."),
  ANALYZING: () =>
    aws("Looking at names, zones, the distribution and what earlier runs left.", "The certificate is requested."),
  CERTIFICATE_REQUESTED: () =>
    aws(
      "Certificate requested; ACM has not given every validation record yet.",
      "The validation records are shown here.",
    ),
  WAITING_FOR_RECORDS: (_, who) =>
    you(
      "warning",
      `ACM waits to see the validation records of ${who}.`,
      "Publish the records listed in `dnsRecords`, exactly as they are, and keep them.",
      "ACM issues the certificate; this `pulumi up`, or the next one, goes on from there.",
    ),
  RECORD_WRONG: (p, who) =>
    you(
      "warning",
      `A validation record of ${who} is wrong: ${p("name")} has ${p("found")}.`,
      `Give ${p("name")} the value ${p("value")}.`,
      "ACM issues the certificate; this `pulumi up`, or the next one, goes on from there.",
    ),
  RECORDS_UNSEEN: (_, who) =>
    you(
      "warning",
      `The name servers of ${who} could not be asked, so it is not known whether the validation records are there.`,
      "Publish the records listed in `dnsRecords` if that is not done yet; set `resolvers` if this machine can't reach DNS.",
      "ACM issues the certificate; this `pulumi up`, or the next one, goes on from there.",
    ),
  WAITING_FOR_ISSUE: (_, who) => aws(`ACM checks the validation records of ${who}.`, "ACM issues the certificate."),
  PUBLISHING: (_, who) => aws(`Writing records to Route 53 for ${who}.`, "The name servers take them over."),
  TAGGING: () => aws("Writing the certificate's tags.", "What waits for them goes on."),
  CHANGED_MEANWHILE: () => aws("Something was changed or deleted in AWS meanwhile.", "It is looked at again."),
  CERTIFICATE_SETTLING: () =>
    aws("Certificate issued; CloudFront does not know it yet.", "It is attached as soon as CloudFront does."),
  CREATING_DISTRIBUTION: () =>
    aws("CloudFront makes the distribution.", "The group goes on while CloudFront deploys it."),
  CONFIGURING_DISTRIBUTION: () =>
    aws("Writing settings or tags of the distribution.", "CloudFront deploys them to every edge."),
  RECORDS_KNOWN: (_, who) =>
    done(`The validation records of ${who} are known.`, "They are published, and the group goes on."),
  RECORD_NOT_NEEDED: (_, who) =>
    done(`A resource for a validation record of ${who} is no longer needed.`, "Nothing comes next."),
  RECORDS_PROPAGATING: (_, who) => ({
    ...aws(
      `The program has published the validation records of ${who}; not every name server shows them yet.`,
      "ACM issues the certificate as soon as it sees them.",
    ),
    todo: "Nothing to do, unless it stays so: then check that the zone in the program is the one that DNS asks.",
  }),
  FOR_THE_PROGRAM_TO_ATTACH: (_, who) =>
    done(
      `The certificate for ${who} is issued, and your program attaches it: \`aliases\` and \`viewerCertificate\` are for its distribution.`,
      "The next run or `pulumi up --refresh` that sees them on a distribution says ATTACHED.",
    ),
  ATTACHING: (_, who) =>
    aws(`Attaching the certificate${who && `, and the domains ${who}`}.`, "CloudFront deploys it to every edge."),
  DEPLOYING: () =>
    aws(
      "CloudFront deploys certificate and domains to its edges.",
      "Every edge serves the domains with the certificate.",
    ),
  ATTACHED: (_, who) =>
    done(
      `Every edge serves ${who} with the certificate.`,
      "ACM renews the certificate as long as the validation records stay.",
    ),
  ATTACHED_WITH_OWN: (_, who) =>
    done(
      `Every edge serves ${who} with your own certificate.`,
      "Before it expires, import its successor under the same ARN, or give `certificate.arn` another one; ACM renews only what it has issued itself.",
    ),
  RETIRING: () => aws("An old certificate is still held by AWS.", "A later `pulumi up` deletes it."),
  HELD_BY: (p) =>
    you(
      "warning",
      `An old certificate of the group, ${p("certificate")}, is used by ${p("users")}.`,
      "Take it off there; then delete it, or leave it to a later `pulumi up --refresh`.",
      "Nothing waits for it.",
    ),
  DISTRIBUTION_DISABLED: (p, who) =>
    you(
      "warning",
      `The distribution ${p("distribution")} is disabled, so ${who} are attached but not served.`,
      "Enable the distribution.",
    ),
  DELETING: () => aws("Deleting the certificate and the records that the group made.", "Nothing of the group is left."),
  DELETING_DISTRIBUTION: () => aws("Deleting the distribution that the group made.", "What belongs to it goes next."),
  DRAINING: (_, who) =>
    aws(
      `The routing records of ${who} are gone, and resolvers forget them.`,
      "The domain goes off the distribution; a certificate without it follows.",
    ),
  LEAVING_STILL_LED_HERE: (_, who) =>
    you(
      "warning",
      `DNS still leads ${who} to the distribution, which is about to stop serving it.`,
      "Change or remove its DNS record.",
      "The domain goes off the distribution; a certificate without it follows.",
    ),
  TAKING_OFF: (_, who) => aws(`CloudFront takes ${who} off its edges.`, "The narrower certificate follows."),
  DETACHING: (_, who) => aws(`CloudFront takes ${who} off its edges.`, "What the group made goes next."),
  DETACHED: (_, who) => done(`Nothing of the group is left for ${who}.`, "Nothing comes next."),
  RELEASING: () => aws("AWS still calls the certificate in use.", "It is deleted as soon as AWS lets go."),
  CANCELLED: () =>
    you(
      "warning",
      "The run was cancelled; everything done so far is kept.",
      "Run the command again: `pulumi up`, or `pulumi destroy` if the group is to go.",
    ),
  // Traffic.
  ROUTING_TO_PUBLISH: (_, who) =>
    you(
      "warning",
      `DNS does not lead ${who} to the distribution yet.`,
      "Publish the ROUTING records listed in `dnsRecords`.",
      "Traffic arrives as soon as DNS leads here.",
    ),
  ROUTING_UNSEEN: (_, who) => ({
    ...done(
      `It can't be told from DNS whether it leads ${who} to the distribution.`,
      "`pulumi up --refresh` looks again.",
    ),
    todo: "Publish the ROUTING records listed in `dnsRecords` if you have not.",
  }),
  VALIDATION_RECORD_GONE: (_, who) =>
    you(
      "warning",
      `A validation record of ${who} is no longer in DNS.`,
      "Publish it again, as it is listed in `dnsRecords`.",
      "Without it ACM can't renew the certificate.",
    ),
  VALIDATION_RECORD_BY_PROGRAM: (_, who) =>
    you(
      "warning",
      `A validation record of ${who}, which the program makes, is no longer in DNS.`,
      "Run `pulumi up --refresh`: Pulumi sees that the record is gone, and makes it again.",
      "Without it ACM can't renew the certificate.",
    ),
  ROUTING_LEADS_ELSEWHERE: (p, who) =>
    you(
      "warning",
      `DNS leads ${who} somewhere else${p("found") && `: ${p("found")}`}.`,
      'Change the record to the one in `dnsRecords`; with Route 53, `routing: "takeOver"` replaces it.',
      "Traffic arrives as soon as DNS leads here.",
    ),
  ROUTING_HAS_POLICY: (_, who) =>
    you(
      "warning",
      `The Route 53 records of ${who} have a routing policy, so they are left alone.`,
      "Point them at the distribution's domain name yourself.",
      "Traffic arrives as soon as DNS leads here.",
    ),
  ROUTING_BY_PROGRAM: (_, who) =>
    done(
      `DNS does not lead ${who} to the distribution yet; the records of your program do that, after the group.`,
      "Traffic arrives as soon as they are published. `pulumi up --refresh` looks again.",
    ),
  BUCKET_POLICY_NEXT: (p) => ({
    ...done(
      "The bucket answers 403 until its policy lets this distribution read.",
      "`pulumi up --refresh` looks again.",
    ),
    todo: `If your program has no such policy yet, give the bucket one for the principal cloudfront.amazonaws.com with the condition AWS:SourceArn = ${p("distribution")}: the output \`distributionArn\`.`,
  }),
  BUCKET_FORBIDS: (p) =>
    you(
      "warning",
      `The bucket ${p("bucket")} answers 403 to the distribution.`,
      `Give the bucket a policy that allows s3:GetObject to the principal cloudfront.amazonaws.com with the condition AWS:SourceArn = ${p("distribution")}; if it has one, check that the object that a viewer gets at "/" is there.`,
      "The next run or `pulumi up --refresh` looks again.",
    ),
} satisfies { [code: string]: Write };
