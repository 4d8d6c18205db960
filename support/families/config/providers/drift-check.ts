import type { CheckContext } from '../../../check/definition.ts';
import type { Finding } from '../../../check/finding.ts';
import { NotVerified } from '../../../check/not-verified.ts';
import { foreignCells } from '../foreign-cells.ts';
import type { TargetInput } from './held-keys.ts';
import { coverageOf, judgeDrift, requireAccepted, requireKnown } from './judge-drift.ts';
import { probeRows } from './read-credential-probes.ts';
import { compareTarget, rowsOf } from './target-comparisons.ts';

/**
 * What every drift check does: reads one target's platform, compares, and says in its evidence what was compared how. A
 * credential that cannot be read back is used, where that has no effect.
 */
export async function findDrift({
  subject,
  read,
  count,
}: Pick<CheckContext<TargetInput>, 'subject' | 'read' | 'count'>): Promise<readonly Finding[]> {
  const { profile, target } = subject;
  const { comparisons, unproved, repeated } = await compareTarget(read, subject);
  const rows = rowsOf(profile, target);
  if (comparisons.every(({ verdict }) => verdict === 'unmanaged'))
    throw new NotVerified(
      `the table has no value for ${target.target} in ${profile.environment}, so nothing was compared`,
      `Add its rows, or leave ${profile.environment} out of sync.targets.${target.target}.environments.`,
    );
  const foreign = foreignCells(profile);
  const writeOnly = comparisons.filter(({ verdict }) => verdict === 'present, value unproved').map(({ key }) => key);
  const probes = await probeRows(
    read,
    profile,
    rows.filter(({ key }) => writeOnly.includes(key)),
  );
  const { byValue, attested, presenceOnly } = coverageOf(comparisons);
  count('keys compared by value', byValue);
  count('keys attested', attested);
  count('keys by presence only', presenceOnly);
  count('credentials proved by use', probes.filter(({ outcome }) => outcome === 'accepted').length);
  const undated = comparisons.filter(({ age }) => age?.known === false).length;
  if (undated > 0) count('keys whose age is not known', undated);
  if (repeated > 0) count('requests repeated', repeated);
  const findings = judgeDrift(
    comparisons,
    profile.environment,
    new Map(
      rows.flatMap(({ key, line }) => {
        const why = foreign.get(line);
        return why === undefined ? [] : [[key, why]];
      }),
    ),
  );
  if (findings.length > 0) return findings;
  requireKnown(comparisons);
  requireAccepted(probes, comparisons);
  if (unproved !== undefined) throw unproved;
  return findings;
}
