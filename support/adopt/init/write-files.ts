import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Draft } from './draft.ts';
import { lineDiff } from './line-diff.ts';
import { configText, type Placing, tableName } from './write-config.ts';
import { tableText } from './write-table.ts';
import { workflowText } from './write-workflow.ts';

/** What became of one file: written, as proposed already, or left alone with what would change. */
export interface WrittenFile {
  file: string;
  kind: 'written' | 'unchanged' | 'proposed';
  diff: readonly string[];
}

/** Writes the files of a draft that are not there yet. What is there is never changed: the difference is returned. */
export function writeFiles(draft: Draft, placing: Placing): WrittenFile[] {
  const { root, name } = draft.repository;
  const { folder, isPackage } = placing;
  const table = path.posix.join(folder, tableName(name));
  return [
    writeFile(root, table, (before) => tableText(draft, before)),
    writeFile(root, path.posix.join(folder, 'deployment.config.ts'), () => configText(draft, placing)),
    ...(isPackage
      ? ['vitest', 'playwright'].map((each) =>
          writeFile(
            root,
            path.posix.join(folder, `${each}.config.ts`),
            () => `export { default } from 'airlock/${each}';\n`,
          ),
        )
      : []),
    writeFile(root, '.github/workflows/airlock.yml', () => workflowText(draft, placing)),
    ignore(root, [`${folder}/reports/`, `${folder}/.airlock/`]),
  ];
}

function writeFile(root: string, file: string, textOf: (before: string | undefined) => string): WrittenFile {
  const target = path.join(root, file);
  const before = existsSync(target) ? readFileSync(target, 'utf8') : undefined;
  const text = textOf(before);
  if (before === undefined) {
    mkdirSync(path.dirname(target), { recursive: true });
    // `wx`: nothing is written over, also where the file has appeared meanwhile.
    writeFileSync(target, text, { flag: 'wx' });
    return { file, kind: 'written', diff: [] };
  }
  return before === text
    ? { file, kind: 'unchanged', diff: [] }
    : { file, kind: 'proposed', diff: lineDiff(before, text) };
}

/** Adds lines to `.gitignore` that it does not have; the others stay as they are. */
function ignore(root: string, lines: readonly string[]): WrittenFile {
  const file = '.gitignore';
  const target = path.join(root, file);
  const before = existsSync(target) ? readFileSync(target, 'utf8') : '';
  const missing = lines.filter((line) => !before.split(/\r?\n/).includes(line));
  if (missing.length === 0) return { file, kind: 'unchanged', diff: [] };
  const gap = before === '' || before.endsWith('\n') ? '' : '\n';
  writeFileSync(target, `${gap}${missing.join('\n')}\n`, { flag: 'a' });
  return { file, kind: 'written', diff: [] };
}
