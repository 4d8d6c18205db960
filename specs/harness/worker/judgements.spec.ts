import { describe, expect, test } from 'vitest';
import { judgeVersion } from '../../../support/platforms/judge-version.ts';
import type { CanaryReading } from '../../../support/platforms/worker/canary/read-canary.ts';
import type { CountedAnswer } from '../../../support/platforms/worker/limits/send-counted.ts';
import { judgeAdminRoute } from '../../worker/clear-protected.judge.ts';
import { judgeDurableState } from '../../worker/durable-state.judge.ts';
import { judgeHealthLatency, percentile } from '../../worker/health-latency.judge.ts';
import { judgeHealth } from '../../worker/healthy.judge.ts';
import { judgeCanary } from '../../worker/ingests.judge.ts';
import { judgeAccounting } from '../../worker/rate-limit-accounting.judge.ts';
import { judgeRecovery } from '../../worker/rate-limit-recovers.judge.ts';
import { judgeRetention, judgeStoredInOwnRedis } from '../../worker/retention.judge.ts';
import { sampleWorker } from './sample-worker.ts';

const url = 'https://logs.example.com/health';
const words = (findings: readonly { what: string }[]) => findings.map(({ what }) => what);

describe('health', () => {
  const components = { redis: { status: 'healthy' }, rate_limiter: { status: 'healthy' } };
  const reading = (health: Record<string, unknown>, status = 200) => ({
    answers: true as const,
    url,
    status,
    headers: new Headers(),
    health: { status: 'healthy', components, ...health },
  });

  const worker = sampleWorker({ components: ['redis', 'rate_limiter'] });

  test('holds where the Worker and each component say so', () => {
    expect(judgeHealth(reading({}), worker)).toEqual([]);
  });

  test.each([
    [{ status: 'degraded' }, 'the Worker is degraded: a part of it does not work'],
    [{ status: 'unhealthy' }, 'the Worker is not healthy'],
    [{ components: { redis: { status: 'healthy' } } }, 'the component rate_limiter is missing from the answer'],
    [{ components: { ...components, redis: { status: 'unhealthy' } } }, 'the component redis is unhealthy'],
  ])('tells %j', (health, what) => {
    expect(words(judgeHealth(reading(health), worker))).toContain(what);
  });

  test('is not taken from a status of 503 with a body that says healthy', () => {
    expect(words(judgeHealth(reading({}, 503), worker))).toEqual(['the Worker is not healthy']);
  });
});

describe('latency', () => {
  test.each([
    [[5], 0.95, 5],
    [[1, 2, 3, 4, 100], 0.5, 3],
    [[1, 2, 3, 4, 100], 0.95, 100],
  ])('of %j at %d is %d', (values, share, expected) => {
    expect(percentile(values, share)).toBe(expected);
  });

  const worker = sampleWorker({ healthLatency: { medianMs: 100, p95Ms: 200 } });
  const seen = (answerMs: number[], leastMs = answerMs) => ({ url, answerMs, leastMs, connectMs: [900] });

  test('is not verified where this machine was too busy to see the answers', () => {
    expect(() => judgeHealthLatency(seen([90, 250, 450], [90, 80, 90]), worker)).toThrow('it may have been 90 ms');
    expect(judgeHealthLatency(seen([90, 250, 450], [90, 240, 400]), worker)).toHaveLength(2);
    expect(judgeHealthLatency(seen([150, 150, 450], [150, 150, 90]), worker)).toHaveLength(1);
  });

  test('is judged without the making of connections, which is told beside it', () => {
    expect(judgeHealthLatency(seen([90, 90, 190]), worker)).toEqual([]);
    const [finding] = judgeHealthLatency(seen([90, 90, 210]), worker);
    expect(finding?.received).toContain('making a connection took 900 ms');
    expect(() => judgeHealthLatency(seen([]), worker)).toThrow('no probe was answered');
  });
});

