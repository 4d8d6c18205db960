import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { writeAtomically } from '../../../support/sync/write-atomically.ts';

function folder(): string {
  const directory = mkdtempSync(path.join(tmpdir(), 'airlock-atomic-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

test('a file is one whole text or the other, however often its writer is killed', async () => {
  const file = path.join(folder(), '.env.local');
  const characters = 2_000_000;
  const killedAfterMs = [0, 3, 7, 12, 20, 31];
  for (const waitMs of killedAfterMs) {
    const child = spawn(
      process.execPath,
      [path.join(import.meta.dirname, 'rewrite-for-ever.ts'), file, String(characters)],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    await once(child.stdout, 'data');
    // What is tried is the moment of the kill: it has to fall into the middle of a write.
    await delay(waitMs);
    child.kill('SIGKILL');
    await once(child, 'close');
    const text = readFileSync(file, 'utf8');
    expect(text).toHaveLength(characters);
    expect(text === 'a'.repeat(characters) || text === 'b'.repeat(characters)).toBe(true);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
  await writeAtomically(file, 'last');
  expect(readdirSync(path.dirname(file))).toEqual(['.env.local']);
});

test('a write that fails leaves what was there, and nothing beside it', async () => {
  const directory = folder();
  const file = path.join(directory, 'target');
  writeFileSync(path.join(directory, 'keep'), 'x');
  // A rename over a folder that is not empty is refused.
  const blocked = path.join(directory, 'blocked');
  await import('node:fs/promises').then(({ mkdir }) => mkdir(path.join(blocked, 'inside'), { recursive: true }));
  await expect(writeAtomically(blocked, 'text')).rejects.toThrow();
  expect(readdirSync(directory).sort()).toEqual(['blocked', 'keep']);
  await writeAtomically(file, 'text');
  expect(readFileSync(file, 'utf8')).toBe('text');
});
