import { describe, expect, test } from 'vitest';
import { judgeConfirmed, judgeExact, judgeScoped } from '../../../support/platforms/worker/index.ts';
import type { ToldQuota } from '../../../support/platforms/worker/limits/rate-limit-fields.ts';
import type { BurstReading } from '../../../support/platforms/worker/limits/read-burst.ts';
import type { CountedAnswer } from '../../../support/platforms/worker/limits/send-counted.ts';
import { judgeRateLimitHeaders } from '../../worker/rate-limit-headers.judge.ts';
import { sampleWorker } from './sample-worker.ts';

const limit = 3;
const windowMs = 60_000;
const headers = ['x-ratelimit' as const];

function answer(status: number, over: Partial<CountedAnswer> = {}): CountedAnswer {
  const refused = status === 429 ? '60' : null;
  return {
    status,
    accepted: status < 300,
    retryAfter: refused,
    told: [],
    remainingQuota: undefined,
    text: '',
    allowOrigin: null,
    location: null,
    atMs: 0,
    waitedMs: 0,
    ...over,
  };
}

interface Look {
  told?: (remaining: number) => ToldQuota[];
  source?: Parameters<typeof sampleWorker>[0];
  over?: Partial<BurstReading>;
  retryAfter?: string;
  waitedMs?: number;
}

/** A burst on a limit of three that was answered rightly, but for what a spec puts in its place. */
function burst({ told = () => [], source, over = {}, retryAfter = '60', waitedMs = 0 }: Look) {
  const worker = sampleWorker(source ?? { rateLimits: [{ per: 'trace', limit, windowMs, headers }] });
  const [rateLimit] = worker.rateLimits;
  if (!rateLimit) throw new Error('the sample promises a limit');
  const refused = answer(429, { told: told(0), retryAfter, waitedMs });
  const reading: BurstReading = {
    worker,
    url: 'https://logs.example.com/log',
    plan: { requests: 4, probes: 3, key: 'key', room: limit, quotas: [] },
    answers: [...[2, 1, 0].map((remaining) => answer(200, { told: told(remaining), waitedMs })), refused],
    control: answer(200),
    refilled: [],
    rounds: [],
    others: [],
    again: refused,
    forged: refused,
    other: answer(200),
    before: {},
    after: undefined,
    limiterIsIll: false,
    ...over,
  };
  return { reading, rateLimit };
}

describe('the headers of a burst', () => {
  const whatOf = (look: Look) => {
    const { reading, rateLimit } = burst(look);
    return judgeRateLimitHeaders(reading, rateLimit).map(({ what }) => what);
  };
  const form = 'x-ratelimit' as const;

  test('hold where each answer tells what is left', () => {
    expect(whatOf({ told: (remaining) => [{ form, limit, remaining, resetSeconds: 60 }] })).toEqual([]);
  });

  test('that tell a limit and not what is left are told', () => {
    expect(whatOf({ told: () => [{ form, limit }] })).toEqual(['`X-RateLimit-*` does not tell what is left']);
  });

  test('that no client can read are told', () => {
    const told = () => [{ form, limit, unreadable: ['x-ratelimit-remaining: undefined'] }];
    expect(whatOf({ told })).toEqual(['`X-RateLimit-*` holds a value that no client can read']);
  });

  test('that tell of another limit of the Worker are left to that one', () => {
    const other = { per: 'trace' as const, limit: 7, windowMs, headers };
    const source = { rateLimits: [{ per: 'user' as const, limit, windowMs }, other] };
    expect(() => whatOf({ source, told: () => [{ form, limit: 7, remaining: 6 }] })).toThrow(
      'the Worker sends no rate-limit headers, and the profile promises none',
    );
  });

  test('differ from `Retry-After` by no more than the answer was under way', () => {
    const told = (remaining: number) => [{ form, limit, remaining, resetSeconds: 50 }];
    expect(whatOf({ told, waitedMs: 1_000 })).toEqual([
      'the reset that `X-RateLimit-*` tells and `Retry-After` disagree',
    ]);
    expect(whatOf({ told, waitedMs: 9_000 })).toEqual([]);
  });

  test('hold a `Retry-After` that ends with the window; one that is longer is told, whatever else is promised', () => {
    const source = { rateLimits: [{ per: 'trace' as const, limit, windowMs }] };
    expect(() => whatOf({ source })).toThrow('the profile promises none');
    expect(whatOf({ source, retryAfter: '86400' })).toEqual([
      '`Retry-After` sends the client away for longer than the window',
    ]);
  });
});

describe('of a burst', () => {
  const form = 'x-ratelimit' as const;
  const judged = (answers: readonly CountedAnswer[]) => {
    const { reading, rateLimit } = burst({ over: { answers } });
    return judgeExact(reading, rateLimit).map(({ what }) => what);
  };

  test('fewer are accepted than the limit: it refuses too early', () => {
    expect(judged([answer(200), answer(429), answer(429)])).toEqual(['the rate limit refuses too early']);
  });

  test('as many are accepted as the answers say were left: a part was spent before', () => {
    const told = [{ form, limit, remaining: 0 }];
    expect(judged([answer(200, { told }), answer(429), answer(429)])).toEqual(['a part of the quota was spent before']);
  });

  test('nothing is accepted, and an error comes with 200: that is not a refusal of the limiter', () => {
    const broken = answer(200, { accepted: false });
    expect(() => judged([broken, broken, answer(429)])).toThrow('its limiter cannot be judged');
  });
});

describe('the keys of a burst', () => {
  const judged = (over: Partial<BurstReading>) => {
    const { reading, rateLimit } = burst({ over });
    return judgeScoped(reading, rateLimit).map(({ what }) => what);
  };

  test('are told apart where another passes and a forged address is refused, by the limiter or a firewall', () => {
    expect(judged({})).toEqual([]);
    expect(judged({ forged: answer(403) })).toEqual([]);
  });

  test('are not verified where another key or a forged address is answered with an error', () => {
    expect(() => judged({ other: answer(500) })).toThrow('another trace is answered with status 500');
    expect(() => judged({ forged: answer(502) })).toThrow('with a forged address is answered with status 502');
  });

  test('share one quota where another is refused', () => {
    expect(judged({ other: answer(429), forged: answer(502) })).toEqual([
      'spending the quota of one trace spends that of another',
    ]);
  });
});

describe('more than the limit in two bursts', () => {
  const repeated = async (tookMs: number) => {
    const accepted = [0, 1, 2, 3].map((index) => answer(200, { atMs: index === 3 ? tookMs : 0 }));
    const { reading, rateLimit } = burst({ over: { answers: accepted, again: answer(429, { atMs: tookMs }) } });
    const read = (async () => reading) as unknown as Parameters<typeof judgeConfirmed>[0];
    return await judgeConfirmed(read, { worker: reading.worker, rateLimit }, judgeExact);
  };

  test('is a limit that does not hold', async () => {
    expect(await repeated(200)).toMatchObject([{ what: 'the rate limit does not hold' }]);
  });

  test('shows nothing where each burst took a good part of the window', async () => {
    await expect(repeated(windowMs / 4)).rejects.toThrow('the end of one lies in many such bursts');
  });
});
