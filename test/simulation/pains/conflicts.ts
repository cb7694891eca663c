/** Pains of those whose names somebody else has, or leads elsewhere. */
import { masked } from "../../simulator/cloudfront/conflicts";
import { theirs } from "../holding";
import { HOUR, ownCertificate } from "../story";
import { watch } from "../watch";
import { ACCOUNT } from "../world";
import {
  aliasesAt,
  begin,
  change,
  domainNameOf,
  EXTERNAL,
  guidanceOf,
  type Pain,
  preview,
  publish,
  recordsOf,
  type Scene,
  SERVED,
  saidIn,
  seen,
  statusOf,
  up,
  validationsOf,
  zoneLines,
} from "./pain";

const WWW = "www.example.com";
const SHOP = "shop.example.com";
const API = "api.example.com";

/** A distribution of the account that no group has; DNS leads its first name there. */
async function holder({ place }: Scene, ...aliases: [string, ...string[]]): Promise<string> {
  const certificateArn = await ownCertificate(place, ...aliases);
  return place.simulator.cloudfront.createDirect({ account: ACCOUNT, aliases, certificateArn }).id;
}

export const taken: Pain = {
  pain: "CloudFront says CNAMEAlreadyExists, and nobody says who has the name",
  threads: "amplify-hosting #111, #534, #620, #1420, #1751, #2370, #4094; sst #6167; jogold/cloudstructs #169",
  scene: async () => {
    const scene = begin("taken", { alternativeDomains: [WWW, SHOP, API] });
    const { place } = scene;
    const here = await holder(scene, WWW, "old.example.com");
    const elsewhere = theirs(place, [SHOP]);
    const service = theirs(place, [API], { account: "333333333333" });
    publish(scene, API, "CNAME", "d-1a2b3c4d5e.execute-api.us-east-1.amazonaws.com");
    await place.ports.clock.sleep(HOUR);
    const failure = await up(scene);
    const attached = aliasesAt(place, place.distributionId);
    const headline = failure?.split(" | ")[0];
    return seen(
      scene,
      guidanceOf(scene),
      { failure: headline, attached },
      { here, elsewhere: masked(elsewhere.id), "of the service": masked(service.id) },
    );
  },
  says: [
    {
      code: "ALIAS_TAKEN_HERE",
      actor: "you",
      happening:
        "The distribution <here> of this account has www.example.com, and CloudFront serves a name from one distribution.",
      todo: 'Set `onConflict: { moveFrom: ["<here>"] }`, which takes it over without a gap; or take it off there, in the CloudFront console under "Alternate domain names".',
      next: "The next `pulumi up` goes on from here.",
      commands: [
        'aws cloudfront get-distribution --id <here> --query "Distribution.DistributionConfig.[Comment,Aliases.Items]"',
      ],
    },
    {
      code: "ALIAS_TAKEN_ELSEWHERE",
      actor: "you",
      happening:
        "Another account, ******222222, has shop.example.com in CloudFront on <elsewhere>; CloudFront shows half of these ids.",
      todo: 'Let the owner of that account take it off. If that is you, disable that distribution and set `onConflict: { moveFrom: ["<elsewhere>"] }`. If it is AWS, for a service that you use, remove the custom domain there; the commands look for it. If it is nobody, publish a TXT record with the value <target> at _shop.example.com, and ask AWS Support to move the name.',
      next: "The next `pulumi up` goes on from here.",
      commands: [
        'for app in $(aws amplify list-apps --query "apps[].appId" --output text); do aws amplify list-domain-associations --app-id "$app"; done',
        'aws apigateway get-domain-name --domain-name "shop.example.com"',
        'aws appsync get-domain-name --domain-name "shop.example.com"',
        'aws cognito-idp describe-user-pool-domain --domain "shop.example.com"',
      ],
    },
    {
      code: "ALIAS_TAKEN_BY_SERVICE",
      actor: "you",
      happening:
        "Another account, ******333333, has api.example.com in CloudFront on <of the service>, and DNS leads it to API Gateway, which has its distributions in accounts of AWS.",
      todo: 'Remove the custom domain in the API Gateway console, under "Custom domain names", if the command shows an endpoint of type EDGE, or make that REGIONAL: one of type REGIONAL has no distribution, and somebody else has the name.',
      next: "CloudFront lets the name go a while after that; then the next `pulumi up` goes on from here.",
      commands: ['aws apigateway get-domain-name --domain-name "api.example.com"'],
    },
  ],
  and: { failure: "brand can't go on by itself.", attached: ["example.com"] },
};

export const misled: Pain = {
  pain: "CloudFront refuses a name because its DNS record points to another distribution",
  threads: "amplify-hosting #346, #1251, #1884; aws-samples/amazon-cloudfront-secure-static-site #51",
  scene: async () => {
    const scene = begin("misled", { alternativeDomains: [SHOP] });
    const { place } = scene;
    const other = await holder(scene, "*.example.com");
    publish(scene, SHOP, "CNAME", domainNameOf(place, other));
    await place.ports.clock.sleep(HOUR);
    const { failures } = watch(place, SHOP);
    await up(scene);
    const told = guidanceOf(scene);
    const attached = aliasesAt(place, place.distributionId);
    await change(scene, { dns: { route53: { routing: "takeOver" } } });
    return seen(
      scene,
      told,
      {
        attached,
        "with `takeOver`": statusOf(scene),
        "in the end": aliasesAt(place, place.distributionId),
        "not served": failures,
      },
      { "other target": domainNameOf(place, other), other },
    );
  },
  says: [
    {
      code: "ALIAS_DNS_LEADS_ELSEWHERE",
      actor: "you",
      happening:
        "CloudFront refuses an alias among shop.example.com: DNS leads it to another distribution, by shop.example.com CNAME <other target> (<other>).",
      todo: 'Publish the ROUTING record in `dnsRecords` in place of what leads it there, or beside a wildcard that does; with Route 53, `routing: "takeOver"` does so. At the name of a zone itself, where no CNAME can be, remove that record.',
      next: "CloudFront takes the name once resolvers have forgotten the old record (its TTL): the next `pulumi up` goes on from here.",
    },
  ],
  and: {
    attached: ["example.com"],
    "with `takeOver`": "CERTIFICATE_ATTACHED",
    "in the end": ["example.com", "shop.example.com"],
    "not served": [],
  },
};

