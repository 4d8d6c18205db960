import type { CheckContext } from '../../../check/definition.ts';
import type { Finding } from '../../../check/finding.ts';
import type { TargetInput } from './held-keys.ts';
import { coverageOf, judgeDrift, requireKnown } from './judge-drift.ts';
import { compareTarget } from './target-comparisons.ts';

/** What every drift check does: reads one target's platform, compares, and says in its evidence what was compared how. */
export async function findDrift({
  subject,
  read,
  count,
}: Pick<CheckContext<TargetInput>, 'subject' | 'read' | 'count'>): Promise<readonly Finding[]> {
  const { comparisons, unproved } = await compareTarget(read, subject);
  const { byValue, attested, presenceOnly } = coverageOf(comparisons);
  count('keys compared by value', byValue);
  count('keys attested', attested);
  count('keys by presence only', presenceOnly);
  const findings = judgeDrift(comparisons, subject.profile.environment);
  if (findings.length > 0) return findings;
  requireKnown(comparisons);
  if (unproved !== undefined) throw unproved;
  return findings;
}
