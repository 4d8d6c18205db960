import { describe, expect, test } from 'vitest';
import type { Outcome, OutcomeKind } from '../../../support/check/outcome.ts';
import { outcomeKinds } from '../../../support/check/outcome.ts';
import { type Breakage, reduceOutcomes } from '../../../support/report/verdict/reduce.ts';
import fc from '../property.ts';
import { outcome } from './sample-verdict.ts';

const of = (...kinds: OutcomeKind[]) => kinds.map((kind) => outcome({ kind }));
const warning = (kind: OutcomeKind) => outcome({ kind, severity: 'warning' });
const optional = outcome({ kind: 'not verified', optional: true });
const skipped = outcome({ kind: 'not verified', skipped: true });
const broken: Breakage = { place: 'specs/a/b.spec.ts', message: 'the spec cannot be run: no\nmore lines' };
const wrong: Breakage = { place: 'the run', message: 'deployment.config.ts: it is wrong.', configuration: true };

describe('the verdict', () => {
  test.each<[string, readonly Outcome[], readonly Breakage[], boolean, number, string]>([
    ['everything held', of('held', 'held'), [], false, 0, 'Gate open: every critical check held.'],
    ['everything held, strictly', of('held'), [], true, 0, 'Gate open: every critical check held.'],
    [
      'what is refused or not applicable takes nothing from it',
      of('held', 'refused', 'not applicable'),
      [],
      true,
      0,
      'Gate open: every critical check held.',
    ],
    ['all waived', of('waived'), [], false, 3, 'Gate closed: nothing held: 1 check is waived.'],
    ['all of several waived', of('waived', 'waived'), [], true, 3, 'Gate closed: nothing held: 2 checks are waived.'],
    [
      'one held, one waived and one warning',
      [...of('held', 'waived'), warning('warned')],
      [],
      false,
      0,
      'Gate open: every critical check held or was waived (1 waived, 1 warning).',
    ],
    [
      'a file that is wrong, as a check has read it',
      [
        ...of('held'),
        outcome({ kind: 'not verified', configuration: true, reason: 'app.table:3: a cell is missing.' }),
      ],
      [],
      false,
      78,
      'Gate closed: app.table:3: a cell is missing.',
    ],
    [
      'a file that is wrong, and nobody says how',
      [...of('held'), outcome({ kind: 'not verified', configuration: true })],
      [],
      false,
      78,
      'Gate closed: what sample/one reads is wrong.',
    ],
    ['one failed', of('held', 'failed'), [], false, 1, 'Gate closed: 1 critical check failed.'],
    ['several failed', of('failed', 'failed'), [], true, 1, 'Gate closed: 2 critical checks failed.'],
    [
      'a failure goes before all else',
      [...of('failed', 'warned', 'not verified')],
      [broken, wrong],
      true,
      1,
      'Gate closed: 1 critical check failed.',
    ],
    [
      'only warnings',
      [...of('held'), warning('warned')],
      [],
      false,
      0,
      'Gate open: every critical check held (1 warning).',
    ],
    ['warnings alone', [warning('warned')], [], false, 0, 'Gate open: every critical check held (1 warning).'],
    [
      'only warnings, strictly',
      [...of('held'), warning('warned')],
      [],
      true,
      2,
      'Gate closed: 1 warning, and strict mode allows none.',
    ],
    [
      'an unread warning is a warning',
      [...of('held'), warning('not verified')],
      [],
      false,
      0,
      'Gate open: every critical check held (1 warning).',
    ],
    [
      'an unread warning, strictly',
      [...of('held'), warning('not verified')],
      [],
      true,
      2,
      'Gate closed: 1 warning, and strict mode allows none.',
    ],
    [
      'one not verified',
      of('held', 'not verified'),
      [],
      false,
      3,
      'Gate closed: nothing failed, but 1 critical check could not be verified.',
    ],
    [
      'not verified goes before warnings',
      [...of('not verified'), warning('warned')],
      [],
      true,
      3,
      'Gate closed: nothing failed, but 1 critical check could not be verified.',
    ],
    [
      'an optional one may stay unverified',
      [...of('held'), optional],
      [],
      true,
      0,
      'Gate open: every critical check held.',
    ],
    [
      'nothing but optional ones, and none verified',
      [optional, optional],
      [],
      false,
      3,
      'Gate closed: nothing failed, but nothing could be verified.',
    ],
    [
      'nothing but an unread warning',
      [warning('not verified')],
      [],
      false,
      3,
      'Gate closed: nothing failed, but nothing could be verified.',
    ],
    ['one waived', of('held', 'waived'), [], true, 0, 'Gate open: every critical check held or was waived (1 waived).'],
    [
      'a broken run',
      of('held'),
      [broken],
      false,
      3,
      'Gate closed: the run is incomplete (specs/a/b.spec.ts: the spec cannot be run: no).',
    ],
    [
      'a broken run in which nothing ran',
      [],
      [broken],
      false,
      3,
      'Gate closed: the run is incomplete (specs/a/b.spec.ts: the spec cannot be run: no).',
    ],
    ['a wrong config', [], [broken, wrong], false, 78, 'Gate closed: deployment.config.ts: it is wrong.'],
    ['no check', [], [], false, 78, 'Gate closed: no check ran.'],
    [
      'nothing but refused and not applicable',
      of('refused', 'not applicable'),
      [],
      false,
      78,
      'Gate closed: no check ran.',
    ],
    ['every test skipped', [skipped, skipped], [], false, 78, 'Gate closed: no check ran.'],
    [
      'one test skipped',
      [...of('held'), skipped],
      [],
      false,
      3,
      'Gate closed: nothing failed, but 1 critical check could not be verified.',
    ],
  ])('%s', (_what, outcomes, breakages, strict, exitCode, headline) => {
    expect(reduceOutcomes(outcomes, breakages, strict)).toMatchObject({ exitCode, headline });
  });

  const anyOutcome = fc
    .record({
      kind: fc.constantFrom<OutcomeKind>(...outcomeKinds),
      severity: fc.constantFrom<Outcome['severity']>('critical', 'warning'),
      optional: fc.boolean(),
    })
    // A critical check fails and a warning warns: the other way round does not exist.
    .filter(({ kind, severity }) => kind !== 'failed' || severity === 'critical')
    .filter(({ kind, severity }) => kind !== 'warned' || severity === 'warning')
    .map((over) => outcome(over));

  test('opens only where something held or warned, and nothing critical is left open', () => {
    fc.assert(
      fc.property(fc.array(anyOutcome), fc.boolean(), (outcomes, strict) => {
        const { exitCode, counts } = reduceOutcomes(outcomes, [], strict);
        expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(outcomes.length);
        if (exitCode !== 0) return;
        expect(counts.failed).toBe(0);
        expect(counts.held + counts.warned).toBeGreaterThan(0);
        expect(
          outcomes.some(
            ({ kind, severity, optional }) => kind === 'not verified' && severity === 'critical' && !optional,
          ),
        ).toBe(false);
        if (strict) expect(counts.warned).toBe(0);
      }),
    );
  });

  test('does not depend on the order, and one more held check never closes the gate', () => {
    fc.assert(
      fc.property(fc.array(anyOutcome), fc.boolean(), (outcomes, strict) => {
        const { exitCode } = reduceOutcomes(outcomes, [], strict);
        expect(reduceOutcomes(outcomes.toReversed(), [], strict).exitCode).toBe(exitCode);
        if (exitCode === 0)
          expect(reduceOutcomes([...outcomes, outcome({ kind: 'held' })], [], strict).exitCode).toBe(0);
      }),
    );
  });

  test('is closed whenever the run broke', () => {
    fc.assert(
      fc.property(fc.array(anyOutcome), (outcomes) => {
        expect(reduceOutcomes(outcomes, [broken], false).exitCode).not.toBe(0);
      }),
    );
  });
});
