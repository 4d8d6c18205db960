import { expect, test } from 'vitest';
import { readRateLimitFields, retryAfterSeconds } from '../../../support/platforms/worker/limits/rate-limit-fields.ts';

const nowMs = 1_795_226_340_000;

// What express-rate-limit and the drafts really send, form by form.
test.each([
  [
    'draft 8 and later, spaces and a partition key included',
    { ratelimit: '"api"; r=0; t=60', 'ratelimit-policy': '"api"; q=1; w=60; pk=:MTJjYTE3YjQ5YWYy:' },
    [{ form: 'ratelimit', name: 'api', limit: 1, remaining: 0, resetSeconds: 60, windowSeconds: 60 }],
  ],
  [
    'several quotas in one header',
    {
      ratelimit: '"burst";r=5;t=3, "daily";r=900;t=80000',
      'ratelimit-policy': '"burst";q=10;w=10, "daily";q=1000;w=86400',
    },
    [
      { form: 'ratelimit', name: 'burst', limit: 10, remaining: 5, resetSeconds: 3, windowSeconds: 10 },
      { form: 'ratelimit', name: 'daily', limit: 1000, remaining: 900, resetSeconds: 80_000, windowSeconds: 86_400 },
    ],
  ],
  [
    'draft 7',
    { ratelimit: 'limit=100, remaining=50, reset=5', 'ratelimit-policy': '100;w=60' },
    [{ form: 'ratelimit', limit: 100, remaining: 50, resetSeconds: 5, windowSeconds: 60 }],
  ],
  [
    'drafts to 6',
    { 'ratelimit-limit': '1', 'ratelimit-remaining': '0', 'ratelimit-reset': '60' },
    [{ form: 'ratelimit', limit: 1, remaining: 0, resetSeconds: 60 }],
  ],
  [
    '`X-RateLimit-*` with a date',
    { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '1795226400' },
    [{ form: 'x-ratelimit', limit: 60, remaining: 3, resetSeconds: 60 }],
  ],
  [
    '`X-RateLimit-*` with a delay',
    { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '17' },
    [{ form: 'x-ratelimit', limit: 60, remaining: 3, resetSeconds: 17 }],
  ],
  [
    '`X-RateLimit-*` with a date in milliseconds',
    { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': '1795226400000' },
    [{ form: 'x-ratelimit', limit: 60, remaining: 3, resetSeconds: 60 }],
  ],
  [
    '`X-RateLimit-*` with a date as text',
    { 'x-ratelimit-remaining': '3', 'x-ratelimit-reset': new Date(nowMs + 60_000).toISOString() },
    [{ form: 'x-ratelimit', remaining: 3, resetSeconds: 60 }],
  ],
  [
    'values that are neither numbers nor dates, each by its header',
    { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': 'undefined', 'x-ratelimit-reset': 'soon' },
    [
      {
        form: 'x-ratelimit',
        limit: 60,
        unreadable: ['x-ratelimit-remaining: undefined', 'x-ratelimit-reset: soon'],
      },
    ],
  ],
  [
    'parameters of other kinds before those that are known',
    { ratelimit: '"api";scope=user;r=4;t=60', 'ratelimit-policy': '"api";comment=sliding;v2="a";strict;q=5;w=60' },
    [{ form: 'ratelimit', name: 'api', limit: 5, remaining: 4, resetSeconds: 60, windowSeconds: 60 }],
  ],
  [
    'draft 7 in another order',
    { ratelimit: 'remaining=50, limit=100, reset=5', 'ratelimit-policy': '100;w=60' },
    [{ form: 'ratelimit', limit: 100, remaining: 50, resetSeconds: 5, windowSeconds: 60 }],
  ],
  [
    'the first drafts, with the window in the limit',
    { 'ratelimit-limit': '20, 20;window=60', 'ratelimit-remaining': '3', 'ratelimit-reset': '7' },
    [{ form: 'ratelimit', limit: 20, remaining: 3, resetSeconds: 7, windowSeconds: 60 }],
  ],
  [
    '`X-RateLimit-*` with a policy, and with a window',
    { 'x-ratelimit-limit': '20', 'x-ratelimit-remaining': '3', 'x-ratelimit-policy': '20;w=60' },
    [{ form: 'x-ratelimit', limit: 20, remaining: 3, windowSeconds: 60 }],
  ],
  [
    '`X-Rate-Limit-*` with lengths of time that have units',
    {
      'x-rate-limit-limit': '20',
      'x-rate-limit-remaining': '3',
      'x-rate-limit-reset': '1m30s',
      'x-rate-limit-window': '1h',
    },
    [{ form: 'x-ratelimit', limit: 20, remaining: 3, resetSeconds: 90, windowSeconds: 3_600 }],
  ],
  [
    'a reset that is named as a delay',
    { 'x-ratelimit-limit': '5', 'x-ratelimit-remaining': '4', 'x-ratelimit-reset-after': '250ms' },
    [{ form: 'x-ratelimit', limit: 5, remaining: 4, resetSeconds: 0.25 }],
  ],
  [
    'a quota for each unit of time',
    { 'x-ratelimit-limit-minute': '20', 'x-ratelimit-remaining-minute': '19', 'x-ratelimit-limit-hour': '500' },
    [
      { form: 'x-ratelimit', limit: 20, remaining: 19, windowSeconds: 60 },
      { form: 'x-ratelimit', limit: 500, windowSeconds: 3_600 },
    ],
  ],
  ['none', {}, []],
  ['a malformed one, which is left out', { ratelimit: 'api;r=0' }, []],
] as const)('reads %s', (_, headers, told) => {
  expect(readRateLimitFields(new Headers(headers as Record<string, string>), nowMs)).toEqual(told);
});

test.each([
  ['0', 0],
  ['120', 120],
  [new Date(nowMs + 30_000).toUTCString(), 30],
  [new Date(nowMs - 30_000).toUTCString(), 0],
  ['-5', undefined],
  ['soon', undefined],
  [null, undefined],
])('`Retry-After: %s` is %s seconds', (value, seconds) => {
  expect(retryAfterSeconds(value, nowMs)).toBe(seconds);
});
