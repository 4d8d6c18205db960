import { expect, test } from 'vitest';
import { waitAloud } from '../../../support/platforms/worker/limits/wait-aloud.ts';

/** Waits by a clock that each wait moves on. */
async function waited(wholeMs: number) {
  let passedMs = 0;
  const left: number[] = [];
  await waitAloud({
    restMs: () => wholeMs - passedMs,
    wait: async (ms) => {
      passedMs += ms;
    },
    onProgress: () => void left.push(wholeMs - passedMs),
  });
  return { passedMs, left };
}

test('a minute is waited for whole, and tells of it every 15 seconds', async () => {
  expect(await waited(61_000)).toEqual({ passedMs: 61_000, left: [46_000, 31_000, 16_000] });
});

test.each([0, -5, 3_000, 15_500])('a wait of %d ms says nothing more', async (ms) => {
  expect(await waited(ms)).toEqual({ passedMs: Math.max(0, ms), left: [] });
});

test('a wait that is cut off ends', async () => {
  const cut = async () => {
    throw new Error('the run ended');
  };
  await expect(waitAloud({ restMs: () => 60_000, wait: cut, onProgress: () => undefined })).rejects.toThrow(
    'the run ended',
  );
});
