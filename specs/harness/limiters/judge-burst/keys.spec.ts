import { describe, expect, test } from 'vitest';
import { judgeScoped } from '../../../../support/platforms/worker/limits/judge-burst.ts';
import { answer, burst, from, unseen } from './made-up-burst.ts';

type MadeUp = Parameters<typeof burst>[0];

const judge = (made: MadeUp) => {
  const { reading, rateLimit } = burst(made);
  return judgeScoped(reading, rateLimit);
};
const why = (made: MadeUp) => unseen(() => judge(made));
const round = (forged: number, ...plain: number[]) => ({
  forged: answer(forged),
  plain: plain.map((status) => answer(status)),
});

test('keys that have quotas of their own have no finding', () => {
  expect(judge({})).toEqual([]);
  expect(judge({ promised: { per: 'ip' }, other: undefined })).toEqual([]);
});

test('keys are not told apart where the quota of one was not spent', () => {
  expect(why({ again: answer(200), other: answer(429) })).toEqual({
    why: 'the key was accepted again after the burst, so its quota was not spent and keys cannot be told apart (worker/rate-limit-enforced)',
    enable: undefined,
  });
});

test('another system is not told to share the quota where clients of its own had spent it before the burst', () => {
  const refused: MadeUp = { promised: { per: 'system' }, other: answer(429), others: [answer(429), answer(429)] };

  expect(why({ ...refused, otherBefore: answer(429) })).toEqual({
    why: 'another system was refused before the burst already, with status 429, so whether two share a quota is not seen',
    enable: 'Run it again when its window has ended.',
  });
  expect(judge({ ...refused, otherBefore: answer(200) }).map(({ what }) => what)).toEqual([
    'spending the quota of one system spends that of another',
  ]);
});

describe('a forged address', () => {
  const opens = (received: string) => [
    {
      what: 'a forged `X-Forwarded-For` opens a new bucket',
      expected: 'status 429: the quota of the trace is spent',
      received,
      from,
      remedy:
        'Take the client address from what the platform sets (`CF-Connecting-IP`), never from what the client sends.',
    },
  ];
  const fixed = [round(200, 429), round(200, 429), round(200, 429), round(200, 429)];

  test('opens a new bucket where every one passes, and the key itself never does', () => {
    expect(judge({ forged: answer(201), rounds: fixed })).toEqual(
      opens('status 201, 5 times, and 429 without it each time'),
    );
    expect(judge({ forged: answer(200) })).toEqual(opens('status 200, 1 times, and 429 without it each time'));
  });

  test('opens none where one of them is refused, or a firewall refuses it', () => {
    expect(judge({ forged: answer(200), rounds: [round(200, 429), round(429, 429)] })).toEqual([]);
    expect(judge({ forged: answer(429), rounds: [round(200, 429)] })).toEqual([]);
    expect(judge({ forged: answer(400) })).toEqual([]);
    expect(judge({ forged: answer(499) })).toEqual([]);
  });

  const open = (passed: number, tried: number) => ({
    why: `requests with a forged address are accepted, ${passed} of ${tried}, and whether that is what the limit gives back meanwhile is not seen`,
    enable: 'Look at an environment that answers faster, or whose limit refills more slowly.',
  });

  test('shows nothing of a fixed window where the key itself passes too: a window ended', () => {
    expect(why({ forged: answer(200), rounds: [round(200, 429), round(200, 200)] })).toEqual(open(4, 5));
  });

  describe('in a bucket that gives back one in a second', () => {
    const bucket = (rounds: ReturnType<typeof round>[], tookMs: number): MadeUp => ({
      promised: { algorithm: 'token-bucket', windowMs: 4_000 },
      forged: answer(200, { atMs: tookMs }),
      rounds,
    });

    test('passes as often as the key itself may', () => {
      expect(why(bucket([], 1_000))).toEqual(open(1, 1));
      expect(why(bucket([round(200, 429), round(200, 429)], 3_000))).toEqual(open(3, 5));
    });

    test('passes more often', () => {
      expect(judge(bucket([], 0))).toEqual(opens('status 200, 1 times, and 429 without it each time'));
      expect(judge(bucket([round(200, 429), round(200, 429)], 2_000))).toEqual(
        opens('status 200, 3 times, and 429 without it each time'),
      );
      expect(judge(bucket([round(200, 200, 429), round(200, 429)], 3_000))).toEqual(
        opens('status 200, 3 times, and 429 without it 3 of 4 times'),
      );
    });

    test('is reckoned from the first that was asked after the burst to the last', () => {
      const late = (where: 'again' | 'plain' | 'forged') => {
        const at = answer(where === 'forged' ? 200 : 429, { atMs: 2_000 });
        return why({
          ...bucket([{ forged: where === 'forged' ? at : answer(200), plain: where === 'plain' ? [at] : [] }], 0),
          ...(where === 'again' && { again: at }),
        }).why;
      };
      expect(late('again')).toMatch(/^requests with a forged address are accepted, 2 of 2/);
      expect(late('plain')).toMatch(/^requests with a forged address are accepted, 2 of 3/);
      expect(late('forged')).toMatch(/^requests with a forged address are accepted, 2 of 2/);
    });
  });

  test('that is answered with an error shows nothing', () => {
    expect(why({ forged: answer(502) })).toEqual({
      why: 'the request with a forged address is answered with status 502, so what it was counted by is not seen: "said with 502"',
      enable: undefined,
    });
    expect(why({ forged: answer(302) }).why).toMatch(/^the request with a forged address is answered with status 302/);
    expect(why({ promised: { per: 'ip' }, other: undefined, forged: answer(502) }).why).toMatch(/status 502/);
  });

  test('that is answered as refusals are promised is refused, whatever their status', () => {
    const again = answer(503);
    expect(judge({ promised: { refusal: { status: 503 } }, again, forged: answer(503) })).toEqual([]);
  });
});

