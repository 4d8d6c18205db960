import { expect, test } from 'vitest';
import { startObservedWorker } from '../../../fixtures/worker-observed.ts';
import { logIngestionWorker } from '../../../support/profile/index.ts';
import { gateOn } from './gate-on.ts';

test('the preset fits the observed Worker: what it finds are its known defects, and nothing is deleted', async () => {
  await using observed = await startObservedWorker();
  const run = await gateOn(observed.url, {
    worker: { ...logIngestionWorker, allowedOrigins: { value: 'https://app.acme.test' } },
    effects: ['canary', 'burst'],
  });
  const open = run.outcomes.filter(({ kind }) => !['held', 'not applicable', 'refused'].includes(kind));
  expect(Object.fromEntries(open.map(({ check }) => [check, run.said(check)]))).toEqual({
    'worker/clear-protected': [expect.stringMatching(/^not verified: whether \/logs\/clear is protected/)],
    'worker/cors-refuses': ['every origin is let in, and so is an origin that nobody knows'],
    'worker/healthy': [
      'the limit of the quota trace that the Worker reports is not the one that it promises',
      'the limit of the quota global that the Worker reports is not the one that it promises',
    ],
    'worker/rate-limit-enforced': ['the rate limit does not hold', 'a key whose quota is spent is let through'],
    'worker/rate-limit-exact': ['the rate limit does not hold'],
    'worker/rate-limit-headers': [expect.stringMatching(/^not verified: the Worker sends no rate-limit headers/)],
    'worker/rate-limit-recovers': [expect.stringMatching(/^not verified: after the burst the key was accepted again/)],
    'worker/rate-limit-scoped': [expect.stringMatching(/^not verified: the key was accepted again after the burst/)],
    'worker/retention': [expect.stringMatching(/^not verified: the profile names no Redis/)],
  });
  expect(observed.cleared()).toBe(0);
});
