import { describe, expect, test } from 'vitest';
import { openPlatform } from '../../../fixtures/deployments/open-platform.ts';
import { answerAttestation, atMost } from '../../../fixtures/twin/worker/src/attest.ts';
import { judgeAttestation } from '../../../support/families/config/index.ts';
import type { TableValue } from '../../../support/profile/index.ts';
import { Setting } from '../../../support/profile/index.ts';
import { compareEnvironment } from '../../../support/sync/compare-environment.ts';
import { startServer } from '../http/start-server.ts';

const nonce = 'ab'.repeat(32);
const values = { LONG: 'made-up-long-value-1', OTHER: 'made-up-other-value-2', SHORT: 'true' };

function ask(
  body: unknown,
  { token = 'made-up-token', allow = () => true }: { token?: string; allow?: () => boolean } = {},
) {
  const request = new Request('https://worker.acme.test/attest', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  });
  return answerAttestation(request, { token: 'made-up-token', values, allow });
}

function row(key: string, value: string): TableValue {
  return { key, setting: Setting.of(key, value, 'app.table:1:1') } as TableValue;
}

describe('the attest route', () => {
  test('proves a value without showing it', async () => {
    const text = await (await ask({ nonce, keys: ['LONG', 'OTHER'] })).text();
    const proofs = new Map(Object.entries((JSON.parse(text) as { proofs: Record<string, string> }).proofs));
    expect(
      judgeAttestation({ nonce, proofs }, [row('LONG', values.LONG), row('OTHER', 'something-else-altogether')]),
    ).toEqual(
      new Map([
        ['LONG', true],
        ['OTHER', false],
      ]),
    );
    for (const value of Object.values(values)) expect(text).not.toContain(value);
  });

  test('gives another proof under another nonce, and for another key of the same value', async () => {
    const proof = async (asked: string, key: string) =>
      ((await (await ask({ nonce: asked, keys: [key] })).json()) as { proofs: Record<string, string> }).proofs[key];
    expect(await proof(nonce, 'LONG')).not.toBe(await proof('cd'.repeat(32), 'LONG'));
    const { proofs } = (await (
      await answerAttestation(
        new Request('https://x.test', {
          method: 'POST',
          headers: { authorization: 'Bearer t' },
          body: JSON.stringify({ nonce, keys: ['A', 'B'] }),
        }),
        { token: 't', values: { A: values.LONG, B: values.LONG }, allow: () => true },
      )
    ).json()) as { proofs: Record<string, string> };
    expect(proofs.A).not.toBe(proofs.B);
  });

  test('proves no short value, no unknown key, and nothing that every object has', async () => {
    const { proofs } = (await (
      await ask({ nonce, keys: ['SHORT', 'UNKNOWN', 'constructor', '__proto__'] })
    ).json()) as { proofs: object };
    expect(Object.values(proofs).filter((proof) => proof !== null)).toEqual([]);
  });

  test.each([
    ['another token', { nonce, keys: ['LONG'] }, { token: 'made-up-other' }, 401],
    ['a short nonce', { nonce: 'ab', keys: ['LONG'] }, {}, 400],
    ['no nonce', { keys: ['LONG'] }, {}, 400],
    ['no list', { nonce, keys: 'LONG' }, {}, 400],
    ['a list without end', { nonce, keys: Array.from({ length: 65 }, () => 'LONG') }, {}, 400],
    ['too many requests', { nonce, keys: ['LONG'] }, { allow: () => false }, 429],
  ])('refuses %s', async (_, body, options, status) => {
    expect((await ask(body, options)).status).toBe(status);
  });

  test('is asked no more often than its limit, also with a wrong token', async () => {
    const allow = atMost(2, 60_000);
    const statuses = [];
    for (const token of ['wrong', 'wrong', 'made-up-token'])
      statuses.push((await ask({ nonce, keys: [] }, { token, allow })).status);
    expect(statuses).toEqual([401, 401, 429]);
  });

  test('is closed where no token is configured', async () => {
    const request = new Request('https://x.test', {
      method: 'POST',
      headers: { authorization: 'Bearer undefined' },
      body: '{}',
    });
    expect((await answerAttestation(request, { token: undefined, values, allow: () => true })).status).toBe(401);
  });
});

describe('drift over an attest route', () => {
  test('proves more keys than one question may name, and finds the last that differs', async () => {
    const names = Array.from({ length: 100 }, (_, index) => `KEY_${String(index).padStart(3, '0')}`);
    const own = Object.fromEntries(names.map((name) => [name, `made-up-value-of-${name}`]));
    const allow = atMost(30, 60_000);
    await using server = await startServer(async ({ path, body, headers }, response) => {
      const request = new Request(`http://x.test${path}`, {
        method: 'POST',
        headers: { authorization: String(headers.authorization) },
        body,
      });
      const answer = await answerAttestation(request, {
        token: 'made-up-attest-token',
        values: { ...own, KEY_099: 'made-up-value-of-another' },
        allow,
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text());
    });
    await using platform = await openPlatform({
      rows: names.map((name) => `| LOG_WORKER | ${name} | made-up-of-dev | ${own[name]} |\n`).join(''),
      config: {
        environments: { dev: { class: 'development' }, prod: { class: 'production', loopback: true } },
        sync: {
          targets: {
            LOG_WORKER: {
              platform: 'worker',
              name: { value: 'logs' },
              attest: { url: { value: server.url }, token: { value: 'made-up-attest-token' } },
            },
          },
        },
      },
    });
    const { secrets } = platform.providers.cloudflare.state.scripts.get('logs') ?? {};
    for (const name of names) secrets?.set(name, { type: 'secret_text', value: own[name] ?? '' });
    const { comparisons, unread } = await compareEnvironment(platform.profile, platform.reading());
    expect(unread).toEqual([]);
    expect(comparisons.filter(({ verdict }) => verdict === 'attested')).toHaveLength(99);
    expect(comparisons.filter(({ verdict }) => verdict !== 'attested')).toMatchObject([
      { key: 'KEY_099', verdict: 'attested as different' },
    ]);
    expect(server.seen).toHaveLength(2);
  });
});
