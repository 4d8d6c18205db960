import { describe, expect, test } from 'vitest';
import { judgeExact } from '../../../../support/platforms/worker/limits/judge-burst.ts';
import { accepting, answer, burst, from, limit, telling, unseen, windowMs } from './made-up-burst.ts';

type MadeUp = Parameters<typeof burst>[0];

const judge = (made: MadeUp) => {
  const { reading, rateLimit } = burst(made);
  return judgeExact(reading, rateLimit);
};
const words = (made: MadeUp) => judge(made).map(({ what, expected, received }) => [what, expected, received]);

describe('a fixed window', () => {
  test('holds where as many are accepted as the limit says', () => {
    expect(judge({})).toEqual([]);
  });

  test('that accepts one more does not hold', () => {
    expect(judge({ answers: accepting(5) })).toEqual([
      {
        mayBeChance: 'window',
        what: 'the rate limit does not hold',
        expected: '4 of 9 accepted (per trace, in 60000 ms)',
        received: '5 accepted',
        from,
      },
    ]);
  });

  test('that accepts one less refuses too early', () => {
    expect(judge({ answers: accepting(3) })).toEqual([
      {
        mayBeChance: 'window',
        what: 'the rate limit refuses too early',
        expected: '4 of 9 accepted (per trace, in 60000 ms)',
        received: '3 accepted',
        from,
      },
    ]);
  });

  test('that refuses nobody is told with all that were let through', () => {
    expect(words({ answers: accepting(9), again: answer(200) })).toEqual([
      ['the rate limit does not hold', '4 of 9 accepted (per trace, in 60000 ms)', '9 accepted'],
    ]);
  });

  test('gives nothing back, however long the burst takes', () => {
    const slow = accepting(5).map((each, index) => ({ ...each, atMs: index * 1_000 }));
    expect(words({ answers: slow })).toEqual([
      ['the rate limit does not hold', '4 of 9 accepted (per trace, in 60000 ms)', '5 accepted'],
    ]);
  });

  test('says by which request it was seen', () => {
    const promised = { per: 'user' as const, request: { path: '/take', keyHeader: 'x-user' } };
    const [finding] = judge({ promised, url: 'https://logs.example.com/take', answers: accepting(5) });
    expect(finding?.from[0]).toBe('GET https://logs.example.com/take, 9 requests at once for one user');
    const [posted] = judge({ promised: { request: { path: '/take', method: 'POST' } }, answers: accepting(5) });
    expect(posted?.from[0]).toBe('POST https://logs.example.com/log, 9 requests at once for one trace');
  });

  test('that accepts none of a fresh key is not seen', () => {
    expect(unseen(() => judge({ answers: accepting(0) }))).toEqual({
      why: 'none of 9 requests of a fresh trace is accepted (429: "said with 429"), although another one was just before: a quota that the config does not name may be spent',
      enable: 'Name every quota that a request counts against in `alsoCounts` of the limit.',
    });
  });

  test('that has room for none rightly accepts none', () => {
    expect(judge({ promised: { per: 'system' }, room: 0, answers: accepting(0) })).toEqual([]);
    expect(words({ promised: { per: 'system' }, room: 0, answers: accepting(1) })).toEqual([
      [
        'the rate limit does not hold',
        '0 of 9 accepted (per system, in 60000 ms; 4 of 4 were spent before)',
        '1 accepted',
      ],
    ]);
  });

  test.each([
    [1, ['the rate limit refuses too early']],
    [2, []],
    [3, ['the rate limit does not hold']],
  ])('of which two were spent before accepts two: %d', (accepted, told) => {
    const made = { promised: { per: 'system' as const }, room: 2, answers: accepting(accepted) };
    expect(judge(made).map(({ what }) => what)).toEqual(told);
    for (const { expected } of judge(made))
      expect(expected).toBe('2 of 9 accepted (per system, in 60000 ms; 2 of 4 were spent before)');
  });
});

describe('a limiter that is approximate by design', () => {
  const promised = { tolerance: 1 };

  test.each([3, 4, 5])('may accept %d', (accepted) => {
    expect(judge({ promised, answers: accepting(accepted) })).toEqual([]);
  });

  test.each([
    [2, 'the rate limit refuses too early'],
    [6, 'the rate limit does not hold'],
  ])('may not accept %d', (accepted, what) => {
    expect(words({ promised, answers: accepting(accepted) })).toEqual([
      [what, '4 (at most 1 more or less) of 9 accepted (per trace, in 60000 ms)', `${accepted} accepted`],
    ]);
  });
});

