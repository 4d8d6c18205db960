import { describe, expect, test } from 'vitest';
import { type Cell, expandValue, formatProblem, parseTable } from '../../../support/table/index.ts';
import fc from '../property.ts';
import { arbitraryTable, writeTable } from './arbitrary-table.ts';

describe('a table that is written and parsed', () => {
  test('has the same cells, and each position points at its text', () => {
    fc.assert(
      fc.property(arbitraryTable, (written) => {
        const text = writeTable(written);
        const { table, problems } = parseTable(text, { file: 'table.env', environments: written.environments });

        expect(problems).toEqual([]);
        expect(table.environments).toEqual(written.environments);
        expect(
          table.rows.map((row) => ({
            ...(row.group && { group: row.group.text }),
            targets: row.targets.map((target) => target.text),
            key: row.key.text,
            values: [...row.values].map(([, value]) => expandValue(value, (name) => `<${name}>`).text),
          })),
        ).toEqual(
          written.rows.map(({ group, targets, key, values }) => ({
            ...(written.hasGroup && { group: group }),
            targets,
            key,
            values: values.map((parts) =>
              parts.map((part) => ('text' in part ? part.text : `<${part.reference}>`)).join(''),
            ),
          })),
        );

        const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
        for (const row of table.rows) {
          const cells: Cell[] = [...row.targets, row.key, ...row.values.values(), ...(row.group ? [row.group] : [])];
          for (const cell of cells)
            expect(startsAt(lines, cell), `${JSON.stringify(text)} ${JSON.stringify(cell)}`).toBe(true);
          for (const value of row.values.values()) {
            for (const { name, column, offset } of value.references) {
              expect(lines[row.line - 1]?.slice(column - 1).startsWith(`\${${name}}`)).toBe(true);
              expect(value.text.slice(offset).startsWith(`\${${name}}`)).toBe(true);
            }
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('arbitrary text', () => {
  const fragments = fc.constantFrom(
    '|',
    '\\',
    '${',
    '}',
    '#',
    '---',
    ':',
    '\n',
    '\r\n',
    '\r',
    ' ',
    '\t',
    '\0',
    '\uFEFF',
    ',',
    'TARGET',
    'KEY',
    'GROUP',
    'VALUE',
    'DEV_VALUE',
    'PROD_VALUE',
    'A',
    '1',
    'ü',
    '😀',
    '\ud800',
  );
  const bytes = fc.uint8Array({ maxLength: 2_000 }).map((array) => Buffer.from(array).toString('utf8'));
  const soup = fc.array(fragments, { maxLength: 300 }).map((parts) => parts.join(''));

  test('never throws; every problem has a position in it, and no problem means a complete table', () => {
    fc.assert(
      fc.property(fc.oneof(bytes, soup), (text) => {
        const { table, problems } = parseTable(text, { file: 'table.env' });
        const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/);
        for (const problem of problems) {
          const length = lines[problem.line - 1]?.length ?? -1;
          expect(problem.column).toBeGreaterThanOrEqual(1);
          expect(problem.column).toBeLessThanOrEqual(length + 1);
          expect(problem.message).not.toBe('');
          expect(problem.remedy).not.toBe('');
          expect(formatProblem(problem).split('\n').length).toBeLessThanOrEqual(4);
        }

        if (table.rows.length === 0) expect(problems).not.toEqual([]);
        for (const row of table.rows) {
          expect([...row.values.keys()]).toEqual(table.environments);
          expect(row.targets.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test('loses no row: each line is blank, a comment, a separator, a header, a row, or a problem', () => {
    const row = fc.constantFrom(
      'NEXTJS|A|1|2',
      'NEXTJS|A|1',
      'NEXTJS|a-b|1|2',
      '|NEXTJS|A|${|2|',
      '# NEXTJS|A|1|2',
      '',
      '|---|---|',
      '\0',
    );
    fc.assert(
      fc.property(fc.array(row, { minLength: 1 }), (rows) => {
        const { table, problems } = parseTable(`TARGET|KEY|DEV_VALUE|PROD_VALUE\n${rows.join('\n')}`, {
          file: 'table.env',
        });
        const accounted = new Set([...table.rows, ...problems].map(({ line }) => line));
        for (const [index, line] of rows.entries()) {
          expect(accounted.has(index + 2)).toBe(!(line === '' || line.startsWith('#') || line.startsWith('|---')));
        }
      }),
    );
  });
});

function startsAt(lines: readonly string[], cell: Cell): boolean {
  const rest = lines[cell.line - 1]?.slice(cell.column - 1);
  if (rest === undefined) return false;
  if (cell.text === '') return rest.trimStart() === '' || rest.trimStart().startsWith('|');
  const first = cell.text.charAt(0);
  return rest.startsWith(first) || rest.startsWith(`\\${first}`);
}
