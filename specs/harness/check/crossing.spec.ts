import { describe, expect, test } from 'vitest';
import { metadataProblems } from '../../../support/check/definition.ts';
import { Session } from '../../../support/check/session.ts';
import { twoEnvironments } from '../isolation/two-environments.ts';
import { sampleCheck } from './sample-profile.ts';

/** What a check sees of the other environments, in the audit or in a gate. */
async function reachedBy(over: { crosses?: boolean; platform?: string }, audit: boolean): Promise<string[]> {
  const reached: string[] = [];
  const { platform = 'isolation', crosses } = over;
  const definition = sampleCheck({
    id: `${platform}/one`,
    platform,
    needs: [],
    ...(crosses !== undefined && { crosses }),
    verify: ({ reachableOthers, count }) => {
      reached.push(...reachableOthers.map(({ environment }) => environment));
      count('rows', 1);
      return [];
    },
  });
  await using session = new Session({ profiles: [twoEnvironments().prod], files: [], audit });
  session.add(definition, undefined);
  expect(await session.outcome(definition, 'prod')).toMatchObject({ kind: 'held' });
  return reached;
}

describe('the way to other environments', () => {
  test('is open in the audit, to a check that says that it crosses', async () => {
    expect(await reachedBy({ crosses: true }, true)).toEqual(['dev']);
  });

  test('is closed to every other check of the audit, and to every check of a gate', async () => {
    expect(await reachedBy({}, true)).toEqual([]);
    expect(await reachedBy({ crosses: false }, true)).toEqual([]);
    expect(await reachedBy({ crosses: true }, false)).toEqual([]);
    // Also where its metadata slipped through: the platform has to be isolation's.
    expect(await reachedBy({ crosses: true, platform: 'worker' }, true)).toEqual([]);
  });

  test('is asked for by checks of isolation only', () => {
    expect(metadataProblems(sampleCheck({ crosses: true }))).toEqual([
      '`crosses` is for checks of `isolation/` only: no other may leave its environment.',
    ]);
    expect(metadataProblems(sampleCheck({ crosses: 'yes' as never }))).toEqual(['`crosses` is true or left out.']);
    expect(metadataProblems(sampleCheck({ id: 'isolation/one', platform: 'isolation', crosses: true }))).toEqual([]);
  });
});
