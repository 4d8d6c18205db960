import { readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../../..');
const mostFiles = 24;

/** Folders that may be larger, each with its reason. */
const exceptions: Readonly<Record<string, string>> = {
  docs: 'a guide is a page, and a reader finds it by its name',
  'fixtures/faults': 'a table of faults is a file, and the name of the file is the name of the table',
  'specs/harness/faults/alone': 'each table of faults has a spec that plants its faults, one by one',
  'specs/config': 'a check and its judgement lie side by side, and the path is the id of the check',
  'specs/delivery': 'a check and its judgement lie side by side, and the path is the id of the check',
  'specs/isolation': 'a check and its judgement lie side by side, and the path is the id of the check',
  'specs/services': 'a check and its judgement lie side by side, and the path is the id of the check',
  'specs/worker': 'a check and its judgement lie side by side, and the path is the id of the check',
};

interface Folder {
  name: string;
  files: number;
}

/** Every folder below some others with the files that lie directly in it. */
function foldersBelow(names: readonly string[], directory: string): Folder[] {
  return names.flatMap((name) => {
    const entries = readdirSync(path.join(directory, name), { withFileTypes: true });
    const inner = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules');
    return [
      { name, files: entries.filter((entry) => entry.isFile()).length },
      ...foldersBelow(
        inner.map((entry) => `${name}/${entry.name}`),
        directory,
      ),
    ];
  });
}

/** Folders that are too large, and exceptions that no folder needs. */
function misfits(folders: readonly Folder[], allowed: Readonly<Record<string, string>>): string[] {
  const large = folders.filter(({ files }) => files > mostFiles);
  return [
    ...large
      .filter(({ name }) => !Object.hasOwn(allowed, name))
      .map(({ name, files }) => `${name} has ${files} files, and ${mostFiles} is the most`),
    ...Object.keys(allowed)
      .filter((name) => !large.some((folder) => folder.name === name))
      .map((name) => `${name} is listed as an exception and does not need it`),
  ];
}

describe('the size of a folder', () => {
  const folders = foldersBelow(['support', 'specs', 'fixtures', 'bench', 'docs'], root);

  test('is read at all', () => {
    expect(folders.length).toBeGreaterThan(50);
  });

  test('is at most 24 files', () => {
    expect(misfits(folders, exceptions)).toEqual([]);
  });

  test('that is too large is reported, and so is an exception that nothing needs', () => {
    const planted = [
      { name: 'support/flat', files: 25 },
      { name: 'support/small', files: 24 },
      { name: 'support/known', files: 30 },
    ];
    expect(misfits(planted, { 'support/known': 'a reason', 'support/small': 'a reason' })).toEqual([
      'support/flat has 25 files, and 24 is the most',
      'support/small is listed as an exception and does not need it',
    ]);
  });
});
