import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { temporaryFolder } from '../../../support/files/temporary-folder.ts';

const parent = mkdtempSync(path.join(tmpdir(), 'airlock-parent-'));
afterAll(() => rmSync(parent, { recursive: true, force: true }));

test('a temporary folder is readable by its owner alone, and gone in the end', () => {
  let folder = '';
  {
    using temporary = temporaryFolder('airlock-sample', parent);
    folder = temporary.path;
    writeFileSync(path.join(folder, 'documents'), 'x');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  }
  expect(existsSync(folder)).toBe(false);
});

test('the next one removes what a process that was killed left, and nothing else', () => {
  const source = path.join(import.meta.dirname, '../../../support/files/temporary-folder.ts');
  const script = `const { temporaryFolder } = await import(${JSON.stringify(source)});
    temporaryFolder('airlock-sample', ${JSON.stringify(parent)});
    process.kill(process.pid, 'SIGKILL');`;
  spawnSync(process.execPath, ['--input-type=module', '-e', script]);
  expect(readdirSync(parent)).toHaveLength(1);

  mkdirSync(path.join(parent, 'airlock-sample-of-somebody'));
  using running = temporaryFolder('airlock-sample', parent);
  using other = temporaryFolder('airlock-sample', parent);
  expect(readdirSync(parent).sort()).toEqual(
    [running.path, other.path, path.join(parent, 'airlock-sample-of-somebody')]
      .map((each) => path.basename(each))
      .sort(),
  );
});
