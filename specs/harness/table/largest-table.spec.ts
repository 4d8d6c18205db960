import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadTable, MAXIMUM_TABLE_BYTES } from '../../../support/table/index.ts';

const ROW = '| NEXTJS | A | 1 | 2 |\n';

test('a file of exactly the maximum size is read', () => {
  const directory = mkdtempSync(join(tmpdir(), 'table-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'table.env');
  writeFileSync(path, ROW + ' '.repeat(MAXIMUM_TABLE_BYTES - ROW.length));
  expect(loadTable(path).table.rows).toHaveLength(1);
  writeFileSync(path, ROW + ' '.repeat(MAXIMUM_TABLE_BYTES - ROW.length + 1));
  expect(() => loadTable(path)).toThrow(/has 16777217 bytes, more than the limit of 16777216/);
});