describe('a limit of which each request takes three units', () => {
  const promised = { limit: 11, cost: 3 };
  const expected = '3 of 9 accepted (per trace, in 60000 ms, each of which takes 3 of its 11 units)';

  test('accepts as many requests as its units are enough for', () => {
    expect(judge({ promised, room: 3, answers: accepting(3) })).toEqual([]);
    expect(words({ promised, room: 3, answers: accepting(4) })).toEqual([
      ['the rate limit does not hold', expected, '4 accepted'],
    ]);
    expect(words({ promised, room: 3, answers: accepting(2) })).toEqual([
      ['the rate limit refuses too early', expected, '2 accepted'],
    ]);
  });

  test('tells what is left in units', () => {
    // Seven were left before: enough for two requests, after the first of which four are left.
    const spent = (left: number) => words({ promised, room: 3, answers: telling(2, [left], { limit: 11 }) });
    expect(spent(4)).toEqual([
      ['a part of the quota was spent before', expected, '2 accepted, as many as the answers say were left'],
    ]);
    expect(spent(5)).toEqual(spent(4));
    expect(spent(6)).toEqual([['the rate limit refuses too early', expected, '2 accepted']]);
    expect(spent(2)).toEqual(spent(6));
  });
});

describe('a bucket that fills in four seconds', () => {
  const promised = { algorithm: 'token-bucket' as const, windowMs: 4_000 };
  const taking = (accepted: number, tookMs: number, waitedMs = 0) =>
    accepting(accepted, { waitedMs }).map((each, index) => (index === 0 ? each : { ...each, atMs: tookMs - waitedMs }));
  const whats = (accepted: number, tookMs: number, waitedMs = 0) =>
    judge({ promised, answers: taking(accepted, tookMs, waitedMs) }).map(({ what }) => what);

  test('may give one back in a second, and not two', () => {
    expect(whats(5, 1_000)).toEqual([]);
    expect(whats(6, 1_000)).toEqual(['the rate limit does not hold']);
    expect(whats(6, 1_001)).toEqual([]);
  });

  test('gives nothing back in no time', () => {
    expect(whats(4, 0)).toEqual([]);
    expect(whats(5, 0)).toEqual(['the rate limit does not hold']);
  });

  test('refills from the first request, not from the first answer', () => {
    expect(whats(6, 1_001, 900)).toEqual([]);
    expect(whats(6, 1_000, 900)).toEqual(['the rate limit does not hold']);
  });

  test('may not refuse early because it fills', () => {
    expect(whats(3, 4_000)).toEqual(['the rate limit refuses too early']);
  });

  test('refills units, not requests', () => {
    const many = { ...promised, limit: 8, cost: 2 };
    const seen = (accepted: number, tookMs: number) =>
      judge({ promised: many, answers: taking(accepted, tookMs) }).map(({ what }) => what);
    expect(seen(5, 1_000)).toEqual([]);
    expect(seen(6, 1_000)).toEqual(['the rate limit does not hold']);
  });

  test('is reckoned like a sliding window', () => {
    const sliding = { ...promised, algorithm: 'sliding-window' as const };
    expect(judge({ promised: sliding, answers: taking(5, 1_000) })).toEqual([]);
    expect(judge({ promised: sliding, answers: taking(6, 1_000) }).map(({ what }) => what)).toEqual([
      'the rate limit does not hold',
    ]);
  });
});

describe('a limit of which others spent a part, as the answers say', () => {
  const early = ['the rate limit refuses too early', '4 of 9 accepted (per trace, in 60000 ms)', '2 accepted'];
  const spent = [
    'a part of the quota was spent before',
    '4 of 9 accepted (per trace, in 60000 ms)',
    '2 accepted, as many as the answers say were left',
  ];

  test('refuses in time, and is told as spent', () => {
    expect(words({ answers: telling(2, [1, 0]) })).toEqual([spent]);
    expect(words({ answers: telling(2, [0, 1]) })).toEqual([spent]);
    expect(words({ answers: telling(2, [1, 0], { form: 'x-ratelimit' }) })).toEqual([spent]);
  });

  test.each([
    ['they say that more was left', telling(2, [2, 1])],
    ['they say that less was left', telling(2, [0, 0])],
    ['they tell of another limit', telling(2, [1, 0], { limit: 7 })],
    ['they do not tell what is left', accepting(2, { told: [{ form: 'ratelimit', limit }] })],
    ['only a refusal tells of it', [...accepting(2).slice(0, 2), ...telling(0, [1]).slice(0, 7)]],
  ])('and refuses too early where %s', (_why, answers) => {
    expect(words({ answers })).toEqual([early]);
  });

  test('is told within its tolerance', () => {
    const whats = (accepted: number, left: number) =>
      judge({ promised: { tolerance: 1 }, answers: telling(accepted, [left]) }).map(({ what }) => what);
    expect(whats(2, 2)).toEqual(['a part of the quota was spent before']);
    expect(whats(2, 0)).toEqual(['a part of the quota was spent before']);
    expect(whats(2, 3)).toEqual(['the rate limit refuses too early']);
    expect(whats(1, 3)).toEqual(['the rate limit refuses too early']);
  });

  test('does not hold where more are accepted, whatever the answers say', () => {
    expect(words({ answers: telling(5, [4, 3]) })).toEqual([
      ['the rate limit does not hold', '4 of 9 accepted (per trace, in 60000 ms)', '5 accepted'],
    ]);
  });
});

