import { spawnSync } from 'node:child_process';
import { mkdtempDisposable, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { takeBuildLock } from '../../../fixtures/twin/site/build-lock.ts';
import { patienceMs } from '../patience.ts';

const patience = { timeoutMs: patienceMs, staleAfterMs: 60_000 };
const lockFolder = () => mkdtempDisposable(join(tmpdir(), 'lock-'));

test('of callers at the same time one does the work and the others find it done', async () => {
  await using folder = await lockFolder();
  let built = 0;
  const build = async () => {
    await using lock = await takeBuildLock(join(folder.path, 'lock'), { ...patience, isDone: async () => built > 0 });
    if (lock) built += 1;
  };
  await Promise.all(Array.from({ length: 8 }, build));
  expect(built).toBe(1);
});

test('the lock of a process that was killed is taken over', async () => {
  await using folder = await lockFolder();
  const { pid } = spawnSync(process.execPath, ['--version']);
  await writeFile(join(folder.path, 'lock'), String(pid));
  await using lock = await takeBuildLock(join(folder.path, 'lock'), { ...patience, isDone: async () => false });
  expect(lock).toBeDefined();
});

test('a lock older than any build is taken over, even if its number lives on as another process', async () => {
  await using folder = await lockFolder();
  const path = join(folder.path, 'lock');
  await writeFile(path, String(process.pid));
  await utimes(path, new Date(0), new Date(0));
  await using lock = await takeBuildLock(path, { ...patience, isDone: async () => false });
  expect(lock).toBeDefined();
});

test('a lock that stays held ends in an error that names it', async () => {
  await using folder = await lockFolder();
  const path = join(folder.path, 'lock');
  await writeFile(path, String(process.pid));
  const waiting = takeBuildLock(path, { timeoutMs: 150, staleAfterMs: 60_000, isDone: async () => false });
  await expect(waiting).rejects.toThrow(`Expected ${path} to become free within 150 ms`);
});
