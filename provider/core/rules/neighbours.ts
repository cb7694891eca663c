/** The other certificates of the account: what they list keeps its validation records. */
import { baseName } from "../domain-name";
import { known } from "../known";
import type { Situation } from "../situation";

export interface Neighbour {
  arn: string;
  names: string[];
}

/** As far as they were looked at. A list may show what DescribeCertificate already denies. */
export function neighboursOf({ observed }: Pick<Situation, "observed">): Neighbour[] {
  const gone = (known(observed.certificates) ?? []).filter(({ detail }) => known(detail) === null);
  return (known(observed.neighbours) ?? []).filter(({ arn }) => !gone.some((certificate) => certificate.arn === arn));
}

/** The name without the label that ACM puts before it: `_x.example.com` proves example.com and its wildcard. */
export function isNeededBy(neighbours: Neighbour[], recordName: string): boolean {
  const base = recordName.slice(recordName.indexOf(".") + 1);
  return neighbours.some(({ names }) => names.some((name) => baseName(name) === base));
}
