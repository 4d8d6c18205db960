import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Miniflare } from 'miniflare';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openPlatform } from '../../../fixtures/deployments/open-platform.ts';
import { guardChildren } from '../../../fixtures/twin/worker/end-with-parent.ts';
import { withoutTypes } from '../../../fixtures/twin/worker/worker-modules.ts';
import { compareEnvironment } from '../../../support/sync/compare-environment.ts';

const repository = new URL('../../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, repository), 'utf8');
const secrets = {
  ATTEST_TOKEN: 'made-up-attest-token-of-prod',
  UPSTASH_REDIS_REST_TOKEN: 'made-up-redis-token-of-prod',
};

/** The block of code in which this stands, as the document has it. */
function blockWith(text: string): string {
  const blocks = [...read('docs/attest.md').matchAll(/^ *```(?:ts|)\n([\s\S]*?)^ *```$/gm)].map(
    ([, code]) => code ?? '',
  );
  const found = blocks.filter((block) => block.includes(text));
  if (found.length !== 1) throw new Error(`one block was expected with ${text}, and there are ${found.length}`);
  return (found[0] ?? '').replaceAll(/^ {3}/gm, '');
}

describe('a Worker with the lines of docs/attest.md, as they are pasted', () => {
  let worker: Miniflare;
  let url: string;
  beforeAll(async () => {
    worker = new Miniflare({
      host: '127.0.0.1',
      port: 0,
      compatibilityDate: '2026-07-01',
      modules: [
        { type: 'ESModule', path: 'index.ts', contents: withoutTypes(blockWith('export default {')) },
        { type: 'ESModule', path: 'attest.ts', contents: withoutTypes(read('fixtures/twin/worker/src/attest.ts')) },
      ],
      bindings: secrets,
    });
    ({ origin: url } = (await guardChildren('workerd', () => worker.ready)).result);
  });
  afterAll(() => worker.dispose());

  test('is attested by the drift check, with the rows and the target of the document', async () => {
    const rows = blockWith('| TARGET').split('\n').slice(2).join('\n');
    await using platform = await openPlatform({
      rows: `${rows}| NEXTJS | NEXT_PUBLIC_LOG_WORKER_URL | https://logs-dev.acme.test | ${url} |\n`,
      variables: Object.fromEntries(Object.entries(secrets).map(([key, value]) => [`PROD_${key}`, value])),
      config: {
        environments: {
          dev: { class: 'development' },
          prod: { class: 'production', loopback: true, values: { LOG_WORKER_SCRIPT: 'logs' } },
        },
        sync: { targets: new Function(`return {${blockWith("platform: 'worker'")}}`)() },
      },
    });
    const script = platform.providers.cloudflare.state.scripts.get('logs');
    for (const [key, text] of Object.entries(secrets)) script?.secrets.set(key, { type: 'secret_text', value: text });
    const { comparisons, unread } = await compareEnvironment(platform.profile, platform.reading());
    expect(unread).toEqual([]);
    expect(comparisons.map(({ key, verdict }) => [key, verdict])).toEqual([
      ['ATTEST_TOKEN', 'attested'],
      ['UPSTASH_REDIS_REST_TOKEN', 'attested'],
    ]);
  });

  test('proves its values, leaves every other path alone, and tires of questions', async () => {
    const nonce = 'ab'.repeat(32);
    const ask = () =>
      worker.dispatchFetch(`${url}/attest`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secrets.ATTEST_TOKEN}` },
        body: JSON.stringify({ protocol: 2, nonce, keys: ['UPSTASH_REDIS_REST_TOKEN'] }),
      });
    const { answers } = (await (await ask()).json()) as { answers: Record<string, { proof: string }> };
    const message = `airlock-attest-2\0${url}\0logs\0UPSTASH_REDIS_REST_TOKEN\0${secrets.UPSTASH_REDIS_REST_TOKEN}`;
    const proof = createHmac('sha256', nonce).update(message).digest('hex');
    expect(answers.UPSTASH_REDIS_REST_TOKEN).toEqual({ proof });
    expect((await worker.dispatchFetch(`${url}/attest`)).status).toBe(404);
    const statuses = await Promise.all(Array.from({ length: 40 }, async () => (await ask()).status));
    expect(new Set(statuses)).toEqual(new Set([200, 429]));
  });
});
