import { describe, expect, test } from 'vitest';
import { openPlatform } from '../../../fixtures/deployments/open-platform.ts';
import { answerAttestation, atMost } from '../../../fixtures/twin/worker/src/attest.ts';
import { judgeAttestation } from '../../../support/families/config/index.ts';
import type { TableValue } from '../../../support/profile/index.ts';
import { Setting } from '../../../support/profile/index.ts';
import { compareEnvironment } from '../../../support/sync/compare-environment.ts';
import { driftExitCode } from '../../../support/sync/drift-report.ts';
import { startServer } from '../http/start-server.ts';

const nonce = 'ab'.repeat(32);
const address = 'https://worker.acme.test';
const values = {
  LONG: 'made-up-long-value-1',
  OTHER: 'made-up-other-value-2',
  SHORT: 'true',
  LOST: undefined,
  EMPTY: '',
};

interface Asked {
  token?: string;
  allow?: () => boolean;
  allowWrong?: () => boolean;
  name?: string;
  url?: string;
  raw?: string;
}

function ask(body: unknown, { token = 'made-up-token', url = address, raw, ...over }: Asked = {}) {
  const request = new Request(`${url}/attest`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: raw ?? JSON.stringify(body),
  });
  return answerAttestation(request, {
    token: 'made-up-token',
    values,
    allow: () => true,
    allowWrong: () => true,
    ...over,
  });
}

async function answersTo(keys: readonly string[], over: Asked = {}, asked = nonce) {
  const answer = (await (await ask({ protocol: 2, nonce: asked, keys }, over)).json()) as {
    origin: string;
    name: string;
    answers: Record<string, { proof: string } | 'absent' | 'not provable'>;
  };
  return { ...answer, nonce: asked, answers: new Map(Object.entries(answer.answers)) };
}

function row(key: string, value: string): TableValue {
  return { key, setting: Setting.of(key, value, 'app.table:1:1') } as TableValue;
}

describe('the attest route', () => {
  test('proves a value without showing it', async () => {
    const attestation = await answersTo(['LONG', 'OTHER', 'LOST']);
    const rows = [row('LONG', values.LONG), row('OTHER', 'something-else-altogether'), row('LOST', values.LONG)];
    expect(judgeAttestation(attestation, rows)).toEqual(
      new Map([
        ['LONG', 'equal'],
        ['OTHER', 'different'],
        ['LOST', 'absent'],
      ]),
    );
    expect(JSON.stringify([...attestation.answers])).not.toContain(values.LONG);
  });

  test('tells what it lacks from what it may not prove, and finds nothing that every object has', async () => {
    const { answers } = await answersTo(['LOST', 'EMPTY', 'SHORT', 'UNKNOWN', 'constructor', '__proto__']);
    expect(Object.fromEntries(answers)).toMatchObject({
      LOST: 'absent',
      EMPTY: 'absent',
      SHORT: 'not provable',
      UNKNOWN: 'not provable',
      constructor: 'not provable',
    });
  });

  test('gives another proof under another nonce, key, address and name of the script', async () => {
    const proofs = [
      await answersTo(['LONG']),
      await answersTo(['LONG'], {}, 'cd'.repeat(32)),
      await answersTo(['LONG'], { url: 'https://other.acme.test' }),
      await answersTo(['LONG'], { name: 'logs' }),
    ].map(({ answers }) => (answers.get('LONG') as { proof: string }).proof);
    expect(new Set(proofs).size).toBe(4);
  });

  test('takes hexadecimal in capitals, and its proof is known in capitals', async () => {
    const attestation = await answersTo(['LONG'], {}, nonce.toUpperCase());
    const { proof } = attestation.answers.get('LONG') as { proof: string };
    const upper = { ...attestation, nonce, answers: new Map([['LONG', { proof: proof.toUpperCase() }]]) };
    expect(judgeAttestation(upper, [row('LONG', values.LONG)])).toEqual(new Map([['LONG', 'equal']]));
  });

  test.each<[string, unknown, Asked, number]>([
    ['another token', { protocol: 2, nonce, keys: ['LONG'] }, { token: 'made-up-other' }, 401],
    ['another protocol', { nonce, keys: ['LONG'] }, {}, 400],
    ['a short nonce', { protocol: 2, nonce: 'ab', keys: ['LONG'] }, {}, 400],
    ['no nonce', { protocol: 2, keys: ['LONG'] }, {}, 400],
    ['no list', { protocol: 2, nonce, keys: 'LONG' }, {}, 400],
    ['a list without end', { protocol: 2, nonce, keys: Array.from({ length: 65 }, () => 'LONG') }, {}, 400],
    ['a key that is not a name', { protocol: 2, nonce, keys: ['A B'] }, {}, 400],
    ['a key that is not text', { protocol: 2, nonce, keys: [7] }, {}, 400],
    ['a key without end', { protocol: 2, nonce, keys: ['A'.repeat(129)] }, {}, 400],
    ['a body of null', null, {}, 400],
    ['a body of a text', 'null', {}, 400],
    ['a body that is not JSON', undefined, { raw: '{' }, 400],
    ['an empty body', undefined, { raw: '' }, 400],
    ['a body of 5 MB', undefined, { raw: 'x'.repeat(5_000_000) }, 400],
    ['too many requests', { protocol: 2, nonce, keys: ['LONG'] }, { allow: () => false }, 429],
  ])('refuses %s', async (_, body, options, status) => {
    const response = await ask(body, options);
    expect(response.status).toBe(status);
    expect((await response.text()).length).toBeLessThan(300);
  });

  test('lets wrong tokens use up nothing of the right one', async () => {
    const limits = { allow: atMost(2, 60_000), allowWrong: atMost(30, 60_000) };
    const statuses = [];
    for (let times = 0; times < 40; times += 1)
      statuses.push((await ask({}, { token: 'made-up-guess', ...limits })).status);
    expect(statuses.filter((status) => status === 401)).toHaveLength(30);
    expect(statuses.filter((status) => status === 429)).toHaveLength(10);
    for (const status of [200, 200, 429])
      expect((await ask({ protocol: 2, nonce, keys: [] }, limits)).status).toBe(status);
  });

  test('is closed where no token is configured', async () => {
    const request = new Request('https://x.test', {
      method: 'POST',
      headers: { authorization: 'Bearer undefined' },
      body: '{}',
    });
    const allow = () => true;
    expect((await answerAttestation(request, { token: undefined, values, allow, allowWrong: allow })).status).toBe(401);
  });
});

