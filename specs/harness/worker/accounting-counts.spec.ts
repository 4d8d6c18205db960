import { describe, expect, test } from 'vitest';
import { judgeAccounting } from '../../worker/rate-limit-accounting.judge.ts';
import { sampleWorker } from './sample-worker.ts';

const path = 'usage.global';

interface Seen {
  /** What `/health` tells of the global quota: before, and after each request. */
  counts?: (number | undefined)[];
  /** What the answers say is left of the trace's. */
  left?: number[];
  per?: 'trace' | 'ip';
  /** How long after the one before each answer comes. */
  everyMs?: number;
  /** How many units of either quota a request takes. */
  cost?: number;
}

function judged({ counts, left = [19, 18, 17, 16], per = 'trace', cost = 1, everyMs = 0 }: Seen): string[] {
  const [rateLimit] = sampleWorker({ rateLimits: [{ per, limit: 20, windowMs: 60_000, cost }] }).rateLimits;
  if (!rateLimit) throw new Error('the sample promises a limit');
  const answers = left.map((remaining, index) => ({
    status: 200,
    accepted: true,
    retryAfter: null,
    told: [{ form: 'x-ratelimit' as const, limit: 20, remaining }],
    remainingQuota: undefined,
    text: '',
    allowOrigin: null,
    location: null,
    atMs: index * everyMs,
    waitedMs: 0,
  }));
  const used = counts ? [{ name: 'global', cost, path, counts }] : [];
  return judgeAccounting({ worker: sampleWorker(), url: 'https://logs.example.com/log', answers, used }, rateLimit).map(
    ({ what }) => what,
  );
}

test.each([
  [[100, 101, 102, 103, 104]],
  [[100, 103, 104, 110, 112]],
  [[100, 102, 105, 109, 111]],
  [[100, 104]],
  [[100, 131]],
])('the counts %j of the health answer hold: one a request, and what others ask for', (counts) => {
  expect(judged({ counts })).toEqual([]);
});

test.each([
  [[100, 102, 104, 106, 108], 'a request does not cost one of the quota global'],
  [[100, 106, 108, 110, 112, 114, 116, 118, 120], 'a request does not cost one of the quota global'],
  [[100, 100, 100, 100, 100], 'the health answer does not count the requests against the quota global'],
  [[100, 103], 'the health answer does not count the requests against the quota global'],
  [[100, undefined], 'the health answer does not count the requests against the quota global'],
])('the counts %j are told', (counts, what) => {
  expect(judged({ counts })).toEqual([what]);
});

test('counts that fall meanwhile are not verified: a window has ended', () => {
  expect(() => judged({ counts: [998, 999, 1, 2, 3] })).toThrow('its window has ended');
});

test('what the answers show is not lost where the health answer cannot be judged', () => {
  expect(judged({ counts: [998, 999, 1, 2, 3], left: [19, 17, 15, 13] })).toEqual([
    'a request does not cost one of `X-RateLimit-Remaining` of 20',
  ]);
});

test.each([[[1, 2, 3, 4]], [[16, 17, 18, 17]]])('a remaining count that rises, %j, is told', (left) => {
  expect(judged({ left })).toHaveLength(1);
});

test.each([
  [[1, 0, 19, 18]],
  [[19, 19, 18, 17]],
  [[19, 18, 17, 19]],
  [[7, 19, 18, 17]],
  [[0, 19, 18, 17]],
  [[5, 4, 3, 19]],
])('a new window between two requests is no fault: %j', (left) => {
  expect(judged({ left })).toEqual([]);
});

test.each([[[19, 19, 19, 18]], [[0, 19, 19, 18]], [[19, 18, 19, 19]]])(
  'several are none where the time has room for them: %j',
  (left) => {
    expect(judged({ left, everyMs: 45_000 })).toEqual([]);
    expect(judged({ left })).toHaveLength(1);
  },
);

test('where a window may have ended before every request, what one costs is not seen', () => {
  expect(() => judged({ left: [19, 19, 19, 19], everyMs: 45_000 })).toThrow('a window may have ended');
  expect(judged({ left: [19, 19, 19, 19] })).toHaveLength(1);
});

test.each([[[19, 17, 19, 17]], [[10, 12, 11, 10]], [[7, 7, 6, 5]], [[19, 19, 17, 15]]])(
  'a new window excuses nothing else: %j',
  (left) => {
    expect(judged({ left })).toHaveLength(1);
  },
);

test('a quota of the client’s address may be spent by the other requests of the run', () => {
  expect(judged({ left: [19, 15, 14, 9], per: 'ip' })).toEqual([]);
  expect(judged({ left: [19, 15, 14, 9] })).toHaveLength(1);
});

describe('of a quota of which a request takes three units', () => {
  const left = [17, 14, 11, 8];

  test.each([[[100, 103, 106, 109, 112]], [[100, 104, 110, 113, 117]], [[100, 112]], [[100, 130]]])(
    'the counts %j hold',
    (counts) => {
      expect(judged({ counts, left, cost: 3 })).toEqual([]);
    },
  );

  test.each([
    [[100, 101, 102, 103, 104], 'a request does not cost 3 of the quota global'],
    [[100, 106, 112, 118, 124], 'a request does not cost 3 of the quota global'],
    [[100, 102, 104, 106, 108], 'a request does not cost 3 of the quota global'],
    [[100, 104], 'the health answer does not count the requests against the quota global'],
  ])('the counts %j are told', (counts, what) => {
    expect(judged({ counts, left, cost: 3 })).toEqual([what]);
  });

  test.each([[[17, 14, 11, 8]], [[5, 2, 17, 14]]])('what is left may fall by them: %j', (fallen) => {
    expect(judged({ left: fallen, cost: 3 })).toEqual([]);
  });

  test.each([[[19, 18, 17, 16]], [[17, 13, 9, 5]], [[17, 16, 13, 10]]])('and not otherwise: %j', (fallen) => {
    expect(judged({ left: fallen, cost: 3 })).toEqual(['a request does not cost 3 of `X-RateLimit-Remaining` of 20']);
  });
});
