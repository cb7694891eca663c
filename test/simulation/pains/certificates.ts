/** Pains with certificates that are there already. */
import { createLaptop, groupInputs, type Place } from "../../pulumi/laptop";
import { HOUR, MINUTE, ownCertificate } from "../story";
import { portsInto } from "../world";
import {
  answersTo,
  begin,
  change,
  codesOf,
  guidanceOf,
  minutes,
  type Pain,
  type Scene,
  SERVED,
  saidIn,
  seen,
  statusOf,
  up,
} from "./pain";

const certificatesOf = ({ place }: Pick<Scene, "place">): string[] =>
  place.simulator.acm.snapshot().map(({ status, region }) => `${status} in ${region}`);

export const inUse: Pain = {
  pain: "the old certificate is still in use, and the deployment hangs on its deletion",
  threads:
    "terraform-provider-aws #4537, #4712, #8510, #20957, #28595; terraform #18997, #26053; pulumi-aws #1023; sst #4963",
  scene: async () => {
    const scene = begin("in use", {}, { timeouts: {} });
    await up(scene);
    Object.assign(scene.place.simulator.world.latencies, { inUseByLag: 40 * MINUTE });
    let failure: string | undefined;
    const lasts = await minutes(scene, async () => {
      failure = await change(scene, { keyAlgorithm: "EC_prime256v1" });
    });
    await scene.laptop.refresh();
    const told = guidanceOf(scene);
    const replaced = certificatesOf(scene);
    await scene.place.ports.clock.sleep(HOUR);
    await up(scene);
    const later = certificatesOf(scene);
    scene.laptop.said.length = 0;
    const result = seen(scene, told, {});
    const gone = await scene.laptop.destroy();
    return {
      ...result,
      and: {
        up: failure ?? "succeeds",
        minutes: lasts,
        certificates: replaced,
        "in an hour": later,
        destroy: gone ?? "succeeds",
        said: saidIn(scene),
      },
    };
  },
  says: [
    SERVED,
    {
      code: "RETIRING",
      actor: "aws",
      happening: "An old certificate is still held by AWS.",
      todo: "Nothing to do.",
      next: "A later `pulumi up` deletes it.",
    },
  ],
  and: {
    up: "succeeds",
    minutes: 7,
    certificates: ["ISSUED in us-east-1", "ISSUED in us-east-1"],
    "in an hour": ["ISSUED in us-east-1"],
    destroy: "succeeds",
    said: [
      "info: AWS still calls the certificate <certificate> in use. It is tagged domain-group:released: a later `pulumi up` of a group with one of its names deletes it, or you: aws acm delete-certificate --region us-east-1 --certificate-arn <certificate>",
    ],
  },
};

export const reordered: Pain = {
  pain: "names in another order, in capitals or twice replace the certificate",
  answer: "nothing to do",
  threads: "pulumi-aws #1022, #1384; terraform-aws-acm #86; terraform-provider-aws #8708, #10791, #13053",
  scene: async () => {
    const scene = begin("reordered", { alternativeDomains: ["www.example.com", "shop.example.com"] });
    await up(scene);
    const { simulator, ports } = scene.place;
    await ports.clock.sleep(HOUR);
    simulator.history.clear();
    const spellings = {
      "in another order": { alternativeDomains: ["shop.example.com", "www.example.com"] },
      "with another one as primary": {
        primaryDomain: "shop.example.com",
        alternativeDomains: ["www.example.com", "example.com"],
      },
      "in capitals, with a dot": { primaryDomain: "Example.COM." },
      twice: { alternativeDomains: ["www.example.com", "shop.example.com", "WWW.example.com", "example.com"] },
    };
    const changes: { [how: string]: number } = {};
    for (const [how, args] of Object.entries(spellings))
      changes[how] = await scene.laptop.changes({ ...scene.given, ...args });
    return seen(scene, guidanceOf(scene), { changes, "AWS calls": simulator.history.count() });
  },
  says: [
    {
      code: "ATTACHED",
      actor: "nobody",
      happening: "Every edge serves example.com, www.example.com, shop.example.com with the certificate.",
      todo: "Nothing to do.",
      next: "ACM renews the certificate as long as the validation records stay.",
    },
  ],
  and: {
    changes: { "in another order": 0, "with another one as primary": 0, "in capitals, with a dot": 0, twice: 0 },
    "AWS calls": 0,
  },
};

