import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readViolations } from '../../../../support/smoke/visit/accessibility.ts';
import { runRunner, verdictIn } from '../../package/run-in.ts';
import { fromClone, teamFiles, teamRepository } from '../../package/team-repository.ts';
import { launchChromium } from '../../smoke/open-tiny-page.ts';

const password = 'made-up-password-of-the-site-0001';
const page = (text: string) =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Acme</title></head><body><main><h1>Wrong</h1><p>${text}</p></main></body></html>`;

/** A site whose pages lack what they are to show; one of them shows a secret. */
async function startBrokenSite() {
  const bodies: Record<string, string> = {
    '/plain': page('a text that stays'),
    '/secret': page(`the password is ${password}`),
  };
  const server = createServer(({ url = '' }, response) => {
    const body = bodies[url];
    response.writeHead(body === undefined ? 404 : 200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(body ?? '<!doctype html><title>Not found</title>');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** The report of a smoke run in which every page fails, and the pictures that were kept beside it. */
async function failedRun() {
  await using site = await startBrokenSite();
  const files = teamFiles({ airlock: fromClone, site: site.url, type: 'module' });
  const config = files['deployment.config.ts'] ?? '';
  const team = teamRepository({
    ...files,
    'deployment.config.ts': config
      .replace(
        "pages: { url: { key: 'NEXT_PUBLIC_APP_URL' },",
        `$& basicAuth: { user: { value: 'tester' }, password: { key: 'SITE_PASSWORD' } },`,
      )
      .replace(
        "{ path: '/', landmark: home }",
        "{ path: '/plain', landmark: home }, { path: '/secret', landmark: home }",
      ),
  });
  const { stdout, stderr } = await runRunner(team.directory, 'playwright', ['test', '--project=prod', 'loads'], {
    PROD_SITE_PASSWORD: password,
  });
  return { team, said: stdout + stderr, reports: path.join(team.directory, 'reports/acme/prod') };
}

describe('the page of a smoke run that failed', () => {
  test('has each screenshot that was kept, none with a secret, and is readable by everybody', async () => {
    const { team, said, reports } = await failedRun();
    await using _ = team;
    expect(verdictIn(team.directory).exitCode, said).toBe(1);
    const file = path.join(reports, 'report.html');
    const html = readFileSync(file, 'utf8');
    const kept = globSync('smoke/**/*.png', { cwd: reports });
    const shown = [...html.matchAll(/src="data:image\/png;base64,([^"]+)"/g)].map(([, bytes]) => bytes);
    expect(kept.length, said).toBeGreaterThan(0);
    expect(shown.sort()).toEqual(kept.map((name) => readFileSync(path.join(reports, name), 'base64')).sort());
    // A page that shows a secret gets no picture, and its text is nowhere.
    expect(kept.filter((name) => name.includes('secret'))).toEqual([]);
    for (const text of [html, readFileSync(path.join(reports, 'verdict.json'), 'utf8')])
      expect(text).not.toContain(password);
    expect(html).toContain('the landmark is not visible on the page');

    await using browser = await launchChromium();
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [360, 1280]) {
        const tab = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
        const asked: string[] = [];
        tab.on('request', (request) => asked.push(request.url()));
        await tab.goto(pathToFileURL(file).href);
        await tab.locator('summary').evaluateAll((all) => {
          for (const each of all) (each.parentElement as HTMLDetailsElement).open = true;
        });
        expect(await readViolations(tab), `${colorScheme}, ${width}`).toEqual([]);
        expect(await tab.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
        const pictures = tab.locator('figure img');
        expect(await pictures.count()).toBe(shown.length);
        expect(
          await pictures.evaluateAll((all) => all.map((each) => (each as HTMLImageElement).naturalWidth > 0)),
        ).toEqual(shown.map(() => true));
        expect(asked.filter((url) => !/^(?:file|data):/.test(url))).toEqual([]);
        await tab.close();
      }
  });
});
