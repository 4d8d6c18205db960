import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sourceFiles, sourceTree } from '../../fixtures/frontends/large-tree.ts';
import { startTypedFrontend } from '../../fixtures/frontends/start-frontend.ts';
import { startTwin } from '../../fixtures/twin/start-twin.ts';
import { writeTwinProject } from '../../fixtures/twin/write-project.ts';
import type { FigureName } from '../figure-families.ts';
import { copiedDocuments, writeBothExports } from '../isolation.ts';
import { writeWideTable } from '../table.ts';
import { comparePairs, type Figure } from './pairs.ts';
import { gateCommand, measureProcess, repository, vitest } from './whole-process.ts';

const rows = 100_000;
const documentCount = 1_000_000;

/** What one process does, against a plain tool in another. */
export const processFigures: Readonly<Record<FigureName<'process'>, () => Promise<Figure>>> = {
  gate: gateOfARunningDeployment,
  table: wholeTable,
  'config-checks': () => configChecks(10_000),
  'many-config-checks': () => configChecks(100_000),
  references,
  documents,
};

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
        await measureProcess(gateCommand('prod'), {
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

/** All checks of a table that need nothing but the table, against parsing it: the times that one process measures within itself. */
async function configChecks(count: number): Promise<Figure> {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-bench-'));
  const file = path.join(directory.path, 'wide.table');
  // Padded, the largest would be over the size that a table may have.
  writeFileSync(file, writeWideTable(count, { padded: false }));
  let checksMs = Number.NaN;

  return await comparePairs({
    figure: `config checks on ${count} rows`,
    anchor: 'parsing them',
    unit: 'ms',
    aim: 3,
    pairs: 3,
    // The process measures both; the anchor is asked first.
    anchors: async () => {
      const { stdout } = await measureProcess([
        process.execPath,
        path.join(import.meta.dirname, 'check-table.ts'),
        file,
      ]);
      const measured = JSON.parse(stdout) as { parseMs: number; checksMs: number };
      checksMs = measured.checksMs;
      return measured.parseMs;
    },
    ours: async () => checksMs,
  });
}

/** Two exports with their contents, from ZIP to what they have in common, against the plain tools for it. */
async function documents(): Promise<Figure> {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-bench-'));
  const [left = '', right = ''] = await writeBothExports(directory.path, documentCount);
  const plain = `set -e; cd ${directory.path}
for side in dev prod; do
  unzip -p $side.zip incidents/documents.jsonl | jq -c -S 'del(._id, ._creationTime)' | LC_ALL=C sort >$side.sorted
done
LC_ALL=C comm -12 dev.sorted prod.sorted | wc -l`;

  return await comparePairs({
    figure: `${documentCount} against ${documentCount} documents with contents`,
    anchor: 'unzip, jq, sort and comm',
    unit: 'ms',
    aim: 1,
    pairs: 2,
    ours: async () =>
      (
        await measureProcess([
          process.execPath,
          path.join(import.meta.dirname, '..', 'compare-exports.ts'),
          left,
          right,
          String(copiedDocuments),
        ])
      ).wallMs,
    anchors: async () => (await measureProcess(['bash', '-c', plain])).wallMs,
  });
}
