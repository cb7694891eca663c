/** Pains with requests: what ACM refuses, or fails later. */
import { HOUR } from "../story";
import {
  answersTo,
  begin,
  change,
  EXTERNAL,
  guidanceOf,
  linesOf,
  minutes,
  type Pain,
  preview,
  publish,
  type Scene,
  seen,
  statusOf,
  up,
  validationsOf,
} from "./pain";

const requestsOf = (scene: Scene): string[] => answersTo(scene, "RequestCertificate");

export const tooManyNames: Pain = {
  pain: "there are more than ten names, and it hangs for twenty minutes",
  answer: "`MANY_NAMES` in the preview, `QUOTA_NAMES` at once when ACM refuses",
  threads: "terraform-provider-aws #12445, #35825, #37723, #40974",
  scene: async () => {
    const alternativeDomains = Array.from({ length: 10 }, (_, index) => `shop${index + 1}.example.com`);
    const scene = begin("eleven names", { alternativeDomains, ifNotReached: "report" });
    const plan = await preview(scene);
    const lasts = await minutes(scene, () => up(scene));
    const told = guidanceOf(scene);
    const requests = requestsOf(scene);
    Object.assign(scene.place.simulator.acm.quotas, { namesPerCertificate: 20 });
    await up(scene);
    const and = { preview: plan.at(-1), minutes: lasts, requests, "once it is raised": statusOf(scene) };
    return seen(scene, told, and);
  },
  says: [
    {
      code: "QUOTA_NAMES",
      actor: "you",
      happening:
        "ACM's quota of names in one certificate is too small for example.com, shop1.example.com, shop2.example.com and others.",
      todo: "Ask AWS to raise quota L-FB94F0B0 (ACM, us-east-1), give some of the names to another group and distribution, or cover them by a wildcard.",
      next: "The next `pulumi up` goes on from here.",
      commands: [
        "aws service-quotas request-service-quota-increase --service-code acm --quota-code L-FB94F0B0 --desired-value 100 --region us-east-1",
      ],
    },
  ],
  and: {
    preview:
      "  MANY_NAMES: The group has more names than ACM's default quota of names in one certificate. Ask AWS to raise quota L-FB94F0B0 (ACM, us-east-1) if it has not been raised.",
    minutes: 0,
    requests: ["LimitExceededException"],
    "once it is raised": "CERTIFICATE_ATTACHED",
  },
};

export const yearly: Pain = {
  pain: "retries and re-creations use up the year's certificates",
  threads: "terraform-provider-aws #14025; terraform #19031; aws-cdk #5889, #13651; convox/rack #2387",
  scene: async () => {
    const waiting = begin("ten tries", EXTERNAL);
    for (let run = 0; run < 10; run += 1) {
      await change(waiting, { timeout: `${5 + run}m` });
      await waiting.place.ports.clock.sleep(HOUR);
    }
    const ofTen = requestsOf(waiting);
    await waiting.laptop.replace("brand", waiting.given);
    const ofReplaced = requestsOf(waiting);
    const scene = begin("used up");
    await up(scene);
    Object.assign(scene.place.simulator.acm.quotas, { certificatesPerYear: 1 });
    await change(scene, { keyAlgorithm: "EC_prime256v1" });
    const { cloudfront } = scene.place.simulator;
    return seen(scene, guidanceOf(scene), {
      "requests of ten runs": ofTen,
      "and of a replacement": ofReplaced,
      requests: requestsOf(scene),
      served: cloudfront.answer(0, "www.example.com").kind,
    });
  },
  says: [
    {
      code: "QUOTA_YEARLY",
      actor: "you",
      happening:
        "ACM's quota of certificates requested within a year is reached; deleting certificates gives nothing back.",
      todo: "Ask AWS to raise quota L-DA1D8B98 (ACM, us-east-1). New accounts often have less than ACM's user guide says.",
      next: "The next `pulumi up` goes on from here.",
      commands: [
        "aws service-quotas get-service-quota --service-code acm --quota-code L-DA1D8B98 --region us-east-1",
        "aws service-quotas request-service-quota-increase --service-code acm --quota-code L-DA1D8B98 --desired-value 10000 --region us-east-1",
      ],
    },
  ],
  and: {
    "requests of ten runs": [""],
    "and of a replacement": [""],
    requests: ["", "LimitExceededException"],
    served: "certificate",
  },
};

