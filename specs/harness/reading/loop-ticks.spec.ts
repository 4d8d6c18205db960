import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { LoopTicks } from '../../../support/reading/index.ts';

const heldUpMs = 300;

function computeFor(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until) Math.sqrt(until);
}

test('what arrives while this process computes may have arrived since it last looked', async () => {
  using ticks = new LoopTicks();
  const other = new Worker(
    "const { parentPort } = require('node:worker_threads'); parentPort.on('message', () => parentPort.postMessage(1))",
    {
      eval: true,
    },
  );
  other.on('message', () => {});
  await once(other, 'online');
  const answered = once(other, 'message').then(() => ticks.earliest());
  other.postMessage('ask');
  const begun = performance.now();
  computeFor(heldUpMs);
  const earliest = await answered;

  expect(earliest).toBeLessThan(begun + heldUpMs);
  expect(performance.now() - begun).toBeGreaterThanOrEqual(heldUpMs);
  await other.terminate();
});

test('what arrives in a process that waits arrived now', async () => {
  using ticks = new LoopTicks();
  const ages: number[] = [];
  for (let time = 0; time < 50 && !ages.includes(0); time += 1) {
    await delay(7);
    const now = performance.now();
    ages.push(Math.max(0, now - ticks.earliest()));
  }

  expect(ages).toContain(0);
});
