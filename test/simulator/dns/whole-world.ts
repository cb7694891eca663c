import type { DnsAnswer, DnsWorld, QuestionType, RecordSet } from "../dns-contracts";
import { REGISTRY } from "./registry";
import { MOST_REFERRALS } from "./walk";

type Ask = DnsWorld["query"];

interface Visit {
  /** What the parents said, from the registry down. */
  referrals: RecordSet[];
  answer: DnsAnswer;
}

/** What a client is told that asks the registry and follows its referrals. */
function visit(ask: Ask, name: string, type: QuestionType): Visit {
  const referrals: RecordSet[] = [];
  for (let servers = [REGISTRY]; referrals.length < MOST_REFERRALS; ) {
    const answers = servers.map((server) => ask(server, name, type));
    const answer = answers.find((candidate) => candidate.rcode === "NOERROR" || candidate.rcode === "NXDOMAIN");
    if (!answer) return { referrals, answer: answers[0] ?? { rcode: "TIMEOUT" } };
    const referral = referralIn(answer);
    if (!referral) return { referrals, answer };
    referrals.push(referral);
    servers = referral.values;
  }
  return { referrals, answer: { rcode: "TIMEOUT" } };
}

function referralIn(answer: DnsAnswer): RecordSet | undefined {
  if (answer.rcode !== "NOERROR" || answer.authoritative || answer.answers.length > 0) return undefined;
  return answer.authority.find((set) => set.type === "NS");
}

/** The answer of the name's own servers. */
export function wholeWorldAnswer(ask: Ask, name: string, type: QuestionType): DnsAnswer {
  return visit(ask, name, type).answer;
}

/** Where clients are led to for a zone; `[]` when the parents do not know it. */
export function delegationTo(ask: Ask, zone: string): string[] {
  return visit(ask, zone, "SOA").referrals.find((referral) => referral.name === zone)?.values ?? [];
}
