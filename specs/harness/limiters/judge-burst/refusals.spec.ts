import { describe, expect, test } from 'vitest';
import { judgeEnforced } from '../../../../support/platforms/worker/limits/judge-burst.ts';
import { accepting, answer, burst, from } from './made-up-burst.ts';

type MadeUp = Parameters<typeof burst>[0];

const judge = (made: MadeUp) => {
  const { reading, rateLimit } = burst(made);
  return judgeEnforced(reading, rateLimit);
};
const whats = (made: MadeUp) => judge(made).map(({ what }) => what);
/** The burst in which every refusal is answered like that. */
const refusing = (status: number, over: Parameters<typeof answer>[1] = {}) => {
  const refusal = answer(status, { accepted: false, ...over });
  return { answers: accepting(4).map((each) => (each.accepted ? each : refusal)), again: refusal };
};

test('a limit that is enforced has no finding', () => {
  expect(judge({})).toEqual([]);
});

test('what is accepted is judged as in the check of the exact number', () => {
  expect(whats({ answers: accepting(5) })).toEqual(['the rate limit does not hold']);
});

describe('a key whose quota is spent', () => {
  const through = 'a key whose quota is spent is let through';

  test('is told where it is let through', () => {
    expect(judge({ again: answer(200) })).toEqual([
      {
        mayBeChance: 'window',
        what: through,
        expected: 'status 429, after 9 requests of the same trace',
        received: 'status 200',
        from,
      },
    ]);
  });

  test('is not spent where fewer were accepted than the limit', () => {
    expect(whats({ answers: accepting(3), again: answer(200) })).toEqual(['the rate limit refuses too early']);
  });

  test('may be let through within the tolerance', () => {
    const promised = { tolerance: 1 };
    expect(whats({ promised, again: answer(200) })).toEqual([]);
    expect(whats({ promised, answers: accepting(5), again: answer(200) })).toEqual([through]);
  });

  test('may be let through as often as a bucket gives back meanwhile', () => {
    const promised = { algorithm: 'token-bucket' as const, windowMs: 4_000 };
    const asked = (atMs: number, more: object = {}) =>
      whats({ promised, refilled: [answer(200)], again: answer(200, { atMs }), ...more });
    expect(asked(2_000)).toEqual([]);
    expect(asked(1_000)).toEqual([through]);
    const round = (...statuses: number[]) => ({
      rounds: [{ plain: statuses.map((status) => answer(status)), forged: answer(200) }],
    });
    expect(asked(2_000, round(429, 200))).toEqual([through]);
    expect(asked(2_000, round(429, 429))).toEqual([]);
  });

  test('is spent by what others took too, and by the request before the burst', () => {
    const ip = { per: 'ip' as const };
    expect(whats({ promised: ip, room: 2, answers: accepting(2), again: answer(200), other: undefined })).toEqual([
      through,
    ]);
    const told = accepting(3, { told: [{ form: 'ratelimit', limit: 4, remaining: 2 }] });
    expect(whats({ promised: ip, room: undefined, answers: told, again: answer(200), other: undefined })).toEqual([
      through,
    ]);
  });
});

describe('a refusal', () => {
  test('with another status is told, with what would promise it', () => {
    expect(judge(refusing(403, { retryAfter: '60' }))).toEqual([
      {
        what: 'a refusal is not 429',
        expected: 'status 429',
        received: 'status 403: "said with 403"',
        from,
        remedy:
          'Answer 429 over the limit; where 403 is meant, set `refusal: { status: 403 }` of the limit in the deployment config.',
      },
    ]);
    expect(judge({ promised: { refusal: { status: 403 } }, ...refusing(403, { retryAfter: '60' }) })).toEqual([]);
  });

  test('after the burst is one as well', () => {
    expect(whats({ again: answer(403, { retryAfter: '60' }) })).toEqual(['a refusal is not 429']);
  });

  const silent = (received: string) => ({
    what: 'a refusal does not say when to come back',
    expected: '`Retry-After` in seconds or as a date',
    received,
    from,
    remedy:
      'Send `Retry-After` with every refusal: the seconds until the window ends. Where the Worker promises none, set `refusal: { retryAfter: false }` of the limit in the deployment config.',
  });

  test('that does not say when to come back is told, where that is promised', () => {
    expect(judge(refusing(429, { retryAfter: null }))).toEqual([silent('none in 6 refusals')]);
    expect(judge(refusing(429, { retryAfter: 'soon' }))).toEqual([silent('soon')]);
    expect(judge({ again: answer(429, { retryAfter: null }) })).toEqual([silent('none in 1 refusals')]);
    expect(judge(refusing(429, { retryAfter: 'Mon, 30 Nov 2026 17:00:00 GMT' }))).toEqual([]);
    const promised = { refusal: { retryAfter: false } };
    expect(judge({ promised, ...refusing(429, { retryAfter: null }) })).toEqual([]);
  });

  test.each([200, 403, 503])('promised with %d has to say it too', (status) => {
    const promised = { refusal: { status } };
    expect(judge({ promised, ...refusing(status) })).toEqual([silent('none in 6 refusals')]);
    expect(judge({ promised, ...refusing(status, { retryAfter: '60' }) })).toEqual([]);
  });

  test.each([
    [400, ['a refusal is not 429', 'a refusal does not say when to come back']],
    [499, ['a refusal is not 429', 'a refusal does not say when to come back']],
    [503, ['a refusal is not 429']],
    [302, ['a refusal is not 429']],
    [200, ['a refusal is not 429']],
  ])('with %d where 429 is promised owes a `Retry-After` only where it is a refusal of its kind', (status, told) => {
    expect(whats(refusing(status))).toEqual(told);
  });
});