describe('another key', () => {
  const shares = (received: string) => [
    {
      what: 'spending the quota of one trace spends that of another',
      expected: 'another trace is accepted, as one was before the burst',
      received,
      from,
      remedy:
        'Count by the trace itself, and give each a bucket of its own; where a quota that all share is meant, name it in `alsoCounts`.',
    },
  ];

  test('has no quota of its own where every one is refused', () => {
    expect(judge({ other: answer(429), others: [answer(429), answer(403)] })).toEqual(
      shares('status 429: "said with 429" (3 keys)'),
    );
    expect(judge({ other: answer(403) })).toEqual(shares('status 403: "said with 403" (1 keys)'));
  });

  test('has one where one of them passes', () => {
    expect(judge({ other: answer(429), others: [answer(200), answer(429)] })).toEqual([]);
    expect(judge({ other: answer(500), others: [answer(200), answer(200)] })).toEqual([]);
  });

  const error = (status: number) => ({
    why: `another trace is answered with status ${status}, so what it was counted by is not seen: "said with ${status}"`,
    enable: undefined,
  });

  test('shows nothing where it is answered with an error, the first of them or a later one', () => {
    expect(why({ other: answer(500) })).toEqual(error(500));
    expect(why({ other: answer(500), others: [answer(429), answer(429)] })).toEqual(error(500));
    expect(why({ other: answer(429), others: [answer(429), answer(502)] })).toEqual(error(502));
    expect(why({ other: answer(302), forged: answer(502) })).toEqual(error(302));
  });

  test('and a forged address are told both', () => {
    const seen = judge({ forged: answer(200), other: answer(429) });
    expect(seen.map(({ what }) => what)).toEqual([
      'a forged `X-Forwarded-For` opens a new bucket',
      'spending the quota of one trace spends that of another',
    ]);
  });

  test('that is answered with an error hides no finding', () => {
    expect(judge({ forged: answer(200), other: answer(500) }).map(({ what }) => what)).toEqual([
      'a forged `X-Forwarded-For` opens a new bucket',
    ]);
  });
});