export const inTheWay: Pain = {
  pain: "a CNAME stands where the alias record has to be",
  threads: "external-dns #1894, #2106, #2307; deploy-kit #216",
  scene: async () => {
    const scene = begin("in the way");
    publish(scene, WWW, "CNAME", "www.hoster.net");
    await scene.place.ports.clock.sleep(HOUR);
    const plan = await preview(scene);
    const failure = await up(scene);
    const told = guidanceOf(scene);
    const records = zoneLines(scene).filter((line) => line.startsWith(WWW));
    scene.laptop.said.length = 0;
    await change(scene, { dns: { route53: { routing: "takeOver" } } });
    return seen(scene, told, {
      preview: plan,
      up: failure ?? statusOf(scene),
      records,
      "with `takeOver`": saidIn(scene),
      "in the end": zoneLines(scene).filter((line) => line.startsWith(WWW)),
    });
  },
  says: [
    {
      code: "ROUTING_LEADS_ELSEWHERE",
      actor: "you",
      happening: "DNS leads www.example.com somewhere else: www.example.com CNAME www.hoster.net.",
      todo: 'Change the record to the one in `dnsRecords`; with Route 53, `routing: "takeOver"` replaces it.',
      next: "Traffic arrives as soon as DNS leads here.",
    },
    SERVED,
  ],
  and: {
    preview: [
      "info: What this `pulumi up` does:",
      '  ROUTING_LEADS_ELSEWHERE: DNS leads www.example.com somewhere else: www.example.com CNAME www.hoster.net. Change the record to the one in `dnsRecords`; with Route 53, `routing: "takeOver"` replaces it.',
    ],
    up: "CERTIFICATE_ATTACHED",
    records: ["www.example.com CNAME www.hoster.net"],
    "with `takeOver`": [
      "info: What this `pulumi up` does:",
      "  Then: Every edge serves example.com, www.example.com with the certificate.",
      "warning: Replacing the record www.example.com CNAME www.hoster.net (TTL 300)",
    ],
    "in the end": [
      "www.example.com A ALIAS <target>",
      "www.example.com AAAA ALIAS <target>",
      "www.example.com HTTPS ALIAS <target>",
    ],
  },
};

export const moving: Pain = {
  pain: "a live domain moves to another distribution or account, and is down meanwhile",
  threads: "sst #6167; aws-cdk #29960; amplify-hosting #1204; mdn/infra #44; code-dot-org #15058",
  scene: async () => {
    const within = begin("within the account");
    const from = await holder(within, WWW, "old.example.com");
    publish(within, WWW, "CNAME", domainNameOf(within.place, from));
    await within.place.ports.clock.sleep(HOUR);
    const { failures } = watch(within.place, WWW, "old.example.com");
    within.given["onConflict"] = { moveFrom: [from] };
    await up(within);
    const moved = {
      "within the account": aliasesAt(within.place, within.place.distributionId),
      "not served": failures,
    };
    const across = begin("across accounts", EXTERNAL);
    const owner = theirs(across.place, [WWW]);
    across.given["onConflict"] = { moveFrom: [owner.id] };
    await up(across);
    for (const { name, value } of validationsOf(across)) publish(across, name, "CNAME", value);
    await across.place.ports.clock.sleep(HOUR);
    await up(across);
    const told = guidanceOf(across);
    for (const { name, value } of recordsOf(across).filter(({ purpose }) => purpose === "ALIAS_PROOF"))
      publish(across, name, "TXT", value);
    await across.place.ports.clock.sleep(HOUR);
    await up(across);
    const proven = guidanceOf(across);
    across.place.simulator.cloudfront.editDirect(owner.id, { enabled: false });
    await across.place.ports.clock.sleep(HOUR);
    await up(across);
    return seen(
      across,
      [...told, ...proven].filter(({ domains }) => domains.includes(WWW)),
      { ...moved, "from another account": aliasesAt(across.place, across.place.distributionId) },
      { theirs: masked(owner.id) },
    );
  },
  says: [
    {
      code: "ALIAS_MOVE_NEEDS_PROOF",
      actor: "you",
      happening:
        "Another account, ******222222, has www.example.com in CloudFront on <theirs>, and DNS does not prove yet that it is to come here.",
      todo: "Publish a TXT record with the value <target> at _www.example.com, as listed in `dnsRecords`, and disable that distribution.",
      next: "The next `pulumi up` moves the name here; the record is not needed after that.",
    },
    {
      code: "ALIAS_MOVE_NEEDS_DISABLED",
      actor: "you",
      happening:
        "CloudFront does not move www.example.com here while <theirs>, which has it in another account, is enabled.",
      todo: "Disable that distribution, which ends what it serves. Without that gap, unless the name is an apex or another distribution has the wildcard over it: add that wildcard to this group and run `pulumi up`. Then lead the name's DNS here. Then take the name off there, and run `pulumi up` when that is deployed. Then take the wildcard out of the group.",
      next: "The next `pulumi up` moves the name here.",
    },
  ],
  and: {
    "within the account": ["example.com", "www.example.com"],
    "not served": [],
    "from another account": ["example.com", "www.example.com"],
  },
};
