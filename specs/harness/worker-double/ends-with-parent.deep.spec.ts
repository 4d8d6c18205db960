import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { guardChildren } from '../../../fixtures/twin/worker/end-with-parent.ts';
import { patienceMs } from '../patience.ts';
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

async function startParent(script: string, ...words: string[]) {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const parent = spawn(process.execPath, [file, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(parent, 'exit');
  const told = JSON.parse(await firstLine(parent)) as { url?: string; directory?: string; processIds: number[] };
  return {
    ...told,
    async end(signal: NodeJS.Signals) {
      parent.kill(signal);
      await exited;
    },
  };
}

it.each(['SIGINT', 'SIGTERM', 'SIGKILL'] as const)('the runtime ends when its parent gets %s', async (signal) => {
  const { url = '', processIds, end } = await startParent('./start-and-hang.ts');
  expect(processIds).toHaveLength(1);
  expect(processIds.filter(runs)).toEqual(processIds);
  expect((await fetch(url)).status).toBe(200);

  await end(signal);
  await expect.poll(() => processIds.filter(runs), { timeout: patienceMs, interval: 10 }).toEqual([]);
  await expect(fetch(url)).rejects.toThrow('fetch failed');
});

it.each(['sh', 'node'])(
  'a guard of %s ends a child whose parent was killed, and removes its directory',
  async (means) => {
    const { processIds, directory = '', end } = await startParent('./start-guarded-child.ts', means);
    expect(existsSync(directory)).toBe(true);
    expect(processIds.filter(runs)).toEqual(processIds);
    await end('SIGKILL');
    await expect.poll(() => processIds.filter(runs), { timeout: patienceMs, interval: 10 }).toEqual([]);
    await expect.poll(() => existsSync(directory), { timeout: patienceMs, interval: 10 }).toBe(false);
  },
);

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
