import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { loadTable, TableUnreadable } from '../../../support/table/index.ts';

const ROW = '| NEXTJS | A | 1 | 2 |\n';

function temporaryPath(): string {
  const directory = mkdtempSync(join(tmpdir(), 'table-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  return join(directory, 'table.env');
}

const unreadable: { state: string; prepare: (path: string) => void; sees: RegExp }[] = [
  { state: 'missing', prepare: () => {}, sees: /does not exist \(ENOENT\); create it, or name another path/ },
  { state: 'a directory', prepare: (path) => mkdirSync(path), sees: /is a directory/ },
  { state: 'empty', prepare: (path) => writeFileSync(path, ''), sees: /is empty \(0 bytes\)/ },
  { state: 'a named pipe', prepare: (path) => execFileSync('mkfifo', [path]), sees: /is not a regular file/ },
  { state: 'a link to itself', prepare: (path) => symlinkSync(path, path), sees: /ELOOP/ },
  { state: 'binary', prepare: (path) => writeFileSync(path, `${ROW}a\0b`), sees: /a NUL byte in line 2/ },
  {
    state: 'UTF-16',
    prepare: (path) => writeFileSync(path, `\uFEFF${ROW}`, 'utf16le'),
    sees: /UTF-16 byte order mark; save it as UTF-8/,
  },
  {
    state: 'Latin-1',
    prepare: (path) => writeFileSync(path, `${ROW}# ü\n${ROW}`, 'latin1'),
    sees: /not valid UTF-8 \(in line 2\)/,
  },
  {
    state: 'cut off inside its last character',
    prepare: (path) => writeFileSync(path, Buffer.from(`${ROW}# ü`).subarray(0, -1)),
    sees: /not valid UTF-8 \(in line 2\)/,
  },
  {
    state: 'far too large',
    prepare: (path) => {
      writeFileSync(path, ROW);
      truncateSync(path, 200 * 1024 * 1024);
    },
    sees: /has 209715200 bytes, more than the limit of 16777216 \(16 MiB\)/,
  },
];

test.each(unreadable)('a file that is $state is unreadable, and one sentence names it', ({ prepare, sees }) => {
  const path = temporaryPath();
  prepare(path);
  let seen: unknown;

  try {
    loadTable(path);
  } catch (error) {
    seen = error;
  }

  expect(seen).toBeInstanceOf(TableUnreadable);
  expect(seen).toMatchObject({ name: 'TableUnreadable', file: path, message: expect.stringMatching(sees) });
  expect(String(seen)).toMatch(new RegExp(`^TableUnreadable: Table ${path} [^\\n]+\\.$`));
});

test('a byte order mark does not count as a column, and every position names the path', () => {
  const path = temporaryPath();
  writeFileSync(path, `\uFEFFNEXTJS|A|ü\n${ROW}`);
  const { table, problems } = loadTable(path, { environments: ['prod'] });

  expect(table).toMatchObject({
    file: path,
    environments: ['prod'],
    rows: [{ line: 1, key: { file: path, column: 8 } }],
  });
  expect(problems).toMatchObject([{ file: path, line: 2 }]);
});
