import type { Finding } from '../../check/finding.ts';
import { NotVerified } from '../../check/not-verified.ts';

/** How many reasons a message names; the rest are counted. */
const mostReasons = 4;

/**
 * Findings, or none where nothing was left open.
 * @param open what could not be read, or says not enough: without a finding, it keeps the check from holding
 * @throws NotVerified where there are no findings, and something was left open
 */
export function conclude(findings: readonly Finding[], open: readonly string[], enable?: string): Finding[] {
  if (findings.length > 0 || open.length === 0) return [...findings];
  const reasons = [...new Set(open)];
  const more = reasons.length > mostReasons ? ` (and ${reasons.length - mostReasons} more)` : '';
  throw new NotVerified(reasons.slice(0, mostReasons).join('; ') + more, enable);
}