describe('ingestion', () => {
  const sent = {
    trace_id: 't',
    message: 'm',
    level: 'info',
    system: 'manual',
    user_id: 'u',
    context: { a: 1 },
  } as const;
  const good = {
    status: 200,
    taking: 'taken' as const,
    answerText: '',
    location: null,
    allowOrigin: 'https://app.test',
  };
  const logs = [{ ...sent }, { ...sent, message: 'secret: token=[REDACTED]' }];
  const reading = (over: Partial<CanaryReading> = {}): CanaryReading => ({
    ...good,
    url,
    readUrl: url,
    recentUrl: url,
    sent,
    site: 'https://app.test',
    stored: { logs },
    storedText: '',
    waitedMs: 1,
    recentTraces: ['t'],
    recentProblem: undefined,
    secret: { ...good, marker: 'secret', leaked: [], otherwise: [] },
    noise: [],
    ...over,
  });

  test('holds where the log comes back as it was posted', () => {
    expect(judgeCanary(reading(), sampleWorker())).toEqual([]);
  });

  test.each([
    [{ stored: { logs: [{ ...sent, level: 'warn' }, ...logs.slice(1)] } }, 'the stored log differs in `level`'],
    [{ stored: { logs: [...logs, { ...sent }] } }, 'one posted log is stored more than once'],
    [{ stored: { logs: [] } }, 'a log that was accepted is not found by its trace'],
    [{ taking: 'refused' as const }, 'a log is not accepted'],
    [{ allowOrigin: null }, 'the answer to a log that the site posts is kept from its page'],
    [{ recentTraces: ['other'] }, 'the trace is not among the recent traces'],
    [
      {
        secret: {
          ...good,
          marker: 'secret',
          leaked: [{ field: 'context.password', remains: 'whole' as const }],
          otherwise: [],
        },
      },
      'a secret that was posted in `context.password` comes back',
    ],
  ])('tells %j', (over, what) => {
    expect(words(judgeCanary(reading(over), sampleWorker()))).toContain(what);
  });

  test('tells noise that is stored, and noise that is refused', () => {
    const worker = sampleWorker({ noise: ['[HMR] connected'] });
    const noise = [{ ...good, message: '[HMR] connected' }];
    expect(judgeCanary(reading({ noise }), worker)).toEqual([]);
    const stored = { logs: [...logs, { ...sent, message: '[HMR] connected' }] };
    expect(words(judgeCanary(reading({ noise, stored }), worker))).toEqual(['noise is stored']);
    const refused = [{ ...good, status: 429, taking: 'refused' as const, message: '[HMR] connected' }];
    expect(words(judgeCanary(reading({ noise: refused }), worker))).toEqual(['noise is not answered with success']);
  });

  test('is not verified where only the recent traces cannot be read, and loses no finding to that', () => {
    const unread = { recentTraces: undefined, recentProblem: 'status 500' };
    expect(() => judgeCanary(reading(unread), sampleWorker())).toThrow('status 500');
    const stored = { logs: [{ ...sent, message: 'other' }, ...logs.slice(1)] };
    expect(words(judgeCanary(reading({ ...unread, stored }), sampleWorker()))).toEqual([
      'the stored log differs in `message`',
    ]);
  });
});

describe('an administrative route', () => {
  const route = { path: '/logs/clear', method: 'DELETE' as const, authenticatesFirst: true };
  const answered = (...statuses: number[]) => ({
    url,
    answers: statuses.map((status) => ({ as: 'without a token', status, text: '' })),
  });

  test.each([[401], [403]])('that answers %d refuses a stranger', (status) => {
    expect(judgeAdminRoute(answered(status, status), route)).toEqual([]);
  });

  test('that answers about the method breaks the promise to ask first', () => {
    expect(judgeAdminRoute(answered(405, 405), route)).toHaveLength(2);
  });

  test('that lets a wrong token in is told', () => {
    expect(judgeAdminRoute(answered(401, 200), route)).toHaveLength(1);
  });

  test('that breaks is not verified', () => {
    expect(() => judgeAdminRoute(answered(500), route)).toThrow('status 500');
  });
});

/** What is told of a key that is answered like this when its window has ended. */
function recovered(answer: Pick<CountedAnswer, 'status' | 'accepted'>): string[] {
  const [rateLimit] = sampleWorker({ rateLimits: [{ per: 'trace', limit: 20, windowMs: 1_000 }] }).rateLimits;
  if (!rateLimit) throw new Error('the sample promises no limit');
  const after = {
    retryAfter: null,
    told: [],
    remainingQuota: undefined,
    text: '',
    allowOrigin: null,
    location: null,
    atMs: 0,
    waitedMs: 0,
    ...answer,
  };
  const none = {
    before: undefined,
    beforeMs: undefined,
    later: undefined,
    second: undefined,
    refused: 8,
    acceptedSince: 0,
  };
  return words(judgeRecovery({ url, by: 'waiting', passedMs: 1_250, ...none, after }, rateLimit));
}

