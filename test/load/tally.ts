/** What has come of the requests, phase by phase. */
import Table from "cli-table3";
import type { Verdict } from "./request";

/** A request that should have been served and was not. */
export interface Loss {
  phase: string;
  kind: "failed" | "wrongCertificate";
  what: string;
}

export interface Phase {
  name: string;
  seconds: number;
  requests: number;
  failed: number;
  wrongCertificates: number;
  /** Straight to an edge that had not served the name yet, or that was free to stop: no request that anybody could count on. */
  uncounted: number;
  /** Different ones that visitors were shown. */
  certificates: Set<string>;
  /** Different ones that served them. */
  distributions: Set<string>;
}

export interface Tally {
  begin(name: string): void;
  end(): void;
  /** `what`: the request, in words. `isCounted`: it could count on being served. */
  note(what: string, verdict: Verdict, isCounted: boolean): void;
  phases(): readonly Phase[];
  losses(): readonly Loss[];
}

export function createTally(): Tally {
  const phases: Phase[] = [];
  const losses: Loss[] = [];
  let since = performance.now();
  return {
    begin: (name) => {
      since = performance.now();
      phases.push(newPhase(name));
    },
    end: () => {
      const phase = phases.at(-1);
      if (phase !== undefined) phase.seconds = (performance.now() - since) / 1000;
    },
    note: (what, verdict, isCounted) => {
      const phase = phases.at(-1);
      if (phase === undefined) return;
      count(phase, verdict, isCounted);
      if (verdict.kind !== "served" && isCounted)
        losses.push({ phase: phase.name, kind: verdict.kind, what: `${what}: ${verdict.why}` });
    },
    phases: () => phases,
    losses: () => losses,
  };
}

const newPhase = (name: string): Phase => ({
  name,
  seconds: 0,
  requests: 0,
  failed: 0,
  wrongCertificates: 0,
  uncounted: 0,
  certificates: new Set(),
  distributions: new Set(),
});

function count(phase: Phase, verdict: Verdict, isCounted: boolean): void {
  if (verdict.kind !== "served" && !isCounted) {
    phase.uncounted += 1;
    return;
  }
  phase.requests += 1;
  if (verdict.kind === "failed") phase.failed += 1;
  if (verdict.kind === "wrongCertificate") phase.wrongCertificates += 1;
  if (verdict.kind !== "served") return;
  phase.certificates.add(verdict.certificate);
  phase.distributions.add(verdict.distribution);
}

export const requestsOf = (phases: readonly Phase[]): number => phases.reduce((sum, { requests }) => sum + requests, 0);

const HEAD = [
  "phase",
  "seconds",
  "requests",
  "failed",
  "wrong certificate",
  "a second",
  "certificates",
  "distributions",
];

export function tableOf(phases: readonly Phase[]): string {
  const table = new Table({ head: HEAD, style: { head: [], border: [] } });
  for (const phase of [...phases, totalOf(phases)]) table.push(rowOf(phase));
  return table.toString();
}

function rowOf(phase: Phase): (string | number)[] {
  const { name, seconds, requests, failed, wrongCertificates, certificates, distributions } = phase;
  const rate = seconds === 0 ? 0 : Math.round(requests / seconds);
  return [name, seconds.toFixed(1), requests, failed, wrongCertificates, rate, certificates.size, distributions.size];
}

function totalOf(phases: readonly Phase[]): Phase {
  const total = newPhase("all");
  for (const phase of phases) {
    for (const key of ["seconds", "requests", "failed", "wrongCertificates", "uncounted"] as const)
      total[key] += phase[key];
    for (const certificate of phase.certificates) total.certificates.add(certificate);
    for (const distribution of phase.distributions) total.distributions.add(distribution);
  }
  return total;
}
