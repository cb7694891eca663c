/** What the group no longer needs goes, once nothing serves with it. */

import { refusalOf } from "../memory";
import type { CertificateArn } from "../model";
import type { OwnCertificate, Situation } from "../situation";
import { type Rule, take } from "./rule";

/** Own certificates beside the wanted one: failed ones and forgotten ones. The successor exists by now, so nothing is lost by deleting them. */
export function surplus({ own, wanted }: Pick<Situation, "own" | "wanted">): OwnCertificate[] {
  return own.filter(({ arn }) => arn !== wanted?.arn);
}

/** That AWS still calls one "in use" never holds anything up: it is due again later. */
export const surplusIsDeleted: Rule = (situation) => {
  if (situation.wanted === undefined) return undefined;
  const free = surplus(situation).find(
    ({ arn, detail }) => detail.inUseBy.length === 0 && refusalOf(situation.memory, deletion(arn)) === undefined,
  );
  return free === undefined ? undefined : take(situation, deletion(free.arn));
};

const deletion = (arn: CertificateArn) => ({ kind: "deleteCertificate", arn }) as const;
