import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { guardChildren } from '../../../fixtures/twin/worker/end-with-parent.ts';
import { startSubject } from './start-subject.ts';

/** Whether a process runs; one that has ended and was not reaped yet does not. */
function runs(processId: number): boolean {
  try {
    process.kill(processId, 0);
  } catch {
    return false;
  }
  if (process.platform !== 'linux') return true;
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${processId}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  let text = '';
  for await (const chunk of child.stdout ?? []) {
    text += chunk;
    if (text.includes('\n')) break;
  }
  return text;
}

it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('the runtime ends when its parent gets %s', async (signal) => {
  const script = fileURLToPath(new URL('./start-and-hang.ts', import.meta.url));
  const parent = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(parent, 'exit');
  const { url, processIds } = JSON.parse(await firstLine(parent)) as { url: string; processIds: number[] };
  expect(processIds).toHaveLength(1);
  expect(processIds.every(runs)).toBe(true);
  expect((await fetch(url)).status).toBe(200);

  parent.kill(signal);
  await exited;
  await expect.poll(() => processIds.filter(runs), { timeout: 5000, interval: 10 }).toEqual([]);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

it('disposing ends the runtime, and disposing twice is no error', async () => {
  const { result: worker, processIds } = await guardChildren('workerd', () => startSubject());
  expect(processIds.filter(runs)).toHaveLength(1);
  await worker[Symbol.asyncDispose]();
  await worker[Symbol.asyncDispose]();
  expect(processIds.filter(runs)).toEqual([]);
});

it('a Worker on a port that is taken is an error, and leaves no runtime behind', async () => {
  await using first = await startSubject();
  const port = Number(new URL(first.url).port);
  const seen = await guardChildren('workerd', async () => {
    await expect(startSubject({ port })).rejects.toThrow();
  });
  expect(seen.processIds.filter(runs)).toEqual([]);
});
