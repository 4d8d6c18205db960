import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { conclude } from '../../support/families/delivery/conclude.ts';
import type { RollbackJudgement } from '../../support/families/delivery/rollback/obstacle.ts';

/**
 * Whether the commit to go back to accepts what is stored and called today.
 * @throws NotVerified where nothing stands against it, and something is not known
 */
export function judgeRollbackSafe({ obstacles, unknown, compared }: RollbackJudgement): Finding[] {
  if (obstacles.length === 0 && unknown.length === 0 && compared === 0)
    throw new NotVerified('nothing was compared: the config has no backend, no site and no Worker to go back with');
  return conclude(
    obstacles.map(({ platform: _platform, ...finding }) => finding),
    unknown.map(({ reason }) => reason),
    'docs/delivery.md says what each needs; `npm run rollback` prints all of it.',
  );
}