export const notKnownYet: Pain = {
  pain: "CloudFront does not take the certificate that ACM has just issued, for one of four reasons",
  threads: "terraform-provider-aws #2418, #8945, #34950, #40260",
  scene: async () => {
    const scene = begin("just issued", { timeout: "5m", ifNotReached: "report" });
    Object.assign(scene.place.simulator.world.latencies, { certificateVisibleToCloudFront: 10 * MINUTE });
    await up(scene);
    const told = guidanceOf(scene);
    await change(scene, { timeout: "1h" });
    const refused = [...new Set(answersTo(scene, "UpdateDistribution"))];
    const own = begin("own and over");
    const arn = await ownCertificate(own.place, "example.com", "www.example.com");
    await change(own, { certificate: { arn } });
    own.place.simulator.acm.expire(arn);
    await own.place.ports.clock.sleep(HOUR);
    await own.laptop.refresh();
    return seen(own, [...told, ...guidanceOf(own)], {
      "what CloudFront answered": refused,
      "in the end": statusOf(scene),
    });
  },
  says: [
    {
      code: "CERTIFICATE_SETTLING",
      actor: "aws",
      happening: "Certificate issued; CloudFront does not know it yet.",
      todo: "Nothing to do.",
      next: "It is attached as soon as CloudFront does.",
    },
    {
      code: "OWN_CERTIFICATE_NOT_ISSUED",
      actor: "you",
      happening: "The certificate <certificate> is EXPIRED: only an issued one can be attached.",
      todo: "Give `certificate.arn` one that is issued. One in PENDING_VALIDATION is issued when its validation records are published, one in any other status no more.",
      next: "The next `pulumi up` goes on from here.",
    },
  ],
  and: { "what CloudFront answered": ["InvalidViewerCertificate", ""], "in the end": "CERTIFICATE_ATTACHED" },
};

/** The stack is in Ireland, and its calls go through the SDK. */
async function inIreland(work: (scene: Scene) => Promise<void>): Promise<Scene> {
  const { place: quick } = begin("Ireland");
  const place: Place = { ...quick, ...portsInto(quick.simulator) };
  const scene = { place, laptop: createLaptop(place), given: groupInputs(place) };
  const { AWS_REGION: before } = process.env;
  process.env["AWS_REGION"] = "eu-west-1";
  try {
    await work(scene);
  } finally {
    if (before === undefined) delete process.env["AWS_REGION"];
    else process.env["AWS_REGION"] = before;
  }
  return scene;
}

export const region: Pain = {
  pain: "the certificate is in the stack's region instead of us-east-1",
  answer: "`certificate.arn` is refused in the preview; the group's own is in us-east-1",
  threads: "aws-cdk #9274, #25343, #38096; serverless-domain-manager #29, #443; sst #5370, #5463",
  scene: async () => {
    const refused: { [how: string]: string | undefined } = {};
    const scene = await inIreland(async (started) => {
      const arn = (of: string) => `arn:aws:acm:${of}:certificate/c0ffee00-0000-4000-8000-000000000001`;
      refused["one in another region"] = await started.laptop.up({
        ...started.given,
        certificate: { arn: arn("eu-west-1:111111111111") },
      });
      refused["one of another account"] = await started.laptop.up({
        ...started.given,
        certificate: { arn: arn("us-east-1:222222222222") },
      });
      await up(started);
    });
    return seen(scene, guidanceOf(scene), { ...refused, certificates: certificatesOf(scene), codes: codesOf(scene) });
  },
  says: [SERVED],
  and: {
    "one in another region":
      'certificate.arn: got "arn:aws:acm:eu-west-1:111111111111:certificate/c0ffee00-0000-4000-8000-000000000001": is in eu-west-1, and CloudFront takes certificates of us-east-1 only: request or import it there (an aws.acm.Certificate with region: "us-east-1")',
    "one of another account":
      'certificate.arn: got "arn:aws:acm:us-east-1:222222222222:certificate/c0ffee00-0000-4000-8000-000000000001": The certificate arn:aws:acm:us-east-1:222222222222:certificate/c0ffee00-0000-4000-8000-000000000001 is in account 222222222222, and the distribution in 111111111111: CloudFront takes a certificate of its own account only. Import or request it in this account, or leave `certificate` out of a new group: then the group requests one.',
    certificates: ["ISSUED in us-east-1"],
    codes: ["ATTACHED"],
  },
};
