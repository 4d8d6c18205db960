import type { VerdictSubject } from '../../../../support/report/verdict/summarize.ts';
import type { RunPart } from '../../../../support/report/verdict/verdict.ts';
import { outcome } from '../../report/sample-verdict.ts';

export const shardSubject: VerdictSubject = {
  deployment: 'twin',
  project: 'prod',
  environments: ['prod'],
  commit: '0f3e2d1',
  config: 'a hash of a config',
  embedded: false,
  strict: false,
  plan: {
    specs: { checks: ['convex/reachable'], environments: ['prod'] },
    smoke: { checks: ['smoke/loads', 'smoke/sign-in'], environments: ['prod'] },
  },
};

/** A part of a verdict that took five minutes from this hour on, with one outcome. */
export function heldPart(hour: number, check: string, kind: 'held' | 'failed' = 'held'): RunPart {
  const at = (minute: number) => new Date(Date.UTC(2026, 0, 5, hour, minute)).toISOString();
  const finding = { what: 'it does not hold', expected: 'a', received: 'b', from: ['c'] };
  const told = outcome({
    check,
    environment: 'prod',
    kind,
    severity: 'critical',
    findings: kind === 'held' ? [] : [finding],
    evidence: { pages: 1 },
  });
  return { state: 'complete', startedAt: at(0), finishedAt: at(5), breakages: [], outcomes: [told] };
}
