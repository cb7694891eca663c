/** Pains of those who wait. */
import { HOUR, MINUTE } from "../story";
import {
  answersTo,
  begin,
  change,
  EXTERNAL,
  guidanceOf,
  minutes,
  type Pain,
  preview,
  reasonsOf,
  type Scene,
  saidIn,
  seen,
  statusOf,
  up,
} from "./pain";

const OLD_HOST = ["ns1.old-host.net", "ns2.old-host.net"];

/** The zone of the account is a copy: the registrar still names the DNS host before. */
function leaveDelegationAt({ place: { simulator } }: Scene, nameServers: string[]): void {
  simulator.dns.addZone({ id: "old", name: "example.com", nameServers, private: false, soaMinimum: 300 });
  simulator.dns.delegate("example.com", nameServers);
}

const serversOf = ({ place: { simulator, zoneId } }: Scene): string[] => [
  ...(simulator.route53.snapshot().find(({ id }) => id === zoneId)?.nameServers ?? []),
];

export const undelegated: Pain = {
  pain: "it waits for ever without an error, because DNS asks other name servers than the zone's",
  threads: "terraform-provider-aws #9338, #13031; sst #5781; dflook/cloudformation-dns-certificate #10",
  scene: async () => {
    const ours = begin("not delegated", { ifNotReached: "report" });
    const servers = serversOf(ours);
    leaveDelegationAt(ours, OLD_HOST);
    const plan = await preview(ours);
    await up(ours);
    const told = guidanceOf(ours);
    const requests = answersTo(ours, "RequestCertificate");
    ours.place.simulator.dns.delegate("example.com", servers);
    await ours.place.ports.clock.sleep(50 * HOUR);
    await up(ours);
    const theirs = begin("delegated to servers without it", { ...EXTERNAL, alternativeDomains: [] });
    await up(theirs);
    theirs.place.simulator.dns.delegate("example.com", ["ns-1.awsdns-01.com"]);
    await theirs.place.ports.clock.sleep(HOUR);
    await up(theirs);
    const and = { preview: plan, requests, "once it is delegated": statusOf(ours) };
    return seen(theirs, [...told, ...guidanceOf(theirs)], and, {
      zoneId: ours.place.zoneId,
      servers: servers.join(", "),
    });
  },
  says: [
    {
      code: "ZONE_NOT_DELEGATED",
      actor: "you",
      happening:
        "The hosted zone example.com (<zoneId>) would hold the records of example.com, www.example.com, but DNS asks other servers: ns1.old-host.net, ns2.old-host.net.",
      todo: "Let the registrar or the parent zone delegate example.com to <servers>; if it does so by other names, name the zone in `dns.route53.zoneIds`.",
      next: "The next `pulumi up` goes on from here.",
    },
    {
      code: "RECORD_ZONE_LAME",
      actor: "you",
      happening:
        "The zone of <name for example.com> is delegated to ns-1.awsdns-01.com, and none of them answers for it: the validation record of example.com can't be seen.",
      todo: "Let the registrar, or the parent zone, name the servers that hold the zone, or create the zone on those.",
      next: "ACM issues the certificate; this `pulumi up`, or the next one, goes on from there.",
    },
  ],
  and: {
    preview: [
      "info: What this `pulumi up` does:",
      "  It stops there:",
      "  ZONE_NOT_DELEGATED: The hosted zone example.com (<zoneId>) would hold the records of example.com, www.example.com, but DNS asks other servers: ns1.old-host.net, ns2.old-host.net. Let the registrar or the parent zone delegate example.com to <servers>; if it does so by other names, name the zone in `dns.route53.zoneIds`.",
    ],
    requests: [],
    "once it is delegated": "CERTIFICATE_ATTACHED",
  },
};

