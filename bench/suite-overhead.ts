import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const repository = path.join(import.meta.dirname, '..');
const checks = 80;
const runs = 5;

/**
 * Measures the overhead of the gate: eighty checks that do nothing, against a plain vitest run of eighty empty tests, both as
 * child processes, alternating. vitest gets the same settings as the gate: one thread, no isolation, Node's loader.
 * @returns the median wall times in milliseconds of five runs each, after one warm-up, and their ratio
 * @throws Error if a run does not exit with 0, because the time of a wrong result is meaningless
 */
export async function benchSuiteOverhead(): Promise<{ floorMs: number; gateMs: number; ratio: number }> {
  const directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'airlock-bench-')));
  try {
    const floor = writeFloor(path.join(directory, 'floor'));
    const gate = writeGate(path.join(directory, 'gate'));
    const times = { floor: [] as number[], gate: [] as number[] };

    for (let run = 0; run <= runs; run += 1) {
      const floorMs = await measure(floor, []);
      const gateMs = await measure(gate, ['--project', 'prod']);
      if (run === 0) continue;
      times.floor.push(floorMs);
      times.gate.push(gateMs);
    }

    const [floorMs, gateMs] = [median(times.floor), median(times.gate)];
    return { floorMs, gateMs, ratio: gateMs / floorMs };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function writeFloor(root: string): string {
  link(root, ['node_modules']);
  writeFileSync(
    path.join(root, 'vitest.config.ts'),
    `import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['specs/**/*.spec.ts'],
    reporters: [],
    pool: 'threads',
    isolate: false,
    maxWorkers: 1,
    experimental: { viteModuleRunner: false, nodeLoader: false },
  },
});
`,
  );

  return writeSpecs(root, (id) => `import { test } from 'vitest';\n\ntest('${id}', () => {});\n`);
}

function writeGate(root: string): string {
  link(root, ['node_modules', 'support']);
  copyFileSync(path.join(repository, 'vitest.config.ts'), path.join(root, 'vitest.config.ts'));
  writeFileSync(
    path.join(root, 'load.table'),
    '| TARGET | KEY | PROD_VALUE |\n|---|---|---|\n| LOAD | NAME | load |\n',
  );
  writeFileSync(
    path.join(root, 'deployment.config.ts'),
    `import { defineDeployment } from './support/profile/index.ts';

export default defineDeployment({
  name: 'load',
  table: { file: 'load.table', targets: ['LOAD'] },
  environments: { prod: { class: 'production' } },
  platforms: {},
});
`,
  );

  return writeSpecs(
    root,
    (id) => `import { check } from '../../support/check/index.ts';

check({
  id: '${id}',
  title: 'one row exists',
  platform: 'load',
  effect: 'offline',
  severity: 'critical',
  why: 'The benchmark measures the run itself.',
  remedy: 'None.',
  subjects: () => [1],
  verify({ count }) {
    count('rows', 1);
    return [];
  },
});
`,
  );
}

function link(root: string, folders: readonly string[]): void {
  mkdirSync(root, { recursive: true });
  for (const folder of folders) symlinkSync(path.join(repository, folder), path.join(root, folder));
  copyFileSync(path.join(repository, 'package.json'), path.join(root, 'package.json'));
}

function writeSpecs(root: string, text: (id: string) => string): string {
  mkdirSync(path.join(root, 'specs/load'), { recursive: true });
  for (let index = 0; index < checks; index += 1)
    writeFileSync(path.join(root, `specs/load/holds-${index}.spec.ts`), text(`load/holds-${index}`));
  return root;
}

async function measure(root: string, args: readonly string[]): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, [path.join(repository, 'node_modules/vitest/vitest.mjs'), 'run', ...args], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, NO_COLOR: '1', AIRLOCK_COMMIT: '0123456' },
    stdio: ['ignore', 'ignore', 'pipe'],
    timeout: 60_000,
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const exitCode = await new Promise((resolve, reject) => child.once('error', reject).once('close', resolve));
  if (exitCode !== 0) throw new Error(`suite benchmark: expected exit code 0 in ${root}, saw ${exitCode}. ${stderr}`);

  return performance.now() - started;
}

function median(times: readonly number[]): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
}