export const caa: Pain = {
  pain: "CAA forbids it, which is said at the end, without the record that is missing",
  threads: "amplify-hosting #200, #366, #2054, #2089",
  scene: async () => {
    const scene = begin("caa", { alternativeDomains: ["*.shop.example.com"], ifNotReached: "report" });
    publish(scene, "example.com", "CAA", '0 issue "letsencrypt.org"');
    publish(scene, "shop.example.com", "CAA", '0 issuewild ";"');
    await scene.place.ports.clock.sleep(HOUR);
    const plan = await preview(scene);
    await up(scene);
    const told = guidanceOf(scene);
    const requests = requestsOf(scene);
    const { putRecord } = scene.place.simulator.route53;
    const also = (name: string, ...values: string[]): void =>
      putRecord(scene.place.zoneId, { name, type: "CAA", ttl: 300, values });
    also("example.com", '0 issue "letsencrypt.org"', '0 issue "amazon.com"');
    also("shop.example.com", '0 issuewild ";"', '0 issuewild "amazon.com"');
    await scene.place.ports.clock.sleep(HOUR);
    await up(scene);
    const deaf = begin("deaf", { ...EXTERNAL, alternativeDomains: [] });
    deaf.place.simulator.dns.setServerFault("example.com", "REFUSED");
    await up(deaf);
    return seen(scene, [...told, ...guidanceOf(deaf).filter(({ code }) => code.startsWith("CAA_"))], {
      preview: plan,
      requests,
      "once both are added": statusOf(scene),
    });
  },
  says: [
    {
      code: "CAA_FORBIDS",
      actor: "you",
      happening:
        'The CAA records of example.com do not let Amazon issue a certificate for example.com: 0 issue "letsencrypt.org".',
      todo: 'Add `example.com CAA 0 issue "amazon.com"` to them, and keep those that are there.',
      next: "The next `pulumi up` requests the certificate; validation records stay the same.",
    },
    {
      code: "CAA_FORBIDS",
      actor: "you",
      happening:
        'The CAA records of shop.example.com do not let Amazon issue a certificate for *.shop.example.com: 0 issuewild ";".',
      todo: 'Add `shop.example.com CAA 0 issuewild "amazon.com"` to them, and keep those that are there.',
      next: "The next `pulumi up` requests the certificate; validation records stay the same.",
    },
    {
      code: "CAA_UNREADABLE",
      actor: "you",
      happening:
        "It can't be told whether CAA lets Amazon issue a certificate for example.com: the name servers of example.com do not answer that question (SERVFAIL).",
      todo: "Let them answer questions for CAA with what there is, or with no records: most authorities take no answer for a no.",
      next: "ACM asks as well, and decides by what it hears.",
    },
  ],
  and: {
    preview: [
      "info: What this `pulumi up` does:",
      "  It stops there:",
      '  CAA_FORBIDS: The CAA records of example.com do not let Amazon issue a certificate for example.com: 0 issue "letsencrypt.org". Add `example.com CAA 0 issue "amazon.com"` to them, and keep those that are there.',
      '  CAA_FORBIDS: The CAA records of shop.example.com do not let Amazon issue a certificate for *.shop.example.com: 0 issuewild ";". Add `shop.example.com CAA 0 issuewild "amazon.com"` to them, and keep those that are there.',
    ],
    requests: [],
    "once both are added": "CERTIFICATE_ATTACHED",
  },
};

export const otherRecords: Pain = {
  pain: "every retry brings other records, and the customer begins again",
  threads: "amplify-hosting #1251, #2089",
  scene: async () => {
    const scene = begin("other records", EXTERNAL);
    const { clock } = scene.place.ports;
    await up(scene);
    const records: { [when: string]: string[] } = { "at first": linesOf(validationsOf(scene)) };
    await clock.sleep(80 * HOUR);
    await scene.laptop.refresh();
    const told = guidanceOf(scene);
    await up(scene);
    records["after a time-out"] = linesOf(validationsOf(scene));
    const pending = scene.place.simulator.acm.snapshot().filter(({ status }) => status === "PENDING_VALIDATION");
    for (const { arn } of pending) scene.place.simulator.acm.failCertificate(arn, "OTHER");
    await scene.laptop.refresh();
    const failed = guidanceOf(scene);
    await up(scene);
    // As the guidance says: until then there is no other request.
    for (const { arn } of pending) scene.place.simulator.acm.deleteDirect(arn);
    await up(scene);
    records["after a failure"] = linesOf(validationsOf(scene));
    await change(scene, { keyAlgorithm: "EC_prime256v1" });
    records["with another key"] = linesOf(validationsOf(scene));
    await scene.laptop.destroy();
    await up(scene);
    records["after a destroy"] = linesOf(validationsOf(scene));
    return seen(scene, [...told, ...failed], { records }, { failed: pending[0]?.arn ?? "" });
  },
  says: [
    {
      code: "VALIDATION_TIMED_OUT",
      actor: "you",
      happening: "ACM did not see the validation records of example.com, www.example.com within 72 hours.",
      todo: "Publish the records listed in `dnsRecords`.",
      next: "The next `pulumi up` requests a new certificate; the validation records stay the same.",
    },
    {
      code: "ISSUANCE_OTHER",
      actor: "you",
      happening:
        "ACM refused the certificate for example.com, www.example.com without a reason; most often a name is misspelt.",
      todo: "Check the spelling of these names, and correct it in the group. If it is right, ask AWS Support about <failed>. When that is done, delete the failed certificate; that is not needed where a name was corrected or taken out.",
      next: "The `pulumi up` after that requests a new one. A request before would fail as well, and count against the yearly quota.",
      commands: ["aws acm delete-certificate --region us-east-1 --certificate-arn <failed>"],
    },
  ],
  and: {
    records: {
      "at first": [
        "<name for example.com> CNAME <value for example.com>",
        "<name for www.example.com> CNAME <value for www.example.com>",
      ],
      "after a time-out": [
        "<name for example.com> CNAME <value for example.com>",
        "<name for www.example.com> CNAME <value for www.example.com>",
      ],
      "after a failure": [
        "<name for example.com> CNAME <value for example.com>",
        "<name for www.example.com> CNAME <value for www.example.com>",
      ],
      "with another key": [
        "<name for example.com> CNAME <value for example.com>",
        "<name for www.example.com> CNAME <value for www.example.com>",
      ],
      "after a destroy": [
        "<name for example.com> CNAME <value for example.com>",
        "<name for www.example.com> CNAME <value for www.example.com>",
      ],
    },
  },
};
