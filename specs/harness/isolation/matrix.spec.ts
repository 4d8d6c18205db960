import { describe, expect, test } from 'vitest';
import { matrixOf } from '../../../support/report/formats/matrix.ts';
import { formatMatrixHtml } from '../../../support/report/formats/matrix-html.ts';
import { formatMatrixMarkdown, formatMatrixText } from '../../../support/report/formats/matrix-text.ts';
import { outcome, verdict } from '../report/sample-verdict.ts';

const environments = ['dev', 'staging', 'prod'];
const finding = (other: string) => ({
  what: `a log of prod is seen in ${other}`,
  expected: 'nothing',
  received: '<b>1 log</b>',
  from: [`https://log.example (${other})`],
});
const log = { check: 'isolation/log-canary' };

function matrix(prod: Parameters<typeof outcome>[0]) {
  return matrixOf(
    verdict(
      [
        outcome({ ...log, environment: 'dev' }),
        outcome({ ...log, environment: 'staging' }),
        outcome({ ...log, environment: 'prod', ...prod }),
      ],
      { environments, project: 'isolation' },
    ),
  );
}

const kindOf = (cells: ReturnType<typeof matrix>['overall'], row: string, column: string) =>
  cells.find((cell) => cell.row === row && cell.column === column)?.kind;

describe('the matrix', () => {
  test('shows each environment apart from each other', () => {
    const { kinds, overall } = matrix({});
    expect(kinds.map(({ kind }) => kind)).toEqual(['logs']);
    expect(overall).toHaveLength(6);
    expect(new Set(overall.map(({ kind }) => kind))).toEqual(new Set(['held']));
  });

  test('shows a failure at the pair that it names, and at no other', () => {
    const { overall } = matrix({ kind: 'failed', findings: [finding('staging')] });
    expect(kindOf(overall, 'prod', 'staging')).toBe('failed');
    expect(kindOf(overall, 'prod', 'dev')).toBe('held');
    expect(kindOf(overall, 'staging', 'prod')).toBe('held');
  });

  test('is not green anywhere in the row where a failure names nobody', () => {
    const { overall } = matrix({
      kind: 'failed',
      findings: [{ ...finding('x'), what: 'something', from: ['https://x'] }],
    });
    expect([kindOf(overall, 'prod', 'dev'), kindOf(overall, 'prod', 'staging')]).toEqual(['failed', 'failed']);
  });

  test('shows what is wrong in one environment alone at that environment, and at no pair', () => {
    const what = 'the sign-in google of prod has no client id';
    const seen = matrix({ kind: 'failed', findings: [{ ...finding('x'), what, from: ['app.table:4:2'] }] });
    expect(['dev', 'staging', 'prod'].map((column) => kindOf(seen.overall, 'prod', column))).toEqual([
      'held',
      'held',
      'failed',
    ]);
    expect(formatMatrixText(seen)).toContain('prod alone');
    expect(formatMatrixMarkdown(seen)).toContain('| **prod** | ✓ apart | ✓ apart | ✗ failed |');
    const page = formatMatrixHtml(seen, verdict([], { environments }));
    expect(page).toContain(`<li><strong>prod alone</strong>, failed: isolation/log-canary: ${what}</li>`);
  });

  test('names at each pair the finding that is about it', () => {
    const alone = { ...finding('x'), what: 'the site of prod has a token', from: ['app.table:4:2'] };
    const { overall } = matrix({ kind: 'failed', findings: [alone, finding('staging')] });
    expect(overall.filter(({ kind }) => kind === 'failed').map(({ column, words }) => [column, ...words])).toEqual([
      ['staging', 'isolation/log-canary: a log of prod is seen in staging'],
      ['prod', 'isolation/log-canary: the site of prod has a token'],
    ]);
  });

  test('is not green where something could not be read, is refused, or was not looked at', () => {
    expect(kindOf(matrix({ kind: 'not verified', reason: 'nobody answers' }).overall, 'prod', 'dev')).toBe(
      'not verified',
    );
    expect(kindOf(matrix({ kind: 'refused', reason: 'prod does not allow it' }).overall, 'prod', 'dev')).toBe(
      'refused',
    );
    const one = matrixOf(verdict([outcome({ ...log, environment: 'dev' })], { environments }));
    expect(kindOf(one.overall, 'prod', 'dev')).toBe('not verified');
  });

  test('keeps what else a failing check could not read', () => {
    const { overall } = matrix({ kind: 'failed', findings: [finding('staging')], reason: 'dev does not answer' });
    expect(kindOf(overall, 'prod', 'dev')).toBe('failed');
  });

  test('reads at a glance on a terminal, in Markdown and as a page', () => {
    const seen = matrix({ kind: 'failed', findings: [finding('staging')] });
    expect(formatMatrixText(seen)).toContain(`
                      prod → dev  prod → staging
  logs                ✓ apart     ✗ failed
`);
    expect(formatMatrixMarkdown(seen)).toContain('| **prod** | ✓ apart | ✗ failed |  |');
    const page = formatMatrixHtml(seen, verdict([], { environments, deployment: '<harbour>' }));
    expect(page).toContain(
      '<td class="failed" title="isolation/log-canary: a log of prod is seen in staging">✗ failed</td>',
    );
    // The pair of which most is to be said comes first.
    expect(page).toMatch(/<ul>\n<li><strong>prod → staging<\/strong>, failed/);
    expect(page).toContain('&#60;harbour&#62;');
    expect(page).not.toContain('<harbour>');
  });

  test('stands in columns however long their words are', () => {
    const two = matrixOf(
      verdict([outcome({ ...log, environment: 'prod', kind: 'not verified', reason: 'nothing answers' })], {
        environments: ['dev', 'prod'],
      }),
    );
    const [head = '', ...rows] = formatMatrixText(two).split('\n');
    const at = head.indexOf('prod → dev');
    for (const row of rows.filter((line) => line !== '')) expect(row.slice(at - 2, at + 2)).toMatch(/^ {2}\S /);
  });

  test('stays within a line of a terminal where names are long, and shows each pair once', () => {
    const many = ['dev', 'staging-of-the-european-region', 'prod', 'prod-of-the-european-region', 'qa'];
    const text = formatMatrixText(
      matrixOf(verdict([outcome({ ...log, environment: 'prod' })], { environments: many })),
    );
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
    expect(text.match(/\S+ → \S+/g)?.toSorted()).toEqual(
      many.flatMap((row) => many.filter((each) => each !== row).map((column) => `${row} → ${column}`)).toSorted(),
    );
  });

  test('does not call the verdict good because its pairs are', () => {
    const [seen, closed] = [matrix({ kind: 'held' }), { environments, exitCode: 1 as const }];
    expect(formatMatrixHtml(seen, verdict([], closed))).toContain('<p class="headline failed">');
    expect(formatMatrixHtml(seen, verdict([], { environments, exitCode: 3 }))).toContain('headline not-verified');
    expect(formatMatrixHtml(seen, verdict([], { environments, exitCode: 0 }))).toContain('headline held');
  });
});
