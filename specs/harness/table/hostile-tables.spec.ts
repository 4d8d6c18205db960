import { describe, expect, test } from 'vitest';
import { parseTable } from '../../../support/table/index.ts';

const MEBIBYTE = 1024 * 1024;
const fill = (piece: string): string => piece.repeat(MEBIBYTE / piece.length);

// A parser with quadratic time would take minutes for any of these.
describe('a mebibyte of the same text is read in one pass', () => {
  test.each<[string, string, number]>([
    ['pipes', fill('|'), 1],
    ['backslashes in a value', `A|B|${fill('\\')}|c`, 0],
    ['backslashes after a reference', `A|B|\${A}${fill('\\')}|c`, 0],
    ['escaped pipes', `A|B|${fill('\\|')}|c`, 0],
    ['references', `A|B|${fill('${A}')}|c`, 0],
    ['opened references', `A|B|${fill('${')}|c`, 1],
    ['nameless references', `A|B|${fill('${}')}|c`, 1],
    ['targets', `${fill('A,')}A|B|c|d`, 0],
    ['commas', `${fill(',')}|B|c|d`, 1],
    ['a key', `A|${fill('A')}|c|d`, 0],
    ['a column header', `TARGET|KEY|${'A_'.repeat(8 * MEBIBYTE)}VALUE|PROD_VALUE\nA|B|c|d`, 1],
    ['dashes', fill('-'), 1],
    ['separator cells', fill('|-'), 1],
    ['blanks', fill(' '), 1],
    ['lines of blanks', fill(`${' '.repeat(1023)}\n`), 1],
    ['no-break spaces', fill('\u00a0'), 1],
  ])('%s', (_, text, problems) => {
    expect(parseTable(text, { file: 'table.env' }).problems).toHaveLength(problems);
  });

  test.each([
    ['short lines', fill('A\n')],
    ['NUL bytes', fill('\0\n')],
    ['different headers', fill('TARGET|KEY|VALUE\nTARGET|KEY|DEV_VALUE\n'.padEnd(64, '\n'))],
    ['wide rows with another number of cells', `TARGET|KEY|VALUE\n${fill(`${'|'.repeat(1023)}\n`)}`],
  ])('%s, each with a problem', (_, text) => {
    expect(parseTable(text, { file: 'table.env' }).problems.length).toBeGreaterThan(1_000);
  });
});
