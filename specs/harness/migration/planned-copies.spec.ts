import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { judgeSameContents } from '../../../support/families/isolation/index.ts';
import { plannedCopies } from '../../../support/families/migration/index.ts';
import type { Profile } from '../../../support/profile/index.ts';
import type { DocumentComparison, Overlap } from '../../../support/snapshot/index.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'airlock-copies-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const plan = `tables:
  people: { to: members }
  teams: {}
  incidents: { source: cleaned }
`;

function explains(into = 'prod', text = plan) {
  writeFileSync(path.join(directory, 'plan.yaml'), text);
  const migration = { plan: 'plan.yaml', into } as NonNullable<Profile['migration']>;
  return plannedCopies({ migration, directory });
}

const overlap = (tables: readonly [string, string], over: Partial<Overlap> = {}): Overlap => ({
  tables,
  total: 3,
  altered: 0,
  examples: [['a', 'b']],
  ...over,
});

function judge(
  tables: readonly [string, string],
  rules: Partial<Parameters<typeof judgeSameContents>[0]> = {},
  over = {},
) {
  const comparison: DocumentComparison = {
    sources: ['dev.zip', 'prod.zip'],
    counts: [{ table: 'people', documents: [9, 9], sampled: [9, 9] }],
    tooShort: [0, 0],
    alike: [0, 0],
    sameId: [],
    sameContent: [overlap(tables, over)],
    oneIn: 1,
    resumed: 0,
  };
  return judgeSameContents({ mostUntold: 0.5, ...rules })(['dev', 'prod'], comparison).map(
    ({ severity = 'critical' }) => severity,
  );
}

describe('copied documents', () => {
  test('fail where nothing explains them', () => {
    expect(judge(['people', 'members'])).toEqual(['critical']);
  });

  test('are explained by a plan that moved them and kept them, from either side', () => {
    const rules = { explains: explains() };
    expect(judge(['people', 'members'], rules)).toEqual([]);
    expect(judge(['teams', 'teams'], rules)).toEqual([]);
    expect(judge(['members', 'people'], { explains: explains('dev') })).toEqual([]);
  });

  test.each<[string, [string, string]]>([
    ['of a table that the plan wants cleaned', ['incidents', 'incidents']],
    ['of a table that the plan does not name', ['notes', 'notes']],
    ['in a table that the plan does not move them to', ['people', 'people']],
    ['the other way round', ['members', 'people']],
  ])('fail %s', (_, tables) => {
    expect(judge(tables, { explains: explains() })).toEqual(['critical']);
  });

  test('fail between environments that the plan has nothing to do with', () => {
    expect(judge(['people', 'members'], { explains: explains('staging') })).toEqual(['critical']);
  });

  test('warn between two developments, and where only part of what they say is equal', () => {
    expect(judge(['people', 'people'], { isMild: () => true })).toEqual(['warning']);
    expect(judge(['people', 'people'], {}, { partly: 3 })).toEqual(['warning']);
    expect(judge(['people', 'people'], {}, { partly: 2 })).toEqual(['critical']);
  });

  test('are not judged by a plan that cannot be read', () => {
    expect(() => explains('prod', 'tables: 1')).toThrow('the plan plan.yaml');
    expect(plannedCopies({ directory })(['dev', 'prod'], ['teams', 'teams'])).toBe(false);
  });
});
