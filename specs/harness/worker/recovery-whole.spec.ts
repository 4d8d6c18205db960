import { expect, test } from 'vitest';
import type { RecoveryReading } from '../../../support/platforms/worker/limits/read-recovery.ts';
import type { CountedAnswer } from '../../../support/platforms/worker/limits/send-counted.ts';
import { judgeRecovery } from '../../worker/rate-limit-recovers.judge.ts';
import { sampleWorker } from './sample-worker.ts';

const limit = 20;
const windowMs = 6_000;

/** What is said of a key that is accepted after its window, with so much left. */
function judged({ remaining, acceptedSince }: { remaining: number; acceptedSince: number }): string[] {
  const [rateLimit] = sampleWorker({ rateLimits: [{ per: 'user', limit, windowMs }] }).rateLimits;
  if (!rateLimit) throw new Error('the sample promises a limit');
  const after: CountedAnswer = {
    status: 200,
    accepted: true,
    retryAfter: null,
    told: [{ form: 'x-ratelimit', limit, remaining }],
    remainingQuota: undefined,
    text: '',
    allowOrigin: null,
    location: null,
    atMs: 0,
    waitedMs: 0,
  };
  const reading: RecoveryReading = {
    url: 'https://logs.example.com/log',
    by: 'waiting',
    passedMs: windowMs + 250,
    before: undefined,
    beforeMs: undefined,
    after,
    later: undefined,
    refused: 5,
    acceptedSince,
    second: undefined,
  };
  return judgeRecovery(reading, rateLimit).map(({ what }) => what);
}

test('a quota of which this run has spent a part in the new window is whole', () => {
  expect(judged({ remaining: 10, acceptedSince: 9 })).toEqual([]);
});

test.each([0, 3])('one of which more is gone than the %d that were accepted since is not', (acceptedSince) => {
  expect(judged({ remaining: 10, acceptedSince })).toEqual(['a quota is not whole when its window has ended']);
});
