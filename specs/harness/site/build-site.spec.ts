import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildSite } from '../../../fixtures/twin/site/build-site.ts';
import { placeholders } from '../../../fixtures/twin/site/placeholders.ts';

const { directory } = await buildSite();
const readText = (file: string) => readFile(join(directory, file), 'utf8');
const scripts = (await readdir(join(directory, 'assets'))).filter((file) => file.endsWith('.js'));

test.for([
  ['index.html', 'Companies'],
  ['sites.html', 'Sites'],
  ['incidents.html', 'Incidents'],
  ['404.html', 'Page not found'],
] as const)('%s holds its landmark without any script', async ([file, name]) => {
  const html = await readText(file);
  expect(html).toContain(`<main aria-label="${name}"><h1>${name}</h1>`);
  expect(html).toContain(`<title>${name} · Incident Desk</title>`);
});

test('the pages hold no inline script, which the content security policy would refuse', async () => {
  for (const file of ['index.html', 'sites.html', 'incidents.html', '404.html']) {
    expect(await readText(file)).not.toMatch(/<script(?![^>]*\bsrc=)/);
  }
});

test('the incidents page is a chunk of its own that no HTML names', async () => {
  const chunk = scripts.find((file) => file.startsWith('incidents-page-'));
  expect(chunk).toBeDefined();
  expect(await readText(join('assets', chunk ?? ''))).toContain('.incidents.list.listSiteIncidents');
  expect(await readText('incidents.html')).not.toContain(chunk);
});

test('the scripts hold the placeholders, the production build of React, and no source of the server', async () => {
  const all = (await Promise.all(scripts.map((file) => readText(join('assets', file))))).join('\n');
  expect(all).toContain(placeholders.convexUrl);
  expect(all).toContain(placeholders.workerUrl);
  expect(all).toContain('Minified React error');
  expect(all).toContain('.sites.list.listCompanySites');
  expect(await readdir(directory)).not.toContain('.prerender');
});

test('a second call returns the very same build', async () => {
  const first = buildSite();
  expect(buildSite()).toBe(first);
  expect((await first).directory).toBe(directory);
});
