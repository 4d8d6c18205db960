import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { startAnswers } from '../../../fixtures/answers/start-answers.ts';
import { commonSecrets } from '../../../support/profile/index.ts';
import { type GateOptions, gateOn } from './gate-on.ts';

type Log = Record<string, unknown>;

interface Manners {
  /** The answer to a log that is taken: a body and a status. */
  answer?: { body: unknown; status?: number };
  /** What is stored of a log. */
  store?: (log: Log) => Log | undefined;
  /** Answers every post instead. */
  always?: { status: number; body: unknown; headers?: Record<string, string> };
  takesPlainText?: boolean;
  /** What a refusal of bad input says; an object is sent as JSON. */
  refusal?: string | object;
  /** What is answered in place of the list of traces. */
  recent?: { status: number; body: unknown };
}

/** A Worker that stores logs and answers as it is told. */
async function startWild({
  answer = { body: { success: true } },
  store = (log) => log,
  always,
  takesPlainText,
  refusal = { error: 'this is not a log' },
  recent,
}: Manners) {
  const logs = new Map<string, Log[]>();
  let posts = 0;
  const app = new Hono();
  app.get('/ingest/health', (context) => context.json({ status: 'ok' }));
  app.post('/ingest/log', async (context) => {
    posts += 1;
    if (always) return context.json(always.body, always.status as 200, always.headers);
    const isJson = (context.req.header('content-type') ?? '').includes('json');
    const log = await context.req.json<Log>().catch(() => undefined);
    const isGood =
      (typeof log?.trace_id === 'string' &&
        log.trace_id !== '' &&
        typeof log.message === 'string' &&
        log.message !== '' &&
        log.level === 'info') ||
      log?.level === 'error';
    if (!log || !isGood || !(isJson || takesPlainText) || log.system !== 'manual' || JSON.stringify(log).length > 5_000)
      return typeof refusal === 'string' ? context.text(refusal, 400) : context.json(refusal, 400);
    const kept = store(log);
    const trace = String(log.trace_id);
    if (kept) logs.set(trace, [...(logs.get(trace) ?? []), kept]);
    const { body, status = 200 } = answer;
    return body === undefined ? context.body(null, status as 204) : context.json(body, status as 200);
  });
  app.get('/ingest/logs', (context) => {
    const trace = context.req.query('trace_id') ?? '';
    return context.json({ trace_id: trace, logs: logs.get(trace) ?? [] });
  });
  app.get('/ingest/traces/recent', (context) =>
    recent
      ? context.json(recent.body, recent.status as 200)
      : context.json({ traces: [...logs.keys()].map((id) => ({ id })) }),
  );
  const served = await startAnswers(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  return Object.assign(served, { address: `${served.url}/ingest`, posts: () => posts });
}

async function run(manners: Manners, worker: NonNullable<GateOptions['worker']> = {}) {
  await using wild = await startWild(manners);
  const effects = ['canary', 'burst'];
  const gate = await gateOn(wild.address, { worker: { adminRoutes: [], ingestWithinMs: 500, ...worker }, effects });
  return { ...gate, posts: wild.posts() };
}

describe('a log that is taken', () => {
  test.each<[string, Manners['answer']]>([
    ['a quota of null', { body: { success: true, remaining_quota: null } }],
    ['a quota as text', { body: { success: true, remaining_quota: '99' } }],
    ['an error and a trace of null', { body: { success: true, error: null, trace_id: null } }],
    ['ok', { body: { ok: true } }],
    ['202', { body: { queued: true }, status: 202 }],
    ['204', { body: undefined, status: 204 }],
    ['a text', { body: 'stored' }],
  ])('and answered with %s is judged by what is stored', async (_, answer) => {
    const gate = await run(answer === undefined ? {} : { answer });
    expect([gate.said('worker/ingests'), gate.said('worker/refuses-bad-input')]).toEqual([['held'], ['held']]);
  });

  test('may be stored without its system', async () => {
    const gate = await run({ store: ({ system: _, ...log }) => log });
    expect(gate.said('worker/ingests')).toEqual(['held']);
  });

  test('and lost is told, whatever the answer says', async () => {
    const gate = await run({ answer: { body: { ok: true } }, store: () => undefined });
    expect(gate.said('worker/ingests')).toEqual(['a log that was accepted is not found by its trace']);
  });

  test('is told of by the field that the profile names', async () => {
    const success = { field: 'result', values: ['queued'] };
    expect((await run({ answer: { body: { result: 'queued' } } }, { success })).said('worker/ingests')).toEqual([
      'held',
    ]);
    const refused = await run({ answer: { body: { result: 'dropped' } } }, { success });
    expect(refused.said('worker/ingests')).toEqual(['a log is not accepted']);
  });
});

describe('redaction is what the profile promises', () => {
  const masksPins = (log: Log) => JSON.parse(JSON.stringify(log).replace(/pin=\d+/g, 'pin=[REDACTED]'));
  const pin = [{ sample: 'pin=1234', becomes: 'pin=[REDACTED]' }];

  test('nothing is asked for that is not promised', async () => {
    expect((await run({})).said('worker/ingests')).toEqual(['held']);
    expect((await run({ store: masksPins }, { redacts: pin })).said('worker/ingests')).toEqual(['held']);
  });

  test('what is promised and comes back is told', async () => {
    expect((await run({}, { redacts: pin })).said('worker/ingests')).toEqual(
      expect.arrayContaining(['a secret that was posted in `message` comes back']),
    );
    expect((await run({ store: masksPins }, { redacts: commonSecrets })).said('worker/ingests')).toContain(
      'a secret that was posted in `context.password` comes back',
    );
    const otherwise = await run({ store: masksPins }, { redacts: [{ sample: 'pin=1234', becomes: 'pin=***' }] });
    expect(otherwise.said('worker/ingests')).toEqual(['what was posted in `message` is not redacted as promised']);
  });
});

describe('a secret that is redacted in part', () => {
  const uuid = /[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/g;
  const inAll = (redact: (text: string) => string) => (log: Log) => {
    const { trace_id: trace, ...rest } = log;
    return { trace_id: trace, ...JSON.parse(redact(JSON.stringify(rest))) };
  };
  const token = [{ sample: 'token=*' }];
  const card = { sample: 'card 4111 1111 1111 1111', field: 'context.payment' };

  test.each<[string, (text: string) => string, object[], string]>([
    ['its label', (text) => text.replaceAll('token=', '[REDACTED]'), token, 'a secret that was posted in `message`'],
    ['base64', (text) => text.replace(uuid, btoa), token, 'a secret that was posted in `message`'],
    ['all but the last four', (text) => text.replace(uuid, (id) => `…${id.slice(-4)}`), token, 'a part of a secret'],
    ['its second half', (text) => text.replace(uuid, (id) => `${id.slice(0, 18)}***`), token, 'a part of a secret'],
    ['the first twelve digits', (text) => text.replace('4111 1111 1111 ', '**** '), [card], 'a part of a secret'],
  ])('is told: %s', async (_, redact, redacts, says) => {
    const gate = await run({ store: inAll(redact) }, { redacts: redacts as typeof token });
    expect(gate.said('worker/ingests')).toEqual([expect.stringContaining(says)]);
  });

  test('is as promised where the profile says so', async () => {
    const store = inAll((text) => text.replace('4111 1111 1111 ', '**** '));
    const redacts = [{ ...card, becomes: 'card **** 1111' }];
    expect((await run({ store }, { redacts })).said('worker/ingests')).toEqual(['held']);
  });

  test('and is well redacted in another field is told', async () => {
    const redacts = [
      { sample: 'pin=1234', becomes: 'pin=***' },
      { sample: 'pin=1234', becomes: 'pin=***', field: 'context.note' },
    ];
    const store = (log: Log) => ({ ...log, message: String(log.message).replace('pin=1234', 'pin=***') });
    expect((await run({ store }, { redacts })).said('worker/ingests')).toContain(
      'what was posted in `context.note` is not redacted as promised',
    );
  });
});

describe('bad input', () => {
  test('that the Worker takes without a promise is not asked for', async () => {
    expect((await run({ takesPlainText: true })).said('worker/refuses-bad-input')).toEqual(['held']);
  });

  test('that it promises to refuse and takes is told, with the option that would except it', async () => {
    const refusesBadInput = ['content-type' as const, 'empty' as const];
    const gate = await run({ takesPlainText: true }, { refusesBadInput });
    expect(gate.said('worker/refuses-bad-input')).toContain('bad input is accepted');
    const { findings } = gate.outcomes.find(({ check }) => check === 'worker/refuses-bad-input') ?? { findings: [] };
    expect(findings[0]?.remedy).toContain('`platforms.worker.takesBadInput`');
    const excepted = await run({ takesPlainText: true }, { refusesBadInput, takesBadInput: ['content-type'] });
    expect(excepted.said('worker/refuses-bad-input')).toEqual(['held']);
  });

  test.each<[string, NonNullable<Manners['refusal']>]>([
    ['zod-validator of Hono', { success: false, error: { name: 'ZodError', issues: [{ message: 'Required' }] } }],
    ['ValidationPipe of Nest', { statusCode: 400, message: ['trace_id must be a string'] }],
    ['a list of errors', { errors: [{ code: 'invalid', detail: 'no trace_id' }] }],
    ['an envelope', { error: { code: 400, message: 'no trace_id' } }],
    ['problem details', { type: 'about:blank', title: 'Invalid log', status: 400 }],
    ['plain text', 'trace_id is required'],
  ])('that is refused in the words of %s is refused with a reason', async (_, refusal) => {
    expect((await run({ refusal })).said('worker/refuses-bad-input')).toEqual(['held']);
  });

  test.each<[string, NonNullable<Manners['refusal']>]>([
    ['nothing', ''],
    ['an empty object', {}],
    ['an empty error', { error: '' }],
    ['no more than a sign', { success: false, error: null, errors: [] }],
    ['the name of the status', 'Bad Request'],
    ['a page', '<html><body>400</body></html>'],
  ])('that is refused with %s is refused without one', async (_, refusal) => {
    expect((await run({ refusal })).said('worker/refuses-bad-input')).toContain(
      'bad input is refused without a reason',
    );
  });

  test.each([
    [500, { error: 'down' }],
    [200, { items: [] }],
  ])('is not verified where the list of traces answers %d %j', async (status, body) => {
    const [said] = (await run({ recent: { status, body } })).said('worker/refuses-bad-input');
    expect(said).toContain('not verified: whether bad input is among the recent traces cannot be read');
  });

  test('that is mistyped in an exception is an error that names the known ones', async () => {
    await expect(run({}, { takesBadInput: ['content-typ' as 'content-type'] })).rejects.toThrow(/content-type/);
  });
});

const limited = { rateLimits: [{ per: 'trace' as const, limit: 500, windowMs: 3_600_000 }] };
const burstChecks = ['enforced', 'exact', 'scoped', 'recovers', 'accounting'].map(
  (name) => `worker/rate-limit-${name}`,
);

describe('a Worker that takes nothing', () => {
  test('because a quota was spent before the run is not verified in those words, and no burst is sent', async () => {
    const gate = await run({ always: { status: 429, body: { error: 'too many requests' } } }, limited);
    for (const check of burstChecks)
      expect(gate.said(check)[0]).toMatch(/^not verified: the quota was spent before the run/);
    expect(gate.said('worker/ingests')[0]).toMatch(/^not verified: the first log is refused with status 429/);
    expect(gate.posts).toBeLessThan(40);
  });

  test.each([
    [500, { error: 'no store' }],
    [200, { success: false, error: 'no store' }],
  ])('because its store is down is not called a limit that is too low: %d', async (status, body) => {
    const gate = await run({ always: { status, body } }, limited);
    for (const check of burstChecks) expect(gate.said(check)[0]).toMatch(/^not verified: .*status (500|200)/);
    expect(gate.posts).toBeLessThan(40);
  });

  test.each([
    [404, { error: 'not found' }],
    [400, { error: 'the field app_id is missing' }],
  ])('shows nothing by refusing bad input as well: %d', async (status, body) => {
    const gate = await run({ always: { status, body } });
    expect(gate.said('worker/refuses-bad-input')[0]).toMatch(
      /^not verified: a good log is not taken in this run either/,
    );
    expect(gate.said('worker/ingests')).toEqual(['a log is not accepted']);
  });

  test('but answers 200 and says so is told in the words of its body', async () => {
    const gate = await run({ always: { status: 200, body: { code: 429, msg: 'slow down' } } }, limited);
    expect(gate.said('worker/rate-limit-exact')[0]).toMatch(/^not verified: .*status 200/);
    expect(gate.posts).toBeLessThan(40);
  });

  test('because it redirects says where to', async () => {
    const headers = { location: 'https://logs.acme.test/log' };
    const gate = await run({ always: { status: 301, body: {}, headers } }, limited);
    const { findings } = gate.outcomes.find(({ check }) => check === 'worker/ingests') ?? { findings: [] };
    expect(findings[0]?.remedy).toContain('https://logs.acme.test/log');
    expect(gate.said('worker/rate-limit-exact')[0]).toContain('the Worker redirects the request (301');
  });
});
