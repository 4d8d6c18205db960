import { expect, test } from 'vitest';
import { judgeWrites } from '../../../support/smoke/judge/judge-writes.ts';
import type { ConvexCall } from '../../../support/smoke/watch/convex-traffic.ts';

const call = (kind: ConvexCall['kind'], path: string): ConvexCall => ({ kind, path, outcome: 'answered' });

test('queries are not writes', () => {
  expect(judgeWrites('u', [call('query', 'sites/list:listCompanySites')], [])).toEqual([]);
});

test.for(['mutation', 'action'] as const)('a %s on opening a page is found, once for all its calls', (kind) => {
  const calls = [call(kind, 'visits:count'), call(kind, 'visits:count'), call('query', 'visits:list')];
  expect(judgeWrites('u', calls, [])).toMatchObject([
    { what: `the page calls the ${kind} visits:count when it is opened`, received: '2 calls', from: ['u'] },
  ]);
});

test('what the profile names may be called, by any spelling of its path, and nothing near it', () => {
  const calls = [call('mutation', 'visits.js:count'), call('mutation', 'visits:counted')];
  expect(judgeWrites('u', calls, ['visits:count']).map(({ what }) => what)).toEqual([
    'the page calls the mutation visits:counted when it is opened',
  ]);
});

test('a write that fails is a write', () => {
  const failed: ConvexCall = { kind: 'mutation', path: 'visits:count', outcome: 'failed', error: 'Server Error' };
  expect(judgeWrites('u', [failed], [])).toHaveLength(1);
});
