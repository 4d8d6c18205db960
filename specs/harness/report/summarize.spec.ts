import { describe, expect, test } from 'vitest';
import { summarize } from '../../../support/report/verdict/summarize.ts';
import type { VerdictPart } from '../../../support/report/verdict/verdict.ts';
import { outcome, sampleCommit, sampleConfig, subject } from './sample-verdict.ts';

const smoke = { checks: ['smoke/loads'], environments: ['prod'] };
const plain = subject([outcome()]);
const planned = subject([outcome()], { plan: { ...plain.plan, smoke } });

/** A part from one minute to another, with one outcome. */
function part(from: number, to: number | undefined, over: Partial<VerdictPart> = {}): VerdictPart {
  const at = (minute: number) => new Date(Date.UTC(2026, 5, 15, 12, minute)).toISOString();
  return {
    state: 'complete',
    commit: sampleCommit,
    config: sampleConfig,
    startedAt: at(from),
    ...(to !== undefined && { finishedAt: at(to) }),
    breakages: [],
    outcomes: [outcome()],
    ...over,
  };
}

describe('a verdict over its parts', () => {
  test('carries what it is about', () => {
    const parts = { specs: part(0, 1) };
    const { plan, ...about } = plain;
    expect(summarize({ ...plain, strict: true, embedded: true }, parts)).toMatchObject({
      ...about,
      schema: 2,
      strict: true,
      embedded: true,
      plan,
      parts,
    });
  });

  test('begins with the first of them and ends with the last, in whatever order they are', () => {
    const early = part(1, 9);
    const late = part(5, 7);
    for (const parts of [
      { specs: early, smoke: late },
      { specs: late, smoke: early },
    ])
      expect(summarize(planned, parts)).toMatchObject({ startedAt: early.startedAt, finishedAt: early.finishedAt });
  });

  test('has no end where none of them says one, and no beginning where there is none', () => {
    expect(summarize(plain, { specs: part(0, undefined, { state: 'interrupted' }) }).finishedAt).toBeNull();
    expect(summarize(plain, {}).startedAt).toBe('');
  });

  test('counts the outcomes and the breakages of all of them', () => {
    const broken = { place: 'the run', message: 'a spec does not load' };
    const both = { specs: part(0, 1), smoke: part(2, 3, { breakages: [broken] }) };
    expect(summarize(planned, both)).toMatchObject({
      exitCode: 3,
      counts: { held: 2 },
      headline: 'Gate closed: the run is incomplete (the run: a spec does not load).',
    });
  });

  test('runs while one of them runs, whatever has held so far', () => {
    const running = { specs: part(0, 1), smoke: part(2, undefined, { state: 'running' }) };
    expect(summarize(planned, running)).toMatchObject({
      state: 'running',
      exitCode: null,
      finishedAt: null,
      headline: 'The run has not finished.',
    });
  });

  test('ends with its only part', () => {
    const specs = part(0, 1);
    expect(summarize(plain, { specs }).finishedAt).toBe(specs.finishedAt);
  });

  test('is partial where one of them is', () => {
    const parts = { specs: part(0, 1), smoke: part(2, 3, { partial: '1 of 13 specs' }) };
    expect(summarize(planned, parts)).toMatchObject({
      exitCode: 3,
      headline: 'Gate closed: only some of the checks ran (1 of 13 specs), and every critical check held in them.',
    });
  });

  test.each([
    ['the smoke tests', planned, { specs: part(0, 1) }],
    ['the specs', planned, { smoke: part(0, 1) }],
    ['the specs', plain, { smoke: part(0, 1) }],
  ])('says that %s are still to run', (missing, about, parts) => {
    expect(summarize(about, parts).headline).toBe(
      `So far, every critical check held. The gate opens once ${missing} have run too.`,
    );
  });

  test.each([
    [plain, { specs: part(0, 1) }],
    [planned, { specs: part(0, 1), smoke: part(2, 3) }],
    [plain, { specs: part(0, 1), smoke: part(2, 3) }],
  ])('opens the gate once everything planned has held', (about, parts) => {
    expect(summarize(about, parts)).toMatchObject({ exitCode: 0, headline: 'Gate open: every critical check held.' });
  });
});
