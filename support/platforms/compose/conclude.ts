import type { Finding } from '../../check/finding.ts';
import { NotVerified } from '../../check/not-verified.ts';

/** How many reasons a message names; the rest are counted. */
const mostReasons = 4;

/**
 * Findings, where one of them closes the gate or nothing was left open.
 * @param open what could not be read, or says not enough: a warning does not outweigh it
 * @throws NotVerified otherwise
 */
export function conclude(findings: readonly Finding[], open: readonly string[], enable?: string): Finding[] {
  if (open.length === 0 || findings.some(({ severity }) => severity !== 'warning')) return [...findings];
  const reasons = [...new Set(open)];
  const more = reasons.length > mostReasons ? ` (and ${reasons.length - mostReasons} more)` : '';
  throw new NotVerified(reasons.slice(0, mostReasons).join('; ') + more, enable);
}
