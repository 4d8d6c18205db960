import { describe, expect, test } from 'vitest';
import { judgeEnforced, judgeExact, judgeScoped } from '../../../../support/platforms/worker/limits/judge-burst.ts';
import { accepting, answer, burst, from, unseen } from './made-up-burst.ts';

type MadeUp = Parameters<typeof burst>[0];

const judge = (made: MadeUp) => {
  const { reading, rateLimit } = burst(made);
  return judgeExact(reading, rateLimit);
};
const seen = (made: MadeUp) => unseen(() => judge(made));

describe('where the first two requests are refused', () => {
  /** Nothing else is sent then. */
  const refusedWith = (status: number, over: Parameters<typeof answer>[1] = {}, more: MadeUp = {}) => {
    const refusal = answer(status, { accepted: false, ...over });
    return seen({ control: answer(418), answers: [], again: refusal, forged: refusal, other: undefined, ...more });
  };

  test.each([401, 403])('by a door before the limiter: %d', (status) => {
    const why = `the Worker answers a log with status ${status}: it refuses the caller before it counts, so its limiter is not seen: "said with ${status}"`;
    expect(refusedWith(status)).toEqual({
      why,
      enable: 'Name the token that clients show in `platforms.worker.ingestToken` of the deployment config.',
    });
    expect(refusedWith(status, {}, { source: { ingestToken: { value: 'made-up' } } })).toEqual({
      why,
      enable: 'Correct INGEST_TOKEN (a spec): the Worker does not know it.',
    });
    // Also where the Worker says that its limiter does not work.
    expect(refusedWith(status, {}, { limiterIsIll: true }).why).toBe(why);
  });

  test.each([300, 302, 399])('by being sent elsewhere: %d', (status) => {
    const enable = 'Name the address that it leads to as the address of the Worker.';
    expect(refusedWith(status, { location: 'https://logs.example.com/' })).toEqual({
      why: `the Worker redirects the request (${status} to https://logs.example.com/), so its limiter is not seen`,
      enable,
    });
    expect(refusedWith(status)).toEqual({
      why: `the Worker redirects the request (${status} to no address), so its limiter is not seen`,
      enable,
    });
  });

  test.each([429, 401, 503, 200])('as the limit promises, its quota was spent: %d', (status) => {
    expect(refusedWith(status, {}, { promised: { refusal: { status } } })).toEqual({
      why: `the quota was spent before the run: the first two requests are refused (418, ${status}: "said with ${status}"), and no burst was sent`,
      enable:
        'Run it again when the window has ended. Where it is another quota than this one, name it in `alsoCounts`; where something in front of the Worker refuses, let the run pass it.',
    });
  });

  test.each([400, 404, 499])('for another reason: %d', (status) => {
    expect(refusedWith(status)).toEqual({
      why: `the first two requests are refused with status ${status}, so the limiter is not seen: "said with ${status}"`,
      enable:
        'Correct what is sent (`request` of the limit, `endpoints.log`), or look at what stands in front of the Worker.',
    });
  });

  test.each([200, 299, 500])('with an error: %d', (status) => {
    expect(refusedWith(status)).toEqual({
      why: `the Worker answers a log with status ${status}, so its limiter cannot be judged: "said with ${status}"`,
      enable: undefined,
    });
  });
});