describe('a limit whose key others spend too, where nothing tells how much', () => {
  const promised = { per: 'ip' as const };
  const enable =
    'Name `reported.used` of the limit in the deployment config, or let the Worker send rate-limit headers.';
  const unknown = (made: MadeUp) => unseen(() => judge({ promised, room: undefined, ...made }));
  const known = (made: MadeUp) => words({ promised, room: undefined, ...made });

  // The request before the burst was of the same key: it took one.
  test('is not verified where no more are accepted than can have been left', () => {
    expect(unknown({ answers: accepting(3) })).toEqual({
      why: '3 of 9 are accepted, and how much of the quota of the ip (4) was left before is not known',
      enable,
    });
    expect(unknown({ answers: accepting(1) }).why).toMatch(/^1 of 9 are accepted, and how much/);
  });

  test('does not hold where more are: one more of all than the limit', () => {
    expect(known({ answers: accepting(4) })).toEqual([
      ['the rate limit does not hold', '3 of 9 accepted (per ip, in 60000 ms; 1 of 4 were spent before)', '4 accepted'],
    ]);
  });

  test('holds where as many are accepted as the answers say were left', () => {
    expect(known({ answers: telling(3, [2, 1, 0]) })).toEqual([]);
    expect(known({ answers: telling(1, [0]) })).toEqual([]);
  });

  test('is not verified where the answers say that more were left, or fewer', () => {
    expect(unknown({ answers: telling(2, [2, 1]) })).toEqual({
      why: '2 of 9 are accepted, and how much of the quota of the ip (4) was left before is not known: the answers tell of 3',
      enable,
    });
    const told = [{ form: 'ratelimit' as const, limit }];
    expect(unknown({ answers: accepting(2, { told }) }).why).toMatch(/was left before is not known$/);
    expect(unknown({ answers: telling(2, [0, 0]) }).why).toMatch(/is not known: the answers tell of 1$/);
  });

  test('is held against its tolerance', () => {
    const tolerant = { per: 'ip' as const, tolerance: 1 };
    expect(known({ promised: tolerant, answers: accepting(4) })).toEqual([]);
    expect(known({ promised: tolerant, answers: accepting(3) })).toEqual([]);
    expect(unknown({ promised: tolerant, answers: accepting(2) }).why).toMatch(/^2 of 9 are accepted, and how much/);
    expect(known({ promised: tolerant, answers: telling(2, [2]) })).toEqual([]);
    expect(known({ promised: tolerant, answers: accepting(5) })).toEqual([
      [
        'the rate limit does not hold',
        '3 (at most 1 more or less) of 9 accepted (per ip, in 60000 ms; 1 of 4 were spent before)',
        '5 accepted',
      ],
    ]);
  });

  test('is reckoned with what a bucket gave back during the burst', () => {
    const bucket = { per: 'ip' as const, algorithm: 'token-bucket' as const };
    const during = (answers: ReturnType<typeof accepting>, tookMs: number) =>
      answers.map((each, index) => ({ ...each, atMs: index === 0 ? tookMs : 0 }));
    const second = windowMs / limit;
    expect(known({ promised: bucket, answers: during(accepting(4), second) })).toEqual([]);
    expect(known({ promised: bucket, answers: during(accepting(5), second) })).toHaveLength(1);
    expect(known({ promised: bucket, answers: during(telling(3, [1]), second) })).toEqual([]);
    expect(unknown({ promised: bucket, answers: during(telling(3, [1]), 0) }).why).toMatch(/the answers tell of 2$/);
  });

  test('of one request has room for none after the one before the burst', () => {
    const one = { per: 'ip' as const, limit: 1 };
    expect(known({ promised: one, answers: accepting(1) })).toEqual([
      ['the rate limit does not hold', '0 of 9 accepted (per ip, in 60000 ms; 1 of 1 were spent before)', '1 accepted'],
    ]);
    expect(unknown({ promised: one, answers: accepting(0) }).why).toMatch(/^0 of 9 are accepted, and how much/);
  });
});
