/** Pains with validation records. */
import { publishRecords } from "../../pulumi/laptop";
import { HOUR, MINUTE } from "../story";
import { ACCOUNT } from "../world";
import {
  begin,
  change,
  codesOf,
  EXTERNAL,
  guidanceOf,
  type Pain,
  publish,
  reasonsOf,
  recordsOf,
  SERVED,
  seen,
  statusOf,
  up,
  validationsOf,
  zoneLines,
} from "./pain";

/** Name servers of a DNS host outside of AWS. */
const HOST = ["ns1.dns-host.net", "ns2.dns-host.net"];

export const severalZones: Pain = {
  pain: "the names lie in several zones, and not all of these in Route 53",
  threads: "aws-cdk #15217, #21040; cdk-dns-validated-certificate #29",
  scene: async () => {
    const scene = begin("several zones", {
      alternativeDomains: ["www.shop.example.com", "www.customer.net"],
      ifNotReached: "report",
    });
    const { ports, simulator } = scene.place;
    const { route53, dns } = simulator;
    const shop = route53.createZone(ACCOUNT, "shop.example.com");
    dns.delegate("shop.example.com", shop.nameServers);
    dns.addZone({ id: "customer", name: "customer.net", nameServers: HOST, private: false, soaMinimum: 300 });
    dns.delegate("customer.net", HOST);
    await ports.clock.sleep(HOUR);
    await up(scene);
    const first = guidanceOf(scene);
    await change(scene, { dns: { route53: { onMissingZone: "external" } } });
    const second = guidanceOf(scene);
    const open = validationsOf(scene).filter(({ publishedBy }) => publishedBy === "you");
    for (const { name, value } of open)
      dns.setRecord("customer", name, "CNAME", { name, type: "CNAME", ttl: 300, values: [value] }, ports.clock.now());
    await scene.place.ports.clock.sleep(HOUR);
    await up(scene);
    return seen(scene, [...first, ...second], {
      "example.com": zoneLines(scene, "example.com"),
      "shop.example.com": zoneLines(scene, "shop.example.com"),
      "in the end": [statusOf(scene), ...codesOf(scene)],
    });
  },
  says: [
    {
      code: "ZONE_MISSING",
      actor: "you",
      happening: "The account has no public hosted zone for www.customer.net.",
      todo: 'Create the zone, name it in `dns.route53.zoneIds`, or set `dns.route53.onMissingZone: "external"` and publish its records elsewhere.',
      next: "The next `pulumi up` goes on from here.",
    },
    {
      code: "WAITING_FOR_RECORDS",
      actor: "you",
      happening: "ACM waits to see the validation records of www.customer.net.",
      todo: "Publish the records listed in `dnsRecords`, exactly as they are, and keep them.",
      next: "ACM issues the certificate; this `pulumi up`, or the next one, goes on from there.",
    },
  ],
  and: {
    "example.com": [
      "<name for example.com> CNAME <value for example.com>",
      "example.com A ALIAS <target>",
      "example.com AAAA ALIAS <target>",
      "example.com HTTPS ALIAS <target>",
    ],
    "shop.example.com": [
      "<name for www.shop.example.com> CNAME <value for www.shop.example.com>",
      "www.shop.example.com A ALIAS <target>",
      "www.shop.example.com AAAA ALIAS <target>",
      "www.shop.example.com HTTPS ALIAS <target>",
    ],
    "in the end": ["CERTIFICATE_ATTACHED", "ROUTING_TO_PUBLISH", "ATTACHED"],
  },
};

