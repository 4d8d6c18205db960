import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allRecords } from '../faults/all-records.ts';
import type { FaultResult } from '../faults/fault-record.ts';
import { figuresOf, formatFaults, wordFigures } from '../faults/format-faults.ts';

const file = new URL('../../../docs/faults.md', import.meta.url).pathname;

test('docs/faults.md lists every fault that is declared: `npm run faults` writes it', async () => {
  expect(readFileSync(file, 'utf8')).toBe(formatFaults(await allRecords()));
});

test('the figures count what was caught, and what was an alarm of what is healthy', () => {
  const result = (id: string, checks: string[], isAsDeclared: boolean, exitCode = 1): FaultResult => ({
    id,
    story: 'a story',
    checks,
    exitCode,
    isAsDeclared,
  });
  const results = [
    result('a/one', ['x/y', 'x/z'], true),
    result('a/two', ['x/y'], false),
    result('healthy/one', [], true, 0),
    result('healthy/two', [], false, 0),
    { ...result('limiters/1', ['x/z'], true), isForeign: true },
    { ...result('limiters/2', [], true, 0), isForeign: true },
    { ...result('limiters/3', [], false, 0), isForeign: true },
  ];
  const figures = figuresOf(results, [...results, result('smoke/one', ['x/y'], true)]);
  expect(figures).toEqual({
    planted: 2,
    caught: 1,
    healthyRuns: 2,
    alarms: 1,
    checks: 2,
    provedOnce: ['x/z'],
    notPlanted: ['smoke/one'],
    foreign: { planted: 1, caught: 1, healthyRuns: 2, alarms: 1 },
  });
  expect(wordFigures(figures)).toBe(
    [
      'twin: 1 / 2 faults caught',
      'twin: 1 / 2 healthy runs with an alarm',
      'foreign corpus: 1 / 1 faults caught',
      'foreign corpus: 1 / 2 healthy runs with an alarm',
      'not planted, 1 in all: smoke/one',
      '',
    ].join('\n'),
  );
});