export const silent: Pain = {
  pain: "nothing is shown while it waits, the records least of all",
  threads: "aws-cdk #1722, #10307; pulumi-aws #2687; pulumi #17593",
  scene: async () => {
    const scene = begin("silent", EXTERNAL);
    const lasts = await minutes(scene, () => up(scene));
    const told = guidanceOf(scene);
    const and = { shown: [...scene.laptop.shown], said: saidIn(scene), minutes: lasts };
    return seen(scene, told, { ...and, changes: await scene.laptop.changes(scene.given) });
  },
  says: [
    {
      code: "WAITING_FOR_RECORDS",
      actor: "you",
      happening: "ACM waits to see the validation records of example.com, www.example.com.",
      todo: "Publish the records listed in `dnsRecords`, exactly as they are, and keep them.",
      next: "ACM issues the certificate; this `pulumi up`, or the next one, goes on from there.",
    },
  ],
  and: {
    shown: [
      "Looking at names, zones, the distribution and what earlier runs left.",
      "Certificate requested; ACM has not given every validation record yet.",
      "ACM waits to see the validation records of example.com, www.example.com. (0 of 2 validation records seen)",
    ],
    said: [
      "info: What this `pulumi up` does:",
      "  WAITING_FOR_RECORDS: ACM waits to see the validation records of example.com, www.example.com. Publish the records listed in `dnsRecords`, exactly as they are, and keep them.",
      "  ROUTING_TO_PUBLISH: DNS does not lead example.com, www.example.com to the distribution yet. Publish the ROUTING records listed in `dnsRecords`.",
      "info: DNS records to publish, as of now:",
      "TYPE   NAME                                               VALUE                                                             TTL  NOW      DO",
      "CNAME  <name for example.com>      <value for example.com>  300  MISSING  PUBLISH",
      "CNAME  <name for www.example.com>  <value for www.example.com>  300  MISSING  PUBLISH",
      "ALIAS  example.com                                        <target>                                     300  MISSING  PUBLISH_WHEN_ATTACHED",
      "CNAME  www.example.com                                    <target>                                     300  MISSING  PUBLISH_WHEN_ATTACHED",
      "warning: WAITING_FOR_RECORDS: ACM waits to see the validation records of example.com, www.example.com. Publish the records listed in `dnsRecords`, exactly as they are, and keep them. ACM issues the certificate; this `pulumi up`, or the next one, goes on from there.",
    ],
    minutes: 0,
    changes: 0,
  },
};

export const timeouts: Pain = {
  pain: "a fixed time-out is too short, and what was done by then is lost",
  threads: "aws-cdk #2914, #5831, #6629; pulumi-aws #3617; terraform-provider-aws #9338; sst #5978",
  scene: async () => {
    const scene = begin("slow ACM", { timeout: "10m" });
    Object.assign(scene.place.simulator.world.latencies, { validationFirstCheck: 2 * HOUR });
    let failure: string | undefined;
    const lasts = await minutes(scene, async () => {
      failure = await up(scene);
    });
    const told = guidanceOf(scene);
    const again = await change(scene, { timeout: "3h" });
    const requests = answersTo(scene, "RequestCertificate");
    const reported = begin("reported", { timeout: "10m", ifNotReached: "report" });
    Object.assign(reported.place.simulator.world.latencies, { validationFirstCheck: 2 * HOUR });
    const asked = await up(reported);
    return seen(scene, told, {
      minutes: lasts,
      reasons: reasonsOf(failure),
      "with `timeout: 3h`": again ?? statusOf(scene),
      requests,
      'with `ifNotReached: "report"`': asked ?? statusOf(reported),
    });
  },
  says: [
    {
      code: "WAITING_FOR_ISSUE",
      actor: "aws",
      happening: "ACM checks the validation records of example.com, www.example.com.",
      todo: "Nothing to do.",
      next: "ACM issues the certificate.",
    },
  ],
  and: {
    minutes: 10,
    reasons: [
      'brand did not reach "attached" in time. Everything done so far is kept; the next `pulumi up` goes on from here. WAITING_FOR_ISSUE: ACM checks the validation records of example.com, www.example.com. Nothing to do. ACM issues the certificate.',
    ],
    "with `timeout: 3h`": "CERTIFICATE_ATTACHED",
    requests: [""],
    'with `ifNotReached: "report"`': "AWAITING_CERTIFICATE_ISSUE",
  },
};

export const deploying: Pain = {
  pain: "CloudFront deploys for half an hour, and everything waits",
  threads: "terraform-provider-aws #260, #7794, #47652; sst #673, #5978; serverless-components/domain #6",
  scene: async () => {
    const scene = begin("slow CloudFront", { waitFor: "issued" });
    Object.assign(scene.place.simulator.world.latencies, { certificateVisibleToCloudFront: 0, deploy: 30 * MINUTE });
    const lasts = await minutes(scene, () => up(scene));
    const told = guidanceOf(scene);
    const changes = await scene.laptop.changes(scene.given);
    await scene.place.ports.clock.sleep(HOUR);
    const later = await up(scene);
    const writes = answersTo(scene, "UpdateDistribution").filter((code) => code === "");
    return seen(scene, told, { minutes: lasts, changes, later: later ?? statusOf(scene), writes });
  },
  says: [
    {
      code: "DEPLOYING",
      actor: "aws",
      happening: "CloudFront deploys certificate and domains to its edges.",
      todo: "Nothing to do.",
      next: "Every edge serves the domains with the certificate.",
    },
  ],
  and: { minutes: 0, changes: 1, later: "CERTIFICATE_ATTACHED", writes: [""] },
};
