import { expect, test } from 'vitest';
import { startFrontend } from '../../../fixtures/frontends/start-frontend.ts';
import { readSourceReferences } from '../../../support/contract/index.ts';

async function routesOf(files: Readonly<Record<string, string>>) {
  await using frontend = await startFrontend(files);
  const { routes, openRoutes } = await readSourceReferences({ root: frontend.root });
  return {
    routes: routes.map(({ method, path, file, line }) => `${method ?? '?'} ${path} @ ${file}:${line}`),
    open: openRoutes.map(({ text }) => text),
  };
}

const site = 'process.env.NEXT_PUBLIC_CONVEX_SITE_URL';
const viteSite = 'import.meta.env.VITE_CONVEX_SITE_URL';

test.each([
  ['a template', `fetch(\`\${${site}}/health\`)`, 'GET /health'],
  ['a template of an asserted value', `fetch(\`\${${site}!}/health?full=1\`, {})`, 'GET /health'],
  ['a sum', `fetch(${site} + '/incidents/report', { method: 'POST', body })`, 'POST /incidents/report'],
  ['an address that is constructed', `fetch(new URL('/health', ${site}))`, 'GET /health'],
  ['an address that is written out', `fetch('https://brisk-heron-101.convex.site/health')`, 'GET /health'],
  ['Vite', `fetch(\`\${${viteSite}}/a/b\`, { method: 'put' })`, 'PUT /a/b'],
  ['a query that is known only at run time', `fetch(\`\${${site}}/search?q=\${query}\`)`, 'GET /search'],
  ['a constant', `const base = ${site};\nwindow.fetch(\`\${base}/health\`)`, 'GET /health'],
  ['a method that is known only at run time', `fetch(\`\${${site}}/health\`, options)`, '? /health'],
  [
    'an address that is made from that of the functions',
    "const base = process.env.NEXT_PUBLIC_CONVEX_URL.replace('.cloud', '.site');\nfetch(base + '/health')",
    'GET /health',
  ],
])('what is fetched from the site URL is found: %s', async (_, source, route) => {
  const { routes, open } = await routesOf({ 'app.ts': source });
  expect(routes.map((each) => each.split(' @ ')[0])).toEqual([route]);
  expect(open).toEqual([]);
});

test('the site URL is followed through modules', async () => {
  const { routes } = await routesOf({
    'lib/site.ts': `export const siteUrl = ${site} ?? '';`,
    'app.ts': `import { siteUrl } from './lib/site';\nfetch(\`\${siteUrl}/health\`);`,
  });
  expect(routes).toEqual(['GET /health @ app.ts:2']);
});

test('a fetch from elsewhere is not one of an HTTP action, and those of tests are not read', async () => {
  const { routes, open } = await routesOf({
    'app.ts': `fetch('/api/health'); fetch(\`\${process.env.API_URL}/health\`); fetch(url); other.prefetch(${site});`,
    'app.test.ts': `fetch(\`\${${site}}/health\`)`,
  });
  expect({ routes, open }).toEqual({ routes: [], open: [] });
});

test('a path that is known only at run time is reported as open', async () => {
  const { routes, open } = await routesOf({ 'app.ts': `fetch(\`\${${site}}/files/\${id}\`)` });
  expect(routes).toEqual([]);
  expect(open).toHaveLength(1);
});