export const someRecords: Pain = {
  pain: "ACM gives some records first, and the others are never published",
  threads: "aws-cdk #4659, #7995, #8282; pulumi #5813; terraform-provider-aws #23269",
  scene: async () => {
    const scene = begin("some records", { timeout: "5m", alternativeDomains: ["www.example.com", "shop.example.com"] });
    Object.assign(scene.place.simulator.world.latencies, { validationAllRecords: 20 * MINUTE });
    const failure = await up(scene);
    const told = guidanceOf(scene);
    const early = zoneLines(scene);
    await change(scene, { timeout: "2h" });
    const written = zoneLines(scene).filter((line) => line.includes(" CNAME "));
    return seen(scene, told, {
      reasons: reasonsOf(failure),
      "published by then": early,
      written,
      "in the end": statusOf(scene),
    });
  },
  says: [
    {
      code: "CERTIFICATE_REQUESTED",
      actor: "aws",
      happening: "Certificate requested; ACM has not given every validation record yet.",
      todo: "Nothing to do.",
      next: "The validation records are shown here.",
    },
  ],
  and: {
    reasons: [
      'brand did not reach "attached" in time. Everything done so far is kept; the next `pulumi up` goes on from here. CERTIFICATE_REQUESTED: Certificate requested; ACM has not given every validation record yet. Nothing to do. The validation records are shown here.',
    ],
    "published by then": [],
    written: [
      "<name for example.com> CNAME <value for example.com>",
      "<name for www.example.com> CNAME <value for www.example.com>",
      "<name for shop.example.com> CNAME <value for shop.example.com>",
    ],
    "in the end": "CERTIFICATE_ATTACHED",
  },
};

export const oneRecord: Pain = {
  pain: "a name and its wildcard share one record, which is made twice or not at all",
  answer: "one record, which names both in `domains`",
  threads: "terraform-aws-acm #27; dflook/cloudformation-dns-certificate #2",
  scene: async () => {
    const scene = begin("one record", { alternativeDomains: ["*.example.com"] });
    const failure = await up(scene);
    const records = validationsOf(scene).map(({ key, name, domains }) => ({ key, name, domains }));
    const written = zoneLines(scene).filter((line) => line.includes(" CNAME "));
    return seen(scene, guidanceOf(scene), { up: failure ?? statusOf(scene), records, written });
  },
  says: [
    {
      code: "ATTACHED",
      actor: "nobody",
      happening: "Every edge serves example.com, *.example.com with the certificate.",
      todo: "Nothing to do.",
      next: "ACM renews the certificate as long as the validation records stay.",
    },
  ],
  and: {
    up: "CERTIFICATE_ATTACHED",
    records: [
      { key: "VALIDATION:example.com", name: "<name for example.com>", domains: ["example.com", "*.example.com"] },
    ],
    written: ["<name for example.com> CNAME <value for example.com>"],
  },
};

export const renewal: Pain = {
  pain: "somebody removes the validation record, and the certificate expires months later",
  threads:
    "terraform-provider-aws #3855, #34909; dflook/cloudformation-dns-certificate #7; binbashar/le-tf-infra-aws #1143",
  scene: async () => {
    const scene = begin("renewal", EXTERNAL);
    await up(scene);
    await publishRecords(scene.place, scene.laptop.state, "VALIDATION", "ROUTING");
    await up(scene);
    const [first] = validationsOf(scene);
    const { name = "", value = "", action } = first ?? {};
    const before = codesOf(scene);
    scene.place.simulator.route53.removeRecord(scene.place.zoneId, name, "CNAME");
    await scene.place.ports.clock.sleep(HOUR);
    await scene.laptop.refresh();
    const told = guidanceOf(scene);
    const asked = recordsOf(scene).find(({ key }) => key === first?.key)?.action;
    publish(scene, name, "CNAME", value);
    await scene.place.ports.clock.sleep(HOUR);
    await scene.laptop.refresh();
    return seen(scene, told, { before, action, asked, "once it is back": codesOf(scene) });
  },
  says: [
    {
      code: "RENEWAL_AT_RISK",
      actor: "you",
      happening: "ACM will not be able to renew the certificate for example.com: a validation record is not in DNS.",
      todo: "Mend what the guidance beside this one names; where it names nothing, ACM's console shows which domain it can't validate.",
      next: "ACM renews by itself then. Until the certificate expires, every edge serves with it.",
    },
    {
      code: "VALIDATION_RECORD_GONE",
      actor: "you",
      happening: "A validation record of example.com is no longer in DNS.",
      todo: "Publish it again, as it is listed in `dnsRecords`.",
      next: "Without it ACM can't renew the certificate.",
    },
    SERVED,
  ],
  and: { before: ["ATTACHED"], action: "KEEP", asked: "PUBLISH", "once it is back": ["ATTACHED"] },
};
