import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
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
  {
    state: 'a directory',
    prepare: (path) => mkdirSync(path),
    sees: /is a directory, not a file; name the table's file\.$/,
  },
  { state: 'empty', prepare: (path) => writeFileSync(path, ''), sees: /is empty \(0 bytes\)/ },
  { state: 'a named pipe', prepare: (path) => execFileSync('mkfifo', [path]), sees: /is not a regular file/ },
  { state: 'a link to itself', prepare: (path) => symlinkSync(path, path), sees: /ELOOP/ },
  { state: 'binary', prepare: (path) => writeFileSync(path, `${ROW}a\0b`), sees: /a NUL byte in line 2/ },
  {
    state: 'binary from its first byte',
    prepare: (path) => writeFileSync(path, `\0${ROW}`),
    sees: /a NUL byte in line 1\);/,
  },
  {
    state: 'binary below an empty line',
    prepare: (path) => writeFileSync(path, `\n${ROW}\0\n${ROW}`),
    sees: /a NUL byte in line 3\);/,
  },
  {
    state: 'UTF-16, the other way round',
    prepare: (path) => writeFileSync(path, Buffer.from([0xfe, 0xff, 0x00, 0x41])),
    sees: /UTF-16 byte order mark/,
  },
  ...[
    [0xff, 0x41],
    [0xfe, 0x41],
    [0x41, 0xfe],
    [0x41, 0xff],
  ].map((bytes) => ({
    state: `of the bytes ${bytes.join(' ')}`,
    prepare: (path: string) => writeFileSync(path, Buffer.from(bytes)),
    sees: /not valid UTF-8 \(in line 1\)/,
  })),
  {
    state: 'not UTF-8 below an empty line',
    prepare: (path) => writeFileSync(path, Buffer.from([0x0a, 0xff, 0x0a, 0x41])),
    sees: /not valid UTF-8 \(in line 2\)/,
  },
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

test.each([
  ['a/table.env', /does not exist, because part of its path is a file \(ENOTDIR\); name another path\.$/, 'ENOTDIR'],
  ['a'.repeat(300), /cannot be read \(ENAMETOOLONG\)\.$/, 'ENAMETOOLONG'],
])('a path that leads nowhere is unreadable, with its cause: %s', (below, sees, code) => {
  const directory = dirname(temporaryPath());
  writeFileSync(join(directory, 'a'), ROW);
  const call = () => loadTable(join(directory, below));
  expect(call).toThrow(sees);
  expect(call).toThrow(expect.objectContaining({ cause: expect.objectContaining({ code }) }));
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
