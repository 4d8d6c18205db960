import { describe, expect, test, vi } from 'vitest';
import type { CheckDefinition } from '../../../support/check/definition.ts';
import { Session } from '../../../support/check/session.ts';
import { eventually } from '../patience.ts';
import { sampleCheck, sampleProfile } from './sample-profile.ts';

function sessionOf(
  definitions: readonly CheckDefinition<string>[],
  over: Partial<ConstructorParameters<typeof Session>[0]> = {},
) {
  const session = new Session({ profiles: [sampleProfile()], files: [], audit: false, ...over });
  for (const definition of definitions) session.add(definition, undefined);
  return session;
}

const burst = (id: string, verify: CheckDefinition<string>['verify']) => sampleCheck({ id, effect: 'burst', verify });
const allowsAll = sampleProfile({ effects: new Set(['offline', 'read', 'canary', 'burst'] as const) });

describe('a session', () => {
  test('starts every check at once, and gives one outcome however often it is asked', async () => {
    const begun: string[] = [];
    const gate = Promise.withResolvers<void>();
    const checks = ['sample/a', 'sample/b', 'sample/c'].map((id) =>
      sampleCheck({
        id,
        verify: async ({ count }) => {
          begun.push(id);
          await gate.promise;
          count('rows', 1);
          return [];
        },
      }),
    );
    await using session = sessionOf(checks);
    await session.start();
    await eventually(() => expect(begun).toEqual(['sample/a', 'sample/b', 'sample/c']));
    gate.resolve();
    const [first] = checks;
    if (!first) throw new Error('there is a first check');
    expect(await session.outcome(first, 'prod')).toBe(await session.outcome(first, 'prod'));
    expect(begun).toHaveLength(3);
  });

  test('lets bursts wait for the rest, and for each other', async () => {
    const log: string[] = [];
    const logged = (id: string) => async (context: { count: (what: string, number: number) => void }) => {
      log.push(`${id} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      log.push(`${id} ends`);
      context.count('rows', 1);
      return [];
    };
    const checks = [
      burst('sample/burst-one', logged('burst-one')),
      sampleCheck({ id: 'sample/reads', verify: logged('reads') }),
      burst('sample/burst-two', logged('burst-two')),
    ];
    await using session = sessionOf(checks, { profiles: [allowsAll] });
    await session.start();
    await Promise.all(checks.map((check) => session.outcome(check, 'prod')));
    expect(log).toEqual([
      'reads begins',
      'reads ends',
      'burst-one begins',
      'burst-one ends',
      'burst-two begins',
      'burst-two ends',
    ]);
  });

  test('lets the next burst go on where one of the rest hangs or breaks', async () => {
    const profile = { ...allowsAll, limits: { checkMs: 20, runMs: 5_000, bodyBytes: 10 } };
    const after = burst('sample/burst', ({ count }) => {
      count('rows', 1);
      return [];
    });
    await using session = sessionOf([sampleCheck({ verify: () => new Promise<never>(() => undefined) }), after], {
      profiles: [profile],
    });
    await session.start();
    expect(await session.outcome(after, 'prod')).toMatchObject({ kind: 'held' });
  });

  test('starts only what the name filter lets through', async () => {
    const verify = vi.fn(() => []);
    const asked = sampleCheck({ id: 'sample/asked' });
    await using session = sessionOf([asked, sampleCheck({ id: 'sample/left-out', verify })], {
      namePattern: /asked · what/,
    });
    await session.start();
    expect(await session.outcome(asked, 'prod')).toMatchObject({ kind: 'held' });
    expect(verify).not.toHaveBeenCalled();
  });

  test('names the environment in a test where there are several', async () => {
    const profiles = [sampleProfile(), { ...sampleProfile(), environment: 'dev' }];
    await using session = sessionOf([], { profiles });
    expect(session.runsOf(sampleCheck()).map(({ name }) => name)).toEqual([
      'prod › sample/one · what is looked at holds',
      'dev › sample/one · what is looked at holds',
    ]);
  });

  test('refuses a second check of the same id', async () => {
    await using session = sessionOf([sampleCheck()]);
    expect(() => session.add(sampleCheck(), { file: '/app/specs/sample/one.spec.ts', line: 20, column: 1 })).toThrow(
      /`sample\/one` is declared twice, again at .*one\.spec\.ts:20:1/,
    );
  });

  test('does not begin a check when the run has reached its limit', async () => {
    const profile = { ...allowsAll, limits: { checkMs: 1_000, runMs: 30, bodyBytes: 10 } };
    const verify = vi.fn(() => []);
    const slow = sampleCheck({
      id: 'sample/slow',
      verify: ({ count }) => {
        count('rows', 1);
        return new Promise((resolve) => setTimeout(() => resolve([]), 60));
      },
    });
    const late = burst('sample/late', verify);
    await using session = sessionOf([slow, late], { profiles: [profile] });
    await session.start();
    expect(await session.outcome(late, 'prod')).toMatchObject({
      kind: 'not verified',
      reason: 'the run had reached its limit of 30 ms before this check began',
    });
    expect(verify).not.toHaveBeenCalled();
  });
});