describe('a Worker that breaks', () => {
  const broken = (status: number) =>
    `the Worker answers a log with status ${status}, so its limiter cannot be judged: "said with ${status}"`;
  /** Four are accepted, the others are answered so. */
  const others = (...statuses: number[]) => [
    ...accepting(4).slice(0, 4),
    ...statuses.map((status) => answer(status, { accepted: false })),
  ];

  test.each([
    ['in the burst', { answers: others(429, 429, 500, 429, 429) }],
    ['after it', { again: answer(500) }],
    ['instead of most refusals', { answers: others(500, 500, 500, 500, 500) }],
  ])('is not judged: %s', (_when, made) => {
    const reading = burst(made);
    for (const each of [judgeExact, judgeEnforced, judgeScoped])
      expect(unseen(() => each(reading.reading, reading.rateLimit))).toEqual({ why: broken(500), enable: undefined });
  });

  test('is none where the limit promises that status', () => {
    const promised = { refusal: { status: 500 } };
    expect(judge({ promised, answers: others(500, 500, 500, 500, 500), again: answer(500) })).toEqual([]);
  });

  describe('or refuses in its own way', () => {
    const alike = (accepted: number, more: MadeUp = {}) => ({
      answers: accepting(accepted).map((each) => (each.accepted ? each : answer(503))),
      again: answer(503),
      ...more,
    });

    test('is told by the number that is accepted', () => {
      expect(judge(alike(4))).toEqual([]);
      expect(seen(alike(3)).why).toBe(broken(503));
      expect(seen(alike(5)).why).toBe(broken(503));
    });

    test('within the tolerance, and with what is given back meanwhile', () => {
      expect(judge(alike(5, { promised: { tolerance: 1 } }))).toEqual([]);
      expect(judge(alike(3, { promised: { tolerance: 1 } }))).toEqual([]);
      expect(seen(alike(6, { promised: { tolerance: 1 } })).why).toBe(broken(503));
      const promised = { algorithm: 'token-bucket' as const, windowMs: 4_000 };
      const slow = (accepted: number) => {
        const made = alike(accepted, { promised });
        return { ...made, answers: made.answers.map((each, index) => ({ ...each, atMs: index === 0 ? 1_000 : 0 })) };
      };
      expect(judge(slow(5))).toEqual([]);
      expect(seen(slow(6)).why).toBe(broken(503));
    });

    test('of the room that was left', () => {
      const promised = { per: 'system' as const };
      expect(judge(alike(2, { promised, room: 2 }))).toEqual([]);
      expect(seen(alike(4, { promised, room: 2 })).why).toBe(broken(503));
      // Nothing tells how much was left: at most one less than the limit.
      expect(seen(alike(3, { promised, room: undefined })).why).toMatch(/^3 of 9 are accepted, and how much/);
      expect(seen(alike(4, { promised, room: undefined })).why).toBe(broken(503));
    });

    test('is none where nothing at all is accepted', () => {
      expect(seen(alike(0, { promised: { per: 'system' }, room: 0 })).why).toBe(broken(503));
    });
  });

  test('with an error of status 200 is not judged where nothing is accepted', () => {
    const ill = (status: number) => answer(status, { accepted: false });
    const nothing = (status: number, more: MadeUp = {}) =>
      seen({ answers: [ill(429), ill(status), ill(429)], again: ill(429), ...more }).why;
    expect(nothing(200)).toBe(broken(200));
    expect(nothing(299)).toBe(broken(299));
    expect(seen({ answers: [ill(429)], again: ill(200) }).why).toBe(broken(200));
    const spent = /^none of 3 requests of a fresh trace is accepted/;
    expect(nothing(300)).toMatch(spent);
    expect(nothing(200, { promised: { refusal: { status: 200 } } })).toMatch(spent);
  });

  test('is judged by its refusals where something is accepted', () => {
    expect(judge({ answers: others(200, 200, 200, 200, 200), again: answer(200, { accepted: false }) })).toEqual([]);
  });
});

describe('a Worker that says that its limiter does not work', () => {
  const ill = (whenUnreachable: 'open' | 'closed' | undefined, accepted: number, more: MadeUp = {}) => ({
    limiterIsIll: true,
    promised: { ...(whenUnreachable && { whenUnreachable }) },
    answers: accepting(accepted),
    ...more,
  });
  const cannot = (promise: string) => ({
    why: `the Worker says that its limiter does not work, so it cannot be judged${promise}`,
    enable: undefined,
  });

  test('is not judged where nothing is promised for that', () => {
    expect(seen(ill(undefined, 4))).toEqual(cannot(''));
    expect(seen(ill(undefined, 0))).toEqual(cannot(''));
  });

  test('and fails closed, as promised', () => {
    expect(seen(ill('closed', 0))).toEqual(cannot(' (it fails closed, as promised)'));
    const [control, again] = [answer(429), answer(429)];
    expect(seen({ ...ill('closed', 0), control, again, answers: [] })).toEqual(
      cannot(' (it fails closed, as promised)'),
    );
  });

  test('and does not fail closed', () => {
    expect(judge(ill('closed', 1))).toEqual([
      {
        mayBeChance: 'outage',
        what: 'the limiter cannot be reached, and requests are let through',
        expected: 'it fails closed: none accepted',
        received: '1 of 10 accepted',
        from,
      },
    ]);
    expect(judge(ill('closed', 9, { again: answer(200) }))[0]?.received).toBe('10 of 10 accepted');
  });

  test('and does not do as promised is told that alone, by every check of the limit', () => {
    const { reading, rateLimit } = burst(ill('closed', 9, { again: answer(200), other: answer(429) }));
    const expected = judgeExact(reading, rateLimit);
    expect(expected).toHaveLength(1);
    expect(judgeEnforced(reading, rateLimit)).toEqual(expected);
    expect(judgeScoped(reading, rateLimit)).toEqual(expected);
  });

  test('and fails open, as promised', () => {
    expect(seen(ill('open', 9, { again: answer(200) }))).toEqual(cannot(' (it fails open, as promised)'));
  });

  test('and does not fail open', () => {
    const refuses = (received: string) => [
      {
        mayBeChance: 'outage',
        what: 'the limiter cannot be reached, and requests are refused',
        expected: 'it fails open: all accepted',
        received,
        from,
      },
    ];
    expect(judge(ill('open', 9))).toEqual(refuses('9 of 10 accepted'));
    expect(judge(ill('open', 9, { again: answer(500) }))).toEqual(
      refuses('9 of 10 accepted; status 500: "said with 500"'),
    );
  });

  test('and breaks, is told with its answer', () => {
    const answers = accepting(0).map(() => answer(500));
    expect(seen(ill('closed', 0, { answers, again: answer(500) }))).toEqual({
      why: 'the Worker answers a log with status 500, so its limiter cannot be judged (it fails closed, as promised): "said with 500"',
      enable: undefined,
    });
    expect(seen(ill(undefined, 0, { answers, again: answer(500) })).why).toBe(
      'the Worker answers a log with status 500, so its limiter cannot be judged: "said with 500"',
    );
  });
});