/** A Worker whose attest route answers so, and what drift says of its keys. */
async function driftOver(
  own: Record<string, string>,
  answer: (request: Request, origin: string) => Response | Promise<Response>,
  unprovable: string[] = [],
  base = '',
) {
  await using server = await startServer(async ({ path, body, headers }, response) => {
    const origin = `http://${headers.host}`;
    const authorization = String(headers.authorization);
    const request = new Request(`${origin}${path}`, { method: 'POST', headers: { authorization }, body });
    const answered = await answer(request, origin);
    response.writeHead(answered.status, { 'content-type': 'application/json' }).end(await answered.text());
  });
  const token = { value: 'made-up-attest-token' };
  const target = {
    platform: 'worker' as const,
    name: { value: 'logs' },
    attest: { url: { value: `${server.url}${base}` }, token, unprovable },
  };
  await using platform = await openPlatform({
    rows: Object.entries(own)
      .map(([name, value]) => `| LOG_WORKER | ${name} | made-up-of-dev | ${value} |\n`)
      .join(''),
    config: {
      environments: { dev: { class: 'development' }, prod: { class: 'production', loopback: true } },
      sync: { targets: { LOG_WORKER: target } },
    },
  });
  const { secrets } = platform.providers.cloudflare.state.scripts.get('logs') ?? {};
  for (const [name, text] of Object.entries(own)) secrets?.set(name, { type: 'secret_text', value: text });
  const compared = await compareEnvironment(platform.profile, platform.reading());
  return { ...compared, asked: server.seen.length, exitCode: driftExitCode(compared) };
}

function routeWith(values: Record<string, string | undefined>, name = '') {
  const allow = atMost(30, 60_000);
  return (request: Request) =>
    answerAttestation(request, { token: 'made-up-attest-token', values, name, allow, allowWrong: allow });
}

