import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { numberAt } from '../../support/platforms/worker/health/health-value.ts';
import type { Health } from '../../support/platforms/worker/schema.ts';
import type { WorkerProfile } from '../../support/profile/index.ts';

/**
 * Whether the version of the state that the Durable Object holds is the one that the deployed code knows.
 * @throws NotVerified where the health answer does not tell
 */
export function judgeDurableState(
  { health, url }: { health: Health; url: string },
  { durableState }: WorkerProfile,
): Finding[] {
  if (!durableState) throw new NotVerified('the profile does not say where the state tells its version');
  const stored = numberAt(health, durableState.stored);
  const known = knownVersions(health, durableState.known);
  if (stored === undefined || known.includes(undefined)) {
    const path = stored === undefined ? durableState.stored : durableState.known;
    throw new NotVerified(
      `the health answer has no number at ${path}`,
      'Let the limiter report the version of its state, and correct `durableState` in the deployment config.',
    );
  }
  const versions = known.filter((each) => each !== undefined);
  if (versions.includes(stored)) return [];
  const isNewer = versions.every((each) => stored > each);
  return [
    {
      what: isNewer
        ? 'the state is of a newer version than the code knows'
        : 'the state is of an older version, and was not migrated',
      expected: `version ${versions.join(' or ')}`,
      received: `version ${stored}`,
      from: [`${url} › ${durableState.stored}`],
      ...(isNewer && { remedy: 'Deploy the newer code again: a rollback of code leaves the state as it is.' }),
    },
  ];
}

/** The versions that the code reads: of the config, or as the health answer reports them. */
function knownVersions(health: Health, known: string | number | readonly number[]): (number | undefined)[] {
  if (typeof known === 'number') return [known];
  return typeof known === 'string' ? [numberAt(health, known)] : [...known];
}
