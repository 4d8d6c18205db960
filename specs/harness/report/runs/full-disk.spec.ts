import { spawnSync } from 'node:child_process';
import { mkdtempDisposableSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { temporaryName } from '../../../../support/files/leftovers.ts';

const module = path.join(import.meta.dirname, '../../../../support/report/runners/run-lock.ts');

/** Claims a folder in a process that may write files of so many blocks; none, as on a full disk, where it is 0. */
function claimIn(directory: string, blocks: number | 'unlimited') {
  const script = `
    const { lockRun } = await import(${JSON.stringify(module)});
    lockRun(${JSON.stringify(directory)}, { project: 'prod', environments: ['prod'] });
    process.kill(process.pid, 'SIGKILL');
  `;
  const node = `ulimit -f ${blocks}; exec "$0" --input-type=module -e "$1"`;
  return spawnSync('sh', ['-c', node, process.execPath, script], { encoding: 'utf8' });
}

test('a folder that cannot be claimed for want of room has nothing left in it', () => {
  using directory = mkdtempDisposableSync(path.join(tmpdir(), 'airlock-full-'));
  const { status, stderr } = claimIn(directory.path, 0);
  expect(status, stderr).toBe(1);
  expect(stderr).toMatch(/EFBIG|ENOSPC/);
  expect(readdirSync(directory.path)).toEqual([]);
});

test('a claim takes away what one that was killed has left half', () => {
  using directory = mkdtempDisposableSync(path.join(tmpdir(), 'airlock-full-'));
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const half = temporaryName(path.join(directory.path, '.running.json'));
  writeFileSync(half.replace(`-${process.pid}-`, `-${pid}-`), '{');
  const { signal, stderr } = claimIn(directory.path, 'unlimited');
  expect(signal, stderr).toBe('SIGKILL');
  expect(readdirSync(directory.path)).toEqual(['.running.json']);
});
