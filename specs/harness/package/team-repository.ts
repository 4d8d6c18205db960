import { mkdirSync, mkdtempSync, realpathSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

const repository = path.join(import.meta.dirname, '../../..');

/** What a team's files import Airlock as: its package, or the same modules in the clone. */
export type Airlock = (entry: 'index' | 'vitest' | 'playwright') => string;

export const fromPackage: Airlock = (entry) => (entry === 'index' ? 'airlock' : `airlock/${entry}`);
export const fromClone: Airlock = (entry) => path.join(repository, `support/package/${entry}.ts`);

export interface TeamFiles {
  airlock: Airlock;
  /** The address of the team's site. */
  site: string;
  /** The `type` of the team's package; none where left out. */
  type?: 'module' | 'commonjs' | undefined;
}

/** A team's repository: their config, table, two runner configs, a check and a journey. Paths are relative to it. */
export function teamFiles({ airlock, site, type }: TeamFiles): Record<string, string> {
  return {
    'package.json': JSON.stringify({ name: 'acme', private: true, ...(type && { type }) }, null, 2),
    'deployment.config.ts': `import { defineDeployment } from '${airlock('index')}';
import { home } from './landmarks';

export default defineDeployment({
  name: 'acme',
  table: { file: 'acme.table', targets: ['NEXTJS'] },
  environments: { dev: { class: 'development', loopback: true }, prod: { class: 'production', loopback: true } },
  platforms: {
    pages: { url: { key: 'NEXT_PUBLIC_APP_URL' }, routes: [{ path: '/', contains: 'Orders' }] },
    smoke: { pages: [{ path: '/', landmark: home }] },
  },
});
`,
    'landmarks.ts': "export const home: { role: 'heading'; name: string } = { role: 'heading', name: 'Orders' };\n",
    'acme.table': `| TARGET | KEY                 | DEV_VALUE             | PROD_VALUE |
|--------|---------------------|-----------------------|------------|
| NEXTJS | NEXT_PUBLIC_APP_URL | http://127.0.0.1:9    | ${site} |
`,
    'vitest.config.ts': `export { default } from '${airlock('vitest')}';\n`,
    'playwright.config.ts': `export { default } from '${airlock('playwright')}';\n`,
    'specs/shop/orders-listed.spec.ts': `import { check, type Finding } from '${airlock('index')}';

check({
  id: 'shop/orders-listed',
  title: 'the site lists orders',
  platform: 'shop',
  effect: 'offline',
  severity: 'critical',
  why: 'Nobody can work without them.',
  remedy: 'Deploy the site again.',
  needs: ['platforms.pages'],
  subjects: ({ sites }) => sites,
  verify({ subject, count }): Finding[] {
    count('addresses', 1);
    return subject.url.url.port === '9' ? [{ what: 'no site', expected: 'one', received: 'none', from: ['platforms.pages.url'] }] : [];
  },
});
`,
    'journeys/opens-orders.smoke.ts': `import { journey } from '${airlock('index')}';

journey({
  id: 'smoke/opens-orders',
  title: 'a visitor opens the list of orders',
  effect: 'read',
  why: 'Nobody can work without it.',
  remedy: 'Deploy the site again.',
  path: '/',
  async steps({ page }) {
    await page.getByRole('heading', { name: 'Orders' }).waitFor();
  },
});
`,
  };
}

export interface TeamRepository extends AsyncDisposable {
  directory: string;
  write(file: string, text: string): void;
}

/** The files in a folder of their own, gone when it is disposed. */
export function teamRepository(files: Readonly<Record<string, string>>): TeamRepository {
  const directory = realpathSync(mkdtempSync(path.join(tmpdir(), 'airlock-team-')));
  const write = (file: string, text: string) => {
    mkdirSync(path.dirname(path.join(directory, file)), { recursive: true });
    writeFileSync(path.join(directory, file), text);
  };
  for (const [file, text] of Object.entries(files)) write(file, text);
  return {
    directory,
    write,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true, maxRetries: 3 }),
  };
}

const script = '/assets/index-3f2a9c1b.js';
const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Acme</title><meta name="viewport" content="width=device-width"><script type="module" src="${script}"></script></head><body><main><h1>Orders</h1></main></body></html>`;

export interface Site extends AsyncDisposable {
  url: string;
}

/** The team's site: one page with its script, and 404 for everything else. */
export async function startSite(): Promise<Site> {
  const server = createServer((request, response) => {
    const isHome = request.url === '/';
    if (request.url === '/favicon.ico') return response.writeHead(204).end();
    if (request.url === script) {
      const caching = 'public, max-age=31536000, immutable';
      return response
        .writeHead(200, { 'content-type': 'text/javascript', 'cache-control': caching })
        .end("document.documentElement.dataset.app = 'acme';\n");
    }
    response.writeHead(isHome ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    response.end(isHome ? page : '<!doctype html><title>Not found</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
