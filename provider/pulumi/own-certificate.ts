/** What can be said of a certificate that the program brings, before anything is done with it. */
import { verdictOn } from "../core/brought-certificate";
import { guidanceOf } from "../core/guidance";
import type { CertificateArn, Trouble } from "../core/model";
import type { Ports, Reply } from "../ports";
import { INTERNAL } from "./internal-input";
import { type Bag, type Problem, show } from "./reading";
import { type Dependencies, withEngineLog } from "./run-group";
import { readWish, type Wish } from "./wish";

/** A preview is not kept waiting. */
const ANSWERS_WITHIN_MS = 5000;

/** `undefined`: nothing speaks against it, as far as it could be asked; nobody is asked where the program brings none. */
export async function certificateProblem(dependencies: Dependencies, inputs: Bag): Promise<Problem | undefined> {
  const wish = questionOf(inputs);
  const arn = wish?.desired.certificate ?? null;
  if (wish === undefined || arn === null) return undefined;
  return withEngineLog(dependencies, wish.resource, async (progress) => {
    const answer = await Promise.race([
      ask(wish, arn, dependencies.createPorts(wish, progress)),
      dependencies.clock.sleep(ANSWERS_WITHIN_MS).then((): Answer => ({ unseen: "AWS did not answer in time" })),
    ]);
    if (answer.unseen !== undefined) {
      progress.say("warning", `certificate.arn: could not be checked beforehand: ${answer.unseen}`);
    }
    return answer.problem;
  });
}

/** The distribution may be known to the update alone, and the certificate can be judged without it. */
function questionOf(inputs: Bag): Wish | undefined {
  const { primaryDomain, alternativeDomains, groupId, certificate, [INTERNAL]: internal } = inputs;
  const wish = readWish({ primaryDomain, alternativeDomains, groupId, certificate, [INTERNAL]: internal });
  return wish.kind === "known" ? wish.value : undefined;
}

interface Answer {
  problem?: Problem;
  /** Why nobody knows. */
  unseen?: string;
}

async function ask({ desired }: Wish, arn: CertificateArn, { identity, certificates }: Ports): Promise<Answer> {
  const account = await identity.account();
  if (account.kind !== "ok") return { unseen: why(account) };
  // Of another account's certificate ACM says nothing.
  const elsewhere = verdictOn(arn, null, account.value, desired.domains);
  if (elsewhere?.code === "OWN_CERTIFICATE_ELSEWHERE") return { problem: problemOf(arn, elsewhere) };
  const detail = await certificates.describe(arn);
  if (detail.kind === "failed") return { unseen: why(detail) };
  const cause = verdictOn(arn, detail.kind === "ok" ? detail.value : null, account.value, desired.domains);
  return cause === undefined ? {} : { problem: problemOf(arn, cause) };
}

function problemOf(arn: CertificateArn, cause: Parameters<typeof guidanceOf>[0]): Problem {
  const { happening, todo } = guidanceOf(cause);
  return { path: ".certificate.arn", got: show(arn), rule: `${happening} ${todo}` };
}

const why = (reply: Exclude<Reply<unknown>, { kind: "ok" }>): string =>
  reply.kind === "failed" ? failed(reply.trouble) : "AWS names no account";

const failed = ({ operation, code, message }: Trouble): string => `${operation} failed with ${code}: ${message}`;
