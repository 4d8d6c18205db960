import { expect, test } from 'vitest';
import { judgeLimit } from '../limiters/judge-limit.ts';
import { limits, type SubjectOptions, startSubject } from '../worker-double/start-subject.ts';
import { sampleWorker } from './sample-worker.ts';

const limit = 20;
const config = 'components.rate_limiter.config.perSystem.manual';
const used = 'components.rate_limiter.current_state.perSystem.manual';

interface Look {
  /** Logs of the same system that were posted before. */
  spent?: number;
  reported?: { limit?: string; used?: string };
  headers?: ('ratelimit' | 'x-ratelimit')[];
  options?: SubjectOptions;
  /** What the Worker really keeps; the promise, where it is left out. */
  kept?: number;
}

/** Looks at a limit that is counted by system: its key is shared with all that was posted before. */
async function lookAtSystem({ spent = 0, reported = {}, headers = [], options = {}, kept = limit }: Look) {
  const perSystem = { ...limits().perSystem, manual: kept };
  await using subject = await startSubject({ limits: limits({ perSystem }), testClock: true, ...options });
  for (let number = 0; number < spent; number += 1) await subject.log(`before-${number}`);
  const worker = sampleWorker(
    {
      testClock: '/clock',
      rateLimits: [{ per: 'system', name: 'system', limit, windowMs: 600_000, reported, headers }],
    },
    subject.url,
  );
  return await judgeLimit(worker);
}

const held = { enforced: [], exact: [], scoped: [], headers: [], recovers: [] };
const promisesHeaders: Pick<Look, 'headers'> = { headers: ['ratelimit'] };

test('a limit of a system holds, also when a part of it is spent and the health answer says how much', async () => {
  expect(await lookAtSystem({ spent: 7, reported: { limit: config, used }, ...promisesHeaders })).toEqual(held);
});

test('a limit of a system holds when only the headers tell what was spent before', async () => {
  expect(await lookAtSystem({ spent: 7, ...promisesHeaders })).toEqual(held);
});

test('a limiter that races is caught, however much of the quota was spent before', async () => {
  const seen = await lookAtSystem({ spent: 7, reported: { used }, options: { faults: ['limiter-races'] } });
  expect(seen.exact).toEqual(['the rate limit does not hold']);
});

test('a limit that is lower than its promise is caught where the health answer tells what is used', async () => {
  expect((await lookAtSystem({ kept: 10, spent: 3, reported: { used } })).enforced).toContain(
    'the rate limit refuses too early',
  );
});

test('a limit that is lower than its promise proves nothing where others may have spent the rest', async () => {
  const words = /^not verified: 9 of 25 are accepted, and how much of the quota/;
  expect((await lookAtSystem({ kept: 10 })).enforced).toEqual([expect.stringMatching(words)]);
});

test('a limit that is one higher than its promise is caught, although nothing tells what others spent', async () => {
  expect((await lookAtSystem({ kept: limit + 1 })).exact).toEqual(['the rate limit does not hold']);
});

test('a quota that is spent already is not verified, and nothing is sent', async () => {
  const seen = await lookAtSystem({ spent: limit, reported: { used } });
  const words = ['not verified: the quota of the system is spent already: none of its 20 is left to be seen'];
  expect(seen).toEqual({ enforced: words, exact: words, scoped: words, headers: words, recovers: words });
});