describe('the window that answers tell', () => {
  const told = (windowSeconds: number) => ({
    told: [{ form: 'ratelimit' as const, limit: 4, remaining: 0, windowSeconds }],
  });
  const otherWindow = {
    what: 'the window that `RateLimit-Policy` tells is not the promised one',
    expected: '60 s',
    received: '30 s',
    from,
    remedy: "Correct the window in the Worker's code and redeploy it, or correct `windowMs` in the deployment config.",
  };

  test('is the promised one', () => {
    expect(judge({ answers: accepting(4, told(60)), again: answer(429, told(60)) })).toEqual([]);
  });

  test('is told where it is not, by the burst or after it', () => {
    expect(judge({ answers: accepting(4, told(30)) })).toEqual([otherWindow]);
    expect(judge({ again: answer(429, told(30)) })).toEqual([otherWindow]);
  });
});

describe('a page that is refused', () => {
  const site = 'https://app.example.com';
  const source = { origins: site };
  const answered = (taken: string | null, refused: string | null) => ({
    source,
    answers: accepting(4).map((each) => ({ ...each, allowOrigin: each.accepted ? taken : refused })),
    again: answer(429, { allowOrigin: refused }),
  });
  const hidden = (received: string) => [
    {
      what: 'a refusal is kept from the page that is refused',
      expected: 'Access-Control-Allow-Origin: https://app.example.com',
      received,
      from,
      remedy:
        'Set the CORS headers on every answer, refusals included: a page sees a network error in place of the refusal.',
    },
  ];

  test.each([
    [site, site],
    ['*', '*'],
    [site, '*'],
    ['*', site],
  ])('reads that it is: %s and %s', (taken, refused) => {
    expect(judge(answered(taken, refused))).toEqual([]);
  });

  test.each([site, '*'])('cannot read it without the headers: %s', (taken) => {
    expect(judge(answered(taken, null))).toEqual(hidden('status 429, Access-Control-Allow-Origin: (none)'));
    expect(judge(answered(taken, 'https://other.example.com'))).toEqual(
      hidden('status 429, Access-Control-Allow-Origin: https://other.example.com'),
    );
  });

  test('after the burst is refused as well', () => {
    expect(judge({ ...answered(site, site), again: answer(429) })).toEqual(
      hidden('status 429, Access-Control-Allow-Origin: (none)'),
    );
  });

  test('may read nothing of it where it may not read what was accepted either, or where there is no page', () => {
    expect(judge(answered(null, null))).toEqual([]);
    expect(judge(answered('https://other.example.com', null))).toEqual([]);
    expect(judge({ ...answered(null, site), again: answer(429) })).toEqual([]);
    expect(judge({ ...answered('*', null), source: {} })).toEqual([]);
  });
});

describe('a quota that others share', () => {
  const global = (cost = 1) => ({
    alsoCounts: [{ name: 'global', limit: 1_000, cost, reported: { used: 'used.global' } }],
  });
  const used = (count: number) => ({ used: { global: count } });
  const shared = (counted: number, more: MadeUp = {}) =>
    judge({ promised: global(), before: used(100), after: used(100 + counted), ...more });
  const counts = (sent: number, accepted: number) => [
    {
      what: 'requests that are refused count against the quota global',
      expected: `${accepted} counted, for the ${accepted} that were accepted`,
      received: `${sent} counted for the ${sent} that were sent`,
      from: [...from, '/health › used.global'],
      remedy: 'Look at every quota first and count only what all of them accept.',
    },
  ];

  // One before, nine at once, and three after them; six of them are accepted.
  test('is not spent by what is refused', () => {
    expect(shared(6)).toEqual([]);
    expect(shared(13)).toEqual(counts(13, 6));
  });

  test.each([12, 14])('shows nothing where others spent it meanwhile: %d', (counted) => {
    expect(shared(counted)).toEqual([]);
  });

  test('is reckoned with every request of the burst', () => {
    const round = { plain: [answer(429), answer(429)], forged: answer(429) };
    const more = {
      refilled: [answer(429)],
      rounds: [round, round],
      other: answer(500),
      others: [answer(200), answer(200)],
    };
    // One more that was refused, six of two rounds, and two further keys; the other key of the burst is not accepted.
    expect(shared(22, more)).toEqual(counts(22, 7));
    expect(shared(12, { other: undefined })).toEqual(counts(12, 5));
  });

  test('is reckoned in its own units', () => {
    const twice = (counted: number) => shared(counted, { promised: global(2) });
    expect(twice(12)).toEqual([]);
    expect(twice(13)).toEqual([]);
    expect(twice(26)).toMatchObject([
      { expected: '12 counted, for the 6 that were accepted', received: '26 counted for the 13 that were sent' },
    ]);
  });

  test('is judged for itself where there are several', () => {
    const two = {
      alsoCounts: [
        { name: 'system', limit: 400, reported: { used: 'used.system' } },
        { name: 'global', limit: 1_000, reported: { used: 'used.global' } },
      ],
    };
    const seen = judge({
      promised: two,
      before: { used: { system: 0, global: 100 } },
      after: { used: { system: 6, global: 113 } },
    });
    expect(seen).toEqual(counts(13, 6));
  });

  test.each<[string, MadeUp]>([
    ['nothing was asked after the burst', { after: undefined }],
    ['the count before it is not told', { before: {} }],
    ['the count after it is not told', { after: {} }],
  ])('shows nothing where %s', (_why, more) => {
    expect(shared(13, more)).toEqual([]);
  });

  test('shows nothing where none is refused', () => {
    const all = { answers: accepting(9), again: answer(200), forged: answer(200) };
    expect(shared(13, all).map(({ what }) => what)).toEqual([
      'the rate limit does not hold',
      'a key whose quota is spent is let through',
    ]);
  });
});
