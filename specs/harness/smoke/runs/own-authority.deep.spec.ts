import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { certificateOfOwnAuthority } from '../../../../fixtures/twin/pages/self-signed-certificate.ts';
import type { Outcome } from '../../../../support/check/index.ts';
import { runGate } from '../../bad-input/run-gate.ts';
import { tinyPage } from '../tiny-pages.ts';
import { runPlaywright } from './run-playwright.ts';

const own = certificateOfOwnAuthority('Acme Internal Authority');
const another = certificateOfOwnAuthority('Acme Former Authority');

/** What answers as a site and as a Worker, by TLS with a certificate that an authority of its own has issued. */
async function startServer(): Promise<AsyncDisposable & { url: string }> {
  const server = createServer(own, ({ url }, response) => {
    const answers: Record<string, [type: string, body: string]> = {
      '/': ['text/html; charset=utf-8', tinyPage('')],
      '/health': ['application/json', '{"status":"healthy"}'],
    };
    const [type, body] = answers[url ?? ''] ?? [];
    if (type === undefined) return void response.writeHead(404).end('not found');
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' }).end(body);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

interface Trust {
  /** Files that the settings `ca` of the site and of the Worker name. */
  pages?: string;
  worker?: string;
  /** The file that NODE_EXTRA_CA_CERTS names. */
  extra?: string;
}

/** Runs something with a project whose site and Worker are trusted in this way. */
async function withProject<Result>(
  { pages, worker, extra }: Trust,
  run: (configFile: string, variables: Record<string, string>) => Promise<Result>,
): Promise<Result> {
  await using folder = await mkdtempDisposable(path.join(tmpdir(), 'airlock-authority-'));
  await using site = await startServer();
  await using log = await startServer();
  const config = {
    name: 'team',
    table: { file: 'app.table', targets: ['NEXTJS'] },
    environments: { prod: { class: 'production', loopback: true } },
    platforms: {
      pages: { url: { value: site.url }, ...(pages !== undefined && { ca: pages }) },
      worker: { url: { value: log.url }, ...(worker !== undefined && { ca: worker }) },
      smoke: { pages: [{ path: '/', landmark: { role: 'main', name: 'Tiny' } }], watchMs: 0 },
    },
  };
  const files = {
    'app.table': '| TARGET | KEY | PROD_VALUE |\n|---|---|---|\n| NEXTJS | LOG_LEVEL | info |\n',
    'own.pem': own.authority,
    'another.pem': another.authority,
    'both.pem': `# Another authority, and then ours\n${another.authority}\n${own.authority}`,
    'deployment.config.ts': `export default ${JSON.stringify(config)};\n`,
    'package.json': '{ "type": "module" }\n',
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder.path, name), text);
  return await run(path.join(folder.path, 'deployment.config.ts'), {
    ...(extra !== undefined && { NODE_EXTRA_CA_CERTS: path.join(folder.path, extra) }),
  });
}

const checks = ['pages/reachable', 'pages/certificate', 'worker/healthy'];

async function gateOf(trust: Trust) {
  const { verdict, stdout, stderr } = await withProject(trust, (configFile, variables) =>
    runGate({ configFile, variables }),
  );
  const outcomes: readonly Outcome[] = verdict?.parts.specs?.outcomes ?? [];
  const kinds = checks.map((id) => outcomes.find(({ check }) => check === id)?.kind);
  return { kinds, said: stdout + stderr, outcomes };
}

describe('a certificate of a private authority is trusted by the gate', () => {
  test.each([
    ['of every platform, where NODE_EXTRA_CA_CERTS names the authority', { extra: 'own.pem' }],
    ['of every platform, where the file that it names has several', { extra: 'both.pem' }],
    ['of the platforms whose `ca` has several', { pages: 'both.pem', worker: 'both.pem' }],
    [
      'where `ca` names another authority, and the variable this one',
      { extra: 'own.pem', pages: 'another.pem', worker: 'another.pem' },
    ],
  ])('%s', async (_name, trust) => {
    const { kinds, said } = await gateOf(trust);
    expect(kinds, said).toEqual(['held', 'held', 'held']);
  });

  test.each([
    ['another authority', { extra: 'another.pem', pages: 'another.pem' }, ['failed', 'failed', 'failed']],
    ['a file that is not there', { extra: 'gone.pem' }, ['failed', 'failed', 'failed']],
    ['the `ca` of the site alone', { pages: 'own.pem' }, ['held', 'held', 'failed']],
  ])('and not where what names it is %s', async (_name, trust, expected) => {
    const { kinds, said } = await gateOf(trust);
    expect(kinds, said).toEqual(expected);
    expect(said).toContain('in `ca` of the platform');
    // Node itself warns of a file that it cannot read.
    expect(said.includes('gone.pem')).toBe('extra' in trust && trust.extra === 'gone.pem');
  });
});

describe('a browser, which knows neither', () => {
  const smokeOf = (trust: Trust) => withProject(trust, runPlaywright);
  const kindsOf = (outcomes: readonly Outcome[]) =>
    new Set(outcomes.map(({ kind }) => kind).filter((kind) => kind !== 'not applicable'));

  test('opens the pages of a site whose `ca` is named', async () => {
    const { outcomes, output } = await smokeOf({ pages: 'own.pem', worker: 'own.pem' });
    expect(outcomes.find(({ check }) => check === 'smoke/loads')?.kind, output).toBe('held');
  });

  test('verifies nothing where NODE_EXTRA_CA_CERTS alone names the authority, and says what would let it', async () => {
    const { outcomes, output, exitCode } = await smokeOf({ extra: 'own.pem' });
    expect(kindsOf(outcomes), output).toEqual(new Set(['not verified']));
    expect(output).toContain('NODE_EXTRA_CA_CERTS');
    expect(output).toContain('`ca` of the platform');
    expect(exitCode).toBe(3);
  });

  test.each([
    ['nobody names the authority', {}],
    ['NODE_EXTRA_CA_CERTS names another', { extra: 'another.pem' }],
  ])('finds that no page opens, where %s', async (_name, trust) => {
    const { outcomes, output, exitCode } = await smokeOf(trust);
    expect(outcomes.find(({ check }) => check === 'smoke/loads')?.kind, output).toBe('failed');
    expect(exitCode).toBe(1);
  });
});
