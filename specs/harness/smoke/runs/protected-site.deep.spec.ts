import { globSync, readFileSync } from 'node:fs';
import { mkdtempDisposable, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { selfSignedCertificate } from '../../../../fixtures/twin/pages/self-signed-certificate.ts';
import { runGate } from '../../bad-input/run-gate.ts';
import { commandMs } from '../../patience.ts';
import { tinyPage } from '../tiny-pages.ts';
import { runPlaywright } from './run-playwright.ts';

type Shown = Readonly<Record<string, string | undefined>>;

const day = 86_400_000;
const certificate = selfSignedCertificate(new Date(Date.now() - day), new Date(Date.now() + 90 * day));

/** How a login lets clients in: what the config says, the variables that it names, and what the login wants to be shown. */
const logins = {
  'Cloudflare Access': {
    settings: { access: { clientId: { key: 'ACCESS_ID' }, clientSecret: { key: 'ACCESS_SECRET' } } },
    values: { ACCESS_ID: 'b1f5c0de.access', ACCESS_SECRET: 'tulip-harbour-44731-lantern' },
    opens: (shown: Shown) =>
      shown['cf-access-client-id'] === 'b1f5c0de.access' &&
      shown['cf-access-client-secret'] === 'tulip-harbour-44731-lantern',
    refusal: { status: 302, headers: { location: 'https://acme.cloudflareaccess.com/cdn-cgi/access/login/x' } },
    says: 'the login of Cloudflare Access',
  },
  'basic authentication': {
    settings: { basicAuth: { user: { key: 'SITE_USER' }, password: { key: 'SITE_PASSWORD' } } },
    values: { SITE_USER: 'staging', SITE_PASSWORD: 'copper-meadow-90217-violin' },
    opens: ({ authorization }: Shown) =>
      authorization === `Basic ${Buffer.from('staging:copper-meadow-90217-violin').toString('base64')}`,
    refusal: { status: 401, headers: { 'www-authenticate': 'Basic realm="staging"' } },
    says: 'a password (HTTP authentication)',
  },
  'a header of a firewall rule': {
    settings: { headers: { 'x-bypass': { key: 'WAF_BYPASS' } } },
    values: { WAF_BYPASS: 'granite-swallow-55108-cellar' },
    opens: (shown: Shown) => shown['x-bypass'] === 'granite-swallow-55108-cellar',
    refusal: { status: 403, headers: { 'cf-mitigated': 'challenge' } },
    says: 'a challenge of Cloudflare',
  },
} as const;

interface Listening extends AsyncDisposable {
  url: string;
  /** What each request showed. */
  seen: Shown[];
}

async function listen(server: Server, scheme: string, seen: Shown[]): Promise<Listening> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A host that the page asks for an image: it must learn nothing of how the site lets clients in. */
function startThirdParty(): Promise<Listening> {
  const seen: Shown[] = [];
  const server = createTlsServer(certificate, (request, response) => {
    seen.push(request.headers as Shown);
    response.writeHead(200, { 'content-type': 'image/svg+xml' }).end('<svg xmlns="http://www.w3.org/2000/svg"/>');
  });
  return listen(server as unknown as Server, 'https', seen);
}

/** A site that shows itself to those alone whom its login lets in, by TLS with a certificate of its own authority. */
function startSite({ opens, refusal }: (typeof logins)[keyof typeof logins], thirdParty: string): Promise<Listening> {
  const seen: Shown[] = [];
  const server = createTlsServer(certificate, (request, response) => {
    seen.push(request.headers as Shown);
    if (!opens(request.headers as Shown)) return void response.writeHead(refusal.status, refusal.headers).end('no');
    if (request.url !== '/') return void response.writeHead(404).end('not found');
    const headers = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' };
    response.writeHead(200, headers).end(tinyPage(`<img alt="" src="${thirdParty}/pixel.svg">`));
  });
  return listen(server as unknown as Server, 'https', seen);
}

/** Plain HTTP at the site's host and default port is nobody's: nothing there is asked. */
async function writeProject(folder: string, site: string, thirdParty: string, settings: object) {
  const platforms = {
    pages: { url: { value: site }, ca: 'site.pem', ...settings },
    smoke: {
      pages: [{ path: '/', landmark: { role: 'main', name: 'Tiny' } }],
      thirdParties: [{ origin: thirdParty }],
      watchMs: 0,
    },
  };
  const config = {
    name: 'team',
    table: { file: 'app.table', targets: ['NEXTJS'] },
    environments: { prod: { class: 'production', loopback: true } },
    platforms,
  };
  const fork = {
    pull_request: { head: { repo: { full_name: 'guest/shop' } }, base: { repo: { full_name: 'acme/shop' } } },
  };
  const files = {
    'app.table': '| TARGET | KEY | PROD_VALUE |\n|---|---|---|\n| NEXTJS | LOG_LEVEL | info |\n',
    'site.pem': certificate.cert,
    'event.json': JSON.stringify(fork),
    'deployment.config.ts': `export default ${JSON.stringify(config)};\n`,
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder, name), text);
  return path.join(folder, 'deployment.config.ts');
}

