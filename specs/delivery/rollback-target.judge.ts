import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { conclude } from '../../support/families/delivery/conclude.ts';
import type { RollbackJudgement } from '../../support/families/delivery/rollback/obstacle.ts';
import type { RollbackTarget } from '../../support/families/delivery/rollback/targets.ts';

/**
 * Whether there is something on each platform that a rollback would activate, and the platform would activate it.
 * @param worker what stands against the Worker's version: a migration of its Durable Objects
 * @throws NotVerified where no platform could be asked
 */
export function judgeRollbackTarget(
  targets: readonly RollbackTarget[],
  worker: Pick<RollbackJudgement, 'obstacles'>,
): Finding[] {
  if (targets.length === 0)
    throw new NotVerified(
      'which deployments could be activated again is not known: no target of `sync.targets` names a Pages project or a Worker',
      'Set `platforms.cloudflare`, and name the script and the project in `sync.targets`.',
    );
  const missing = targets.flatMap(({ called, missing: why, from, step }) =>
    why === undefined
      ? []
      : [
          {
            what: `there is nothing that a rollback of ${called} would activate`,
            expected: 'an earlier deployment that can be activated',
            received: why,
            from: [from],
            remedy:
              step === ''
                ? 'Deploy again, so that there is one to go back to.'
                : `The only way back is a deploy: ${step}`,
          },
        ],
  );
  const blocked = worker.obstacles.filter(({ what }) => what.includes('Durable Object migration'));
  const unread = targets.flatMap(({ called, unread: why }) => (why === undefined ? [] : [`${called}: ${why}`]));
  return conclude([...missing, ...blocked.map(({ platform: _platform, ...finding }) => finding)], unread);
}
