import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { convexTest } from 'convex-test';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import * as attestLimit from '../../../fixtures/attest-route/convex/attestLimit.ts';
import * as http from '../../../fixtures/attest-route/convex/http.ts';
import schema from '../../../fixtures/attest-route/convex/schema.ts';

const site = 'https://calm-river-456.convex.site';
const nonce = 'ab'.repeat(32);
const values = { ATTEST_TOKEN: 'made-up-attest-token', GITHUB_TOKEN: 'made-up-token-of-github' };

const modules = {
  './convex/_generated/server.js': async () => ({}),
  './convex/attestLimit.ts': async () => attestLimit,
  './convex/http.ts': async () => http,
};
let convex = convexTest(schema, modules);
beforeEach(() => {
  convex = convexTest(schema, modules);
  for (const [key, value] of Object.entries({ ...values, CONVEX_SITE_URL: site })) vi.stubEnv(key, value);
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-06-15T12:00:00.000Z') });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

function ask(keys: readonly string[], token: string = values.ATTEST_TOKEN): Promise<Response> {
  return convex.fetch('/attest', {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ protocol: 2, nonce, keys }),
  });
}

describe('the attest route in a Convex HTTP action', () => {
  test('is the one of the document', () => {
    const read = (file: string) => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');
    const shown = read('docs/attest.md').replaceAll(/^ {3}/gm, '');
    // Convex's own examples write no endings, which Node needs.
    const route = read('fixtures/attest-route/convex/http.ts').replaceAll(/(from '\.\/[\w/]+)\.ts'/g, "$1'");
    expect(shown).toContain(`\`\`\`ts\n${route}\`\`\``);
  });

  test('proves a value under the address of the deployment', async () => {
    const answer = await (await ask(['GITHUB_TOKEN', 'OTHER'])).json();
    const message = `airlock-attest-2\0${site}\0\0GITHUB_TOKEN\0${values.GITHUB_TOKEN}`;
    expect(answer).toEqual({
      protocol: 2,
      origin: site,
      name: '',
      answers: {
        GITHUB_TOKEN: { proof: createHmac('sha256', nonce).update(message).digest('hex') },
        OTHER: 'not provable',
      },
    });
  });

  test('says that a variable that was removed is absent', async () => {
    vi.stubEnv('GITHUB_TOKEN', undefined);
    expect(await (await ask(['GITHUB_TOKEN'])).json()).toMatchObject({ answers: { GITHUB_TOKEN: 'absent' } });
  });

  test('counts wrong tokens apart from the right one, across requests, for a minute', async () => {
    const statuses = [];
    for (let time = 0; time < 35; time += 1) statuses.push((await ask([], 'made-up-guess')).status);
    expect(statuses).toEqual([...Array(30).fill(401), ...Array(5).fill(429)]);

    for (let time = 0; time < 30; time += 1) expect((await ask([])).status).toBe(200);
    expect((await ask([])).status).toBe(429);
    vi.setSystemTime(new Date('2026-06-15T12:01:00.000Z'));
    expect((await ask([])).status).toBe(200);
    expect((await ask([], 'made-up-guess')).status).toBe(401);
  });
});