function filesBelow(folder: string): string[] {
  return globSync('reports/**/*.{json,md,html,xml,har,txt}', { cwd: folder }).map((file) => path.join(folder, file));
}

describe.each(Object.entries(logins))('a site behind %s', (_name, login) => {
  test('is looked at by the gate and the browser, which show the credentials to it alone and print none', {
    timeout: 2 * commandMs,
  }, async () => {
    await using folder = await mkdtempDisposable(path.join(tmpdir(), 'airlock-protected-'));
    await using thirdParty = await startThirdParty();
    await using site = await startSite(login, thirdParty.url);
    const configFile = await writeProject(folder.path, site.url, thirdParty.url, login.settings);
    const variables = Object.fromEntries(Object.entries(login.values).map(([key, value]) => [`PROD_${key}`, value]));

    const gate = await runGate({ configFile, variables });
    const outcomes = gate.verdict?.parts.specs?.outcomes ?? [];
    expect(
      outcomes.find(({ check }) => check === 'pages/reachable'),
      gate.stdout + gate.stderr,
    ).toMatchObject({ kind: 'held' });
    expect(outcomes.find(({ check }) => check === 'pages/certificate')).toMatchObject({ kind: 'held' });

    const smoke = await runPlaywright(configFile, variables);
    const loads = smoke.outcomes.find(({ check }) => check === 'smoke/loads');
    expect(loads, smoke.output).toMatchObject({ kind: 'held' });

    const secrets = Object.values(login.values).filter((value) => value.length > 20);
    expect(thirdParty.seen.length, smoke.output).toBeGreaterThan(0);
    for (const told of [
      JSON.stringify(thirdParty.seen),
      gate.stdout + gate.stderr + smoke.output,
      ...filesBelow(folder.path).map((file) => readFileSync(file, 'utf8')),
    ])
      for (const secret of secrets) expect(told).not.toContain(secret);
    expect(site.seen.every((shown) => login.opens(shown))).toBe(true);
  });

  test('ends with 3 in a pull request from a fork, where no secret is given, and says so once in each run', {
    timeout: 2 * commandMs,
  }, async () => {
    await using folder = await mkdtempDisposable(path.join(tmpdir(), 'airlock-protected-'));
    await using thirdParty = await startThirdParty();
    await using site = await startSite(login, thirdParty.url);
    const configFile = await writeProject(folder.path, site.url, thirdParty.url, login.settings);
    const variables = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_EVENT_PATH: path.join(folder.path, 'event.json') };

    const smoke = await runPlaywright(configFile, variables);
    const gate = await runGate({ configFile, variables });
    for (const { exitCode, said } of [
      { exitCode: smoke.exitCode, said: smoke.output },
      { exitCode: gate.exitCode, said: gate.stdout + gate.stderr },
    ]) {
      expect(said).toContain(login.says);
      for (const key of Object.keys(login.values)) expect(said).toContain(key);
      expect(said.split('This pull request comes from the fork guest/shop'), said).toHaveLength(2);
      expect(exitCode, said).toBe(3);
    }
    const kinds = smoke.outcomes.map(({ kind }) => kind).filter((kind) => kind !== 'not applicable');
    expect(new Set(kinds), smoke.output).toEqual(new Set(['not verified']));
  });
});
