import { mkdir, rm, truncate, writeFile } from 'node:fs/promises';
import { describe, test } from 'vitest';
import { shownPath } from '../../../support/profile/index.ts';
import { expectClosedInPlainWords, problemsSaid } from './plain-words.ts';
import { runGate } from './run-gate.ts';
import { goodTable, temporaryGate } from './temporary-gate.ts';
import { inTurn } from './two-at-a-time.ts';

describe.concurrent('a table that cannot be read at all ends the run with 78', () => {
  test.for([
    {
      state: 'missing',
      put: async (file: string) => rm(file),
      sentence: 'Table FILE does not exist (ENOENT); create it, or name another path.',
    },
    {
      state: 'a directory',
      put: async (file: string) => {
        await rm(file);
        await mkdir(file);
      },
      sentence: "Table FILE is a directory, not a file; name the table's file.",
    },
    {
      state: 'empty',
      put: async (file: string) => writeFile(file, ''),
      sentence: 'Table FILE is empty (0 bytes); add the table or name another file.',
    },
    {
      state: 'binary',
      put: async (file: string) => writeFile(file, Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0xff])),
      sentence: 'Table FILE is binary (a NUL byte in line 1); check the path, and that the file is saved as UTF-8.',
    },
    {
      state: 'of 200 MB',
      put: async (file: string) => truncate(file, 200 * 1024 * 1024),
      sentence:
        'Table FILE has 209715200 bytes, more than the limit of 16777216 (16 MiB); check that the path is right.',
    },
  ])('a table that is $state', async ({ put, sentence }, { expect }) => {
    await using gate = await temporaryGate();
    await put(gate.tableFile);
    const run = await inTurn(() => runGate({ configFile: gate.configFile }));
    expectClosedInPlainWords(run, 78);
    const shown = shownPath(gate.tableFile);
    expect(problemsSaid(run)).toBe(
      `${shown}: ${sentence.replace('FILE', gate.tableFile)}\n  → The config names it in \`table.file\`.`,
    );
  });

  test("a table without the environment's column", async ({ expect }) => {
    await using gate = await temporaryGate({ table: goodTable.replace('PROD_VALUE', 'PRODUCTION_VALUE') });
    const run = await inTurn(() => runGate({ configFile: gate.configFile }));
    expectClosedInPlainWords(run, 78);
    expect(problemsSaid(run)).toBe(
      `${shownPath(gate.tableFile)}: the table has no column for prod; its columns are for dev, production.\n` +
        '  → Add a column PROD_VALUE, or take the environment out of the config.',
    );
  });
});

describe.concurrent('a table that reads and breaks a rule fails the check of that rule', () => {
  test('bad rows are told by config/table-parses, each with its place and without its values', async ({ expect }) => {
    const table = `${goodTable}| NEXTJS | TOO | few-cells-secret |\n| NEXTJS | A B | x | y |\n| NEXTJS | URL | a | \${OPEN |\n`;
    await using gate = await temporaryGate({ table });
    const run = await inTurn(() => runGate({ configFile: gate.configFile }));
    expectClosedInPlainWords(run, 1);
    expect(run.stdout).toMatch(/✗ config\/table-parses {2}the table parses without errors\n/);
    for (const line of [4, 5, 6]) expect(run.stdout).toMatch(new RegExp(`from +app\\.table:${line}:\\d+\n`));
    expect(run.stdout).not.toContain('few-cells-secret');
    expect(run.stdout).toContain('Gate closed: 1 critical check failed.');
  });

  test('a table of comments alone has no row, and that is told by config/table-parses', async ({ expect }) => {
    await using gate = await temporaryGate({ table: '# to be written\n' });
    const run = await inTurn(() => runGate({ configFile: gate.configFile }));
    expectClosedInPlainWords(run, 1);
    expect(run.stdout).toContain('the table has no rows: expected a header and at least one row, saw neither');
  });

  test('a good table beside a good config opens the gate', async ({ expect }) => {
    await using gate = await temporaryGate();
    const run = await inTurn(() => runGate({ configFile: gate.configFile }));
    expect(run).toMatchObject({ exitCode: 0, stderr: '', verdict: { exitCode: 0, state: 'complete' } });
  });
});