describe('state, version and retention', () => {
  const worker = sampleWorker({
    durableState: { stored: 'state.stored', known: 'state.known' },
    version: { commit: { value: 'x' }, header: 'x-version' },
  });
  const state = (stored: unknown, known: unknown) => ({ url, health: { status: 'healthy', state: { stored, known } } });
  const version = (value: string) => ({
    called: worker.called,
    told: [{ value: value || undefined, from: `${url} › x-version` }],
    ...(worker.version && { meant: worker.version.commit }),
  });

  test('a state that the code knows holds, a newer and an older one do not, and none at all is not verified', () => {
    expect(judgeDurableState(state(1, 1), worker)).toEqual([]);
    expect(words(judgeDurableState(state(2, 1), worker))).toEqual([
      'the state is of a newer version than the code knows',
    ]);
    expect(words(judgeDurableState(state(1, 2), worker))).toHaveLength(1);
    expect(() => judgeDurableState(state(null, 1), worker)).toThrow('no number at state.stored');
  });

  test.each([
    [2, []],
    [3, []],
    [4, ['the state is of a newer version than the code knows']],
    [1, ['the state is of an older version, and was not migrated']],
  ])('state of version %d gives %j where the code reads versions 2 and 3', (stored, told) => {
    const reads = { ...worker, durableState: { stored: 'state.stored', known: [2, 3] } };
    expect(words(judgeDurableState(state(stored, 1), reads))).toEqual(told);
  });

  test.each([
    ['c0ffee0c0ffee0', 0],
    ['c0ffee0', 0],
    ['C0FFEE0', 0],
    ['c0ffee', 1],
    ['0ddba110ddba11', 1],
  ])('the version %s gives %d findings', (told, count) => {
    expect(judgeVersion(version(told))).toHaveLength(count);
  });

  test('a version that is not told is not verified', () => {
    expect(() => judgeVersion(version(''))).toThrow('does not tell its version');
  });

  test.each([
    [3600, 0],
    [3590, 0],
    [60, 1],
    [7200, 1],
    [-1, 1],
    [-2, 1],
  ])('a time to live of %d s gives %d findings', (ttlSeconds, count) => {
    const kept = { ...worker, retention: { seconds: 3600, key: 'logs:{trace_id}' } };
    expect(judgeRetention({ url, key: 'logs:t', ttlSeconds, isFound: true }, kept)).toHaveLength(count);
  });

  test('a log that is found nowhere is in no other Redis', () => {
    const kept = { ...worker, retention: { seconds: 3600, key: 'logs:{trace_id}' } };
    const lost = { url, key: 'logs:t', ttlSeconds: -2, isFound: false };
    expect(() => judgeRetention(lost, kept)).toThrow('neither by its trace nor in the Redis');
    expect(judgeStoredInOwnRedis(lost)).toEqual([]);
    expect(judgeStoredInOwnRedis({ ...lost, isFound: true })).toHaveLength(1);
  });

  test.each([
    [{ status: 200, accepted: true }, []],
    [{ status: 429, accepted: false }, ['a window never ends: the key is refused after it']],
  ])('after its window a key that is answered %j', (answer, what) => {
    expect(recovered(answer)).toEqual(what);
  });

  test('an error after the window is not a refusal', () => {
    expect(() => recovered({ status: 200, accepted: false })).toThrow('answered with status 200');
    expect(() => recovered({ status: 500, accepted: false })).toThrow('answered with status 500');
  });
});

describe('accounting', () => {
  const rateLimit = sampleWorker({ rateLimits: [{ per: 'trace', limit: 20, windowMs: 1_000 }] }).rateLimits[0];
  type Told = { windowSeconds?: number; limit?: number };
  const reading = (left: readonly number[], remainingQuota: readonly number[] = [], told: Told = {}) => ({
    worker: sampleWorker(),
    url,
    used: [],
    answers: left.map((remaining, index) => ({
      status: 200,
      accepted: true,
      retryAfter: null,
      told: [{ form: 'x-ratelimit' as const, limit: 20, remaining, ...told }],
      remainingQuota: remainingQuota[index],
      text: '',
      allowOrigin: null,
      location: null,
      atMs: 0,
      waitedMs: 0,
    })),
  });
  const judged = (...left: Parameters<typeof reading>) => {
    if (!rateLimit) throw new Error('the sample promises no limit');
    return judgeAccounting(reading(...left), rateLimit);
  };

  test('holds where each request takes one, also of a quota that other clients use too', () => {
    expect(judged([19, 18, 17, 16])).toEqual([]);
    expect(judged([19, 18, 17, 16], [300, 299, 290, 289])).toEqual([]);
  });

  test.each([[[19, 19, 19, 19]], [[19, 17, 15, 13]], [[19, 18, 18, 17]]])('tells %j', (left) => {
    expect(judged(left)).toHaveLength(1);
  });

  test.each([
    [{ windowSeconds: 1 }, []],
    [{ windowSeconds: 4 }, ['the window that `X-RateLimit-*` tells is not the promised one']],
    // Another quota, that the config does not name.
    [{ windowSeconds: 60, limit: 1_000 }, []],
  ])('compares the window that the answers tell, %j', (told, said) => {
    expect(judged([19, 18, 17, 16], [], told).map(({ what }) => what)).toEqual(said);
  });

  test('does not judge a shared quota that others spend too fast to see', () => {
    expect(() => judged([19, 18, 17, 16], [300, 297, 290, 288])).toThrow('the cost of one request is hidden');
    expect(judged([19, 18, 17, 16], [300, 298, 296, 294])).toHaveLength(1);
  });
});
