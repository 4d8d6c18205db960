import { expect, test } from 'vitest';
import { judgeHealth } from '../../worker/healthy.judge.ts';
import { sampleWorker } from './sample-worker.ts';

const url = 'https://logs.example.com/health';

/** What is found in a health answer by a profile that says how it is worded. */
function judged(source: Parameters<typeof sampleWorker>[0], health: Record<string, unknown>): string[] {
  const reading = { answers: true as const, url, status: 200, headers: new Headers(), health };
  return judgeHealth(reading, sampleWorker(source)).map(({ what }) => what);
}

const draft = { health: { components: 'checks', healthy: ['pass'], degraded: ['warn'] }, components: ['redis'] };
const booleans = {
  health: { status: 'ok', components: 'parts', componentStatus: 'ok', healthy: [true] },
  components: ['redis', 'limiter'],
};

test('an answer that tells nothing where the profile looks says where to name its words', () => {
  const expected = 'a health answer: JSON with a `status`';
  const told = (received: string) =>
    judgeHealth({ answers: false, url, expected, received }, sampleWorker())[0]?.remedy ?? '';
  expect(told('status 200, application/json: {"ok":true}')).toContain('`platforms.worker.health`');
  expect(told('the connection is refused')).toBe('');
});

test.each([
  ['in the words of another', draft, { status: 'pass', checks: { redis: { status: 'pass' } } }],
  ['with components that are words', draft, { status: 'pass', checks: { redis: 'pass', region: 'fra' } }],
  ['in booleans', booleans, { ok: true, parts: { redis: true, limiter: { ok: true } } }],
  ['nested', { health: { status: 'data.status' }, components: [] }, { data: { status: 'healthy' } }],
  ['beside fields that are null', { components: [] }, { status: 'healthy', service: null, components: null }],
])('a health answer %s holds', (_, source, health) => {
  expect(judged(source, health)).toEqual([]);
});

test.each([
  [draft, { status: 'warn', checks: { redis: 'pass' } }, 'the Worker is degraded: a part of it does not work'],
  [draft, { status: 'fail', checks: { redis: 'pass' } }, 'the Worker is not healthy'],
  [draft, { status: 'pass', checks: { redis: 'fail' } }, 'the component redis is fail'],
  [draft, { status: 'pass', checks: { redis: {} } }, 'the component redis does not say how it is'],
  [
    draft,
    { status: 'pass', checks: { __proto__: { redis: 'pass' } } },
    'the component redis is missing from the answer',
  ],
  [booleans, { ok: true, parts: { redis: false, limiter: true } }, 'the component redis is false'],
  [booleans, { ok: 'true', parts: { redis: 1, limiter: true } }, 'the component redis does not say how it is'],
])('and by the profile %j the answer %j is told', (source, health, what) => {
  expect(judged(source, health)).toEqual([what]);
});
