import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import type { ProjectVariable } from '../../../support/compose/interpolate.ts';
import { type LoadedProject, loadProject } from '../../../support/compose/load-project.ts';
import { type Plain, plain } from '../../../support/compose/located-tree.ts';

/** A folder with files in it, for one test. */
export function projectFolder(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'airlock-compose-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), text);
  }
  return folder;
}

/** Variables of a project: null is a value that is not known. */
export function variablesOf(values: Readonly<Record<string, string | null>>): Map<string, ProjectVariable> {
  return new Map(
    Object.entries(values).map(([name, value]) => [name, { value: value ?? undefined, from: `app.table:${name}` }]),
  );
}

/** Loads the files whose names do not begin with `_` and that end as compose files do, in their order. */
export function loadFolder(
  files: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string | null>> = {},
): LoadedProject & { folder: string } {
  const folder = projectFolder(files);
  const names = Object.keys(files).filter((name) => /^[^_/]+\.ya?ml$/.test(name));
  const loaded = loadProject({
    files: names.map((name) => path.join(folder, name)),
    variables: variablesOf(values),
    shown: (file) => path.relative(folder, file) || '.',
  });
  return { ...loaded, folder };
}

/** The model as plain data, with `<folder>` for where it lies. */
export function modelOf(
  files: Readonly<Record<string, string>>,
  values: Readonly<Record<string, string | null>> = {},
): { [key: string]: Plain } {
  const { tree, folder } = loadFolder(files, values);
  return JSON.parse(JSON.stringify(plain(tree)).replaceAll(folder, '<folder>')) as { [key: string]: Plain };
}
