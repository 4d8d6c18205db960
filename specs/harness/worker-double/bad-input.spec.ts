import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { startSubject } from './start-subject.ts';

let worker: Awaited<ReturnType<typeof startSubject>>;
beforeAll(async () => {
  worker = await startSubject();
});
afterAll(() => worker[Symbol.asyncDispose]());
beforeEach(() => worker.executor.execute(['FLUSHDB']));

const good = { trace_id: 'bad-input', message: 'a message', level: 'info', system: 'manual' };
const { trace_id: _trace, ...withoutTrace } = good;
const { message: _message, ...withoutMessage } = good;
const nested = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;

it.each<[string, unknown, RegExp]>([
  ['no trace id', withoutTrace, /trace_id is required/],
  ['no message', withoutMessage, /message is required/],
  ['a trace id of the wrong type', { ...good, trace_id: 7 }, /trace_id must be a string, got number/],
  ['a trace id with spaces', { ...good, trace_id: 'a b' }, /trace_id must be/],
  ['a trace id without end', { ...good, trace_id: 'x'.repeat(201) }, /trace_id must be/],
  ['a message of the wrong type', { ...good, message: ['a'] }, /message must be a string, got an array/],
  ['an unknown level', { ...good, level: 'fatal' }, /level must be one of/],
  ['no level', { ...good, level: undefined }, /level must be one of/],
  ['an unknown system', { ...good, system: 'constructor' }, /system must be one of/],
  ['a stack of the wrong type', { ...good, stack: {} }, /stack must be a string/],
  ['a context that is a list', { ...good, context: [] }, /context must be an object/],
  ['a prototype key', '{"trace_id":"t","message":"m","level":"log","__proto__":{"a":1}}', /__proto__/],
  ['a prototype key deep inside', { ...good, context: { a: [{ constructor: 1 }] } }, /constructor in body.context/],
  ['endless nesting', `{"trace_id":"t","message":"m","level":"log","context":${nested}}`, /nested/],
  ['a list', [good], /must be a JSON object, got an array/],
  ['null', 'null', /must be a JSON object, got null/],
  ['broken JSON', '{"trace_id":', /not valid JSON/],
  ['nothing', '', /not valid JSON/],
])('%s is refused with 400 and a reason, and nothing is stored', async (_name, body, reason) => {
  const answer = await worker.post(body);
  expect(answer).toMatchObject({ status: 400, body: { success: false, error: expect.stringMatching(reason) } });
  expect(await worker.executor.execute(['DBSIZE'])).toBe(0);
});

it('bytes that are not UTF-8 are refused with 400', async () => {
  const body = Buffer.from([0x22, 0xff, 0x22]);
  const answer = await worker.request('/log', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  });

  expect(answer).toMatchObject({ status: 400, body: { error: 'the body is not valid UTF-8' } });
});

it.each([undefined, 'text/plain', 'application/x-www-form-urlencoded'])('the content type %s is 415', async (type) => {
  const body = Buffer.from(JSON.stringify(good));
  const answer = await worker.request('/log', {
    method: 'POST',
    body,
    ...(type && { headers: { 'content-type': type } }),
  });

  expect(answer).toMatchObject({ status: 415, body: { error: expect.stringMatching('application/json') } });
});

it('a body of 64 KiB is accepted and one byte more is 413, also without a declared length', async () => {
  const overhead = JSON.stringify({ ...good, message: '' }).length;
  const bodyOf = (bytes: number) => JSON.stringify({ ...good, message: 'x'.repeat(bytes - overhead) });

  expect((await worker.post(bodyOf(64 * 1024))).status).toBe(200);

  await worker.executor.execute(['FLUSHDB']);
  expect(await worker.post(bodyOf(64 * 1024 + 1))).toMatchObject({ status: 413, body: { success: false } });

  const streamed = await worker.request('/log', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: new Blob([bodyOf(64 * 1024 + 1)]).stream(),
    duplex: 'half',
  } as RequestInit);

  expect(streamed.status).toBe(413);
  expect(await worker.executor.execute(['DBSIZE'])).toBe(0);
});

it('refused and suppressed posts do not count against a quota', async () => {
  const counted = async () => (await worker.request('/health')).body.components.rate_limiter.current_state.global;
  const before = await counted();
  await worker.post(withoutTrace);
  await worker.post({ ...good, message: '[vite] hot updated' });
  expect(await counted()).toBe(before);
});