describe('drift over an attest route', () => {
  const two = { FIRST_TOKEN: 'made-up-value-of-first', OTHER_TOKEN: 'made-up-value-of-other' };

  test('proves more keys than one question may name, and finds the last that differs', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `KEY_${String(index).padStart(3, '0')}`);
    const own = Object.fromEntries(names.map((name) => [name, `made-up-value-of-${name}`]));
    const { comparisons, unread, asked } = await driftOver(
      own,
      routeWith({ ...own, KEY_099: 'made-up-value-of-another' }),
    );
    expect(unread).toEqual([]);
    expect(comparisons.filter(({ verdict }) => verdict === 'attested')).toHaveLength(99);
    expect(comparisons.filter(({ verdict }) => verdict !== 'attested')).toMatchObject([
      { key: 'KEY_099', verdict: 'attested as different' },
    ]);
    expect(asked).toBe(2);
  });

  test('fails where the running service lost a value that the platform lists', async () => {
    const { comparisons, exitCode } = await driftOver(two, routeWith({ ...two, OTHER_TOKEN: undefined }));
    expect(comparisons.map(({ verdict }) => verdict)).toEqual(['attested', 'attested as absent']);
    expect(exitCode).toBe(1);
  });

  const answering =
    (answers: unknown, over: object = {}) =>
    (_: Request, origin: string) =>
      Response.json({ protocol: 2, origin, name: '', answers, ...over });

  test.each<[string, (request: Request, origin: string) => Response | Promise<Response>, string]>([
    ['null for a key', answering({ FIRST_TOKEN: null }), 'does not answer by protocol 2'],
    ['nothing of a key', answering({}), 'FIRST_TOKEN (no answer), OTHER_TOKEN (no answer)'],
    ['that they are not provable', routeWith({}), 'OTHER_TOKEN (not provable)'],
    ['by an older protocol', () => Response.json({ proofs: {} }), 'does not answer by protocol 2'],
    ['as another address', answering({}, { origin: 'https://other.acme.test' }), 'was answered by another service'],
    ['as another script', routeWith(two, 'logs-of-dev'), 'was answered by another service'],
    [
      'a proof beside something else',
      answering({ FIRST_TOKEN: { proof: 'a', by: 'b' } }),
      'does not answer by protocol 2',
    ],
    ['true for a key', answering({ FIRST_TOKEN: true, OTHER_TOKEN: true }), 'does not answer by protocol 2'],
    ['that they are equal', answering({ FIRST_TOKEN: 'equal', OTHER_TOKEN: 'equal' }), 'does not answer by protocol 2'],
    ['a list', answering([]), 'does not answer by protocol 2'],
    ['a later protocol', answering({}, { protocol: 3 }), 'does not answer by protocol 2'],
    ['without its address', answering({}, { origin: undefined }), 'does not answer by protocol 2'],
    ['a page', () => new Response('<title>Sign in</title>'), 'is not complete JSON'],
    ['with an error', () => new Response('{"error":"no"}', { status: 500 }), 'status 500'],
  ])('is not verified where it answers %s', async (_, answer, reason) => {
    const { comparisons, unread, exitCode } = await driftOver(two, answer);
    expect(comparisons.map(({ verdict }) => verdict)).toEqual(['present, value unproved', 'present, value unproved']);
    expect(unread).toMatchObject([{ reason: expect.stringContaining(reason) }]);
    expect(exitCode).toBe(3);
  });

  test('asks below the path of an address that has one', async () => {
    const paths = new Set<string>();
    const route = routeWith(two);
    const answer = (request: Request) => {
      paths.add(new URL(request.url).pathname);
      return route(request);
    };
    const { comparisons } = await driftOver(two, answer, [], '/ingest');
    expect([...paths]).toEqual(['/ingest/attest']);
    expect(comparisons.map(({ verdict }) => verdict)).toEqual(['attested', 'attested']);
  });

  test('finds values that differ where a front hands the question to another service under its name', async () => {
    const other = routeWith(two);
    const { comparisons } = await driftOver(two, async (request, origin) => {
      const headers = { authorization: 'Bearer made-up-attest-token' };
      const body = await request.text();
      const answered = await other(new Request('https://other.acme.test/attest', { method: 'POST', headers, body }));
      return Response.json({ ...((await answered.json()) as object), origin });
    });
    expect(comparisons.map(({ verdict }) => verdict)).toEqual(['attested as different', 'attested as different']);
  });

  test.each<[string, (proofs: Record<string, { proof: string }>) => object]>([
    ['those of each other', ({ FIRST_TOKEN, OTHER_TOKEN }) => ({ FIRST_TOKEN: OTHER_TOKEN, OTHER_TOKEN: FIRST_TOKEN })],
    ['empty', () => ({ FIRST_TOKEN: { proof: '' }, OTHER_TOKEN: { proof: '' } })],
    ['zeros', () => ({ FIRST_TOKEN: { proof: '0'.repeat(64) }, OTHER_TOKEN: { proof: '0'.repeat(64) } })],
    [
      'longer than a proof is',
      ({ FIRST_TOKEN, OTHER_TOKEN }) => ({
        FIRST_TOKEN: { proof: `${FIRST_TOKEN?.proof}00` },
        OTHER_TOKEN: { proof: `${OTHER_TOKEN?.proof} ` },
      }),
    ],
  ])('finds values that differ where the proofs are %s', async (_, change) => {
    const route = routeWith(two);
    const { comparisons, exitCode } = await driftOver(two, async (request) => {
      const answer = (await (await route(request)).json()) as { answers: Record<string, { proof: string }> };
      return Response.json({ ...answer, answers: change(answer.answers) });
    });
    expect(comparisons.map(({ verdict }) => verdict)).toEqual(['attested as different', 'attested as different']);
    expect(exitCode).toBe(1);
  });

  test('does not ask for what it must not prove', async () => {
    const { unread, exitCode } = await driftOver(two, routeWith({ FIRST_TOKEN: two.FIRST_TOKEN }), ['OTHER_TOKEN']);
    expect(unread).toEqual([]);
    expect(exitCode).toBe(0);
  });
});
