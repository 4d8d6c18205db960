import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTypedFrontend } from '../../fixtures/frontends/start-frontend.ts';
import { startTwin } from '../../fixtures/twin/start-twin.ts';
import { writeTwinProject } from '../../fixtures/twin/write-project.ts';
import { sourceFiles, sourceTree } from '../contract.ts';
import { writeWideTable } from '../table.ts';
import { comparePairs, type Figure } from './pairs.ts';
import { measureProcess } from './whole-process.ts';

const repository = path.join(import.meta.dirname, '..', '..');
const vitest = [process.execPath, path.join(repository, 'node_modules/vitest/vitest.mjs'), 'run'];
const rows = 100_000;

/** The figures whose anchor is a plain tool in a process of its own. */
export async function measureFigures(tell: (figure: Figure) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const measure of [gateOfARunningDeployment, wholeTable, references]) {
    const figure = await measure();
    tell(figure);
    figures.push(figure);
  }
  return figures;
}

/** From the start of the command to its exit, against a deployment that is already running, without distance. */
async function gateOfARunningDeployment(): Promise<Figure> {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-bench-'));
  await using twin = await startTwin();
  const { configFile, keys } = writeTwinProject(path.join(directory.path, 'project'), twin);
  const empty = path.join(directory.path, 'empty');
  mkdirSync(path.join(empty, 'specs'), { recursive: true });
  symlinkSync(path.join(repository, 'node_modules'), path.join(empty, 'node_modules'));
  writeFileSync(path.join(empty, 'package.json'), '{ "type": "module" }\n');
  writeFileSync(
    path.join(empty, 'specs/empty.spec.ts'),
    "import { test } from 'vitest';\n\ntest('nothing', () => {});\n",
  );

  return await comparePairs({
    figure: 'prod gate of a running deployment, start to exit',
    anchor: 'vitest with one empty test',
    unit: 'ms',
    aim: 3,
    ours: async () =>
      (
        await measureProcess([...vitest, '--project', 'prod'], {
          cwd: repository,
          env: { DEPLOYMENT_CONFIG: configFile, ...keys },
        })
      ).wallMs,
    anchors: async () => (await measureProcess(vitest, { cwd: empty })).wallMs,
  });
}

/** The whole process, with the start of Node. */
async function wholeTable(): Promise<Figure> {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-bench-'));
  const file = path.join(directory.path, 'wide.table');
  writeFileSync(file, writeWideTable(rows));
  const split =
    '/^\\|/ { for (cell = 2; cell < NF; cell += 1) { gsub(/^ +| +$/, "", $cell); cells += 1 } } END { print cells }';

  return await comparePairs({
    figure: `table of ${rows} rows, whole process`,
    anchor: 'mawk that splits the same cells',
    unit: 'ms',
    aim: 2,
    ours: async () =>
      (await measureProcess([process.execPath, path.join(import.meta.dirname, 'parse-table.ts'), file])).wallMs,
    anchors: async () => (await measureProcess(['mawk', '-F|', split, file])).wallMs,
  });
}

/** Processor time, since both use several threads. */
async function references(): Promise<Figure> {
  await using frontend = await startTypedFrontend(sourceTree());
  const { root } = frontend;

  return await comparePairs({
    figure: `references of ${sourceFiles} files, processor time`,
    anchor: 'tsc --noEmit',
    unit: 'ms',
    aim: 0.1,
    ours: async () =>
      (await measureProcess([process.execPath, path.join(import.meta.dirname, 'read-references.ts'), root])).cpuMs,
    anchors: async () =>
      (
        await measureProcess([
          process.execPath,
          path.join(repository, 'node_modules/typescript/bin/tsc'),
          '--noEmit',
          '-p',
          root,
        ])
      ).cpuMs,
  });
}
