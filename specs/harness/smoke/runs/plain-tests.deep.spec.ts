import { mkdtempDisposable, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { repository } from '../../bad-input/run-command.ts';
import { startForeignHost } from '../foreign-host.ts';
import { startTinyPages, tinyPage } from '../tiny-pages.ts';
import { runPlaywright } from './run-playwright.ts';

/** What a team that knows Playwright writes, without anything of ours. */
const teamTest = (foreign: string) => `
import { expect, test } from '@playwright/test';

test('the page opens', async ({ page }) => {
  const asked = page.waitForEvent('requestfailed', (request) => request.url().endsWith('/by-the-page'));
  await page.goto('/');
  await expect(page.getByRole('main', { name: 'Tiny' })).toBeVisible();
  await asked;
});
test('the test itself goes elsewhere', async ({ page }) => {
  await expect(page.goto('http://${foreign}/by-the-test')).rejects.toThrow(/ERR_/);
});
test('a context of its own goes elsewhere', async ({ browser, baseURL }) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(baseURL);
  await expect(page.goto('http://${foreign}/by-a-context')).rejects.toThrow(/ERR_/);
});
test.describe(() => {
  test.describe.configure({ retries: 1 });
  test('the second try passes', ({}, { retry }) => {
    expect(retry, 'which try it is').toBe(1);
  });
});
test('a request outside the page goes home, and nowhere else', async ({ request }) => {
  expect((await request.get('/')).status()).toBe(200);
  expect((await request.get('http://foreign.invalid/')).status()).toBe(403);
});
`;

/** The shipped Playwright config, with the tests of another folder. */
const playwrightConfig = `
import shipped from '${repository}/playwright.config.ts';

const [[file, options]] = Array.isArray(shipped.reporter) ? shipped.reporter : [[]];
export default {
  ...shipped,
  projects: [...new Map(shipped.projects.map((each) => [each.name, { ...each, testDir: '.' }])).values()],
  globalSetup: '${repository}/support/smoke/embedded-setup.ts',
  reporter: file === undefined ? 'null' : [['${repository}/support/report/runners/playwright-reporter.ts', options]],
};
`;

function deployment(site: string, thirdParty: string): string {
  const platforms = {
    pages: { url: { value: site } },
    smoke: {
      pages: [{ path: '/', landmark: { role: 'main', name: 'Tiny' } }],
      thirdParties: [{ origin: thirdParty }],
    },
  };
  const environments = { prod: { class: 'production', loopback: true } };
  const table = { file: 'app.table', targets: ['NEXTJS'] };
  return `export default ${JSON.stringify({ name: 'team', table, environments, platforms })};\n`;
}

test('a team’s own Playwright test reaches the hosts of the profile, and no other one', {
  timeout: 120_000,
}, async () => {
  await using foreign = await startForeignHost();
  await using known = await startForeignHost();
  await using site = await startTinyPages({
    '/': tinyPage(`<img alt="" src="http://${foreign.host}/by-the-page"><img alt="" src="http://${known.host}/known">`),
  });
  await using folder = await mkdtempDisposable(path.join(tmpdir(), 'airlock-team-'));
  const files = {
    'package.json': '{ "type": "module" }\n',
    'app.table': '| TARGET | KEY | PROD_VALUE |\n|---|---|---|\n',
    'deployment.config.ts': deployment(site.url, `http://${known.host}`),
    'playwright.config.ts': playwrightConfig,
    'team.smoke.ts': teamTest(foreign.host),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(path.join(folder.path, name), text);
  await symlink(path.join(repository, 'node_modules'), path.join(folder.path, 'node_modules'));

  const { output, outcomes, exitCode } = await runPlaywright(path.join(folder.path, 'deployment.config.ts'), {}, [
    '--project=prod',
    `--config=${path.join(folder.path, 'playwright.config.ts')}`,
  ]);
  expect(foreign.reached, output).toEqual([]);
  expect(new Set(known.reached), output).toEqual(new Set(['GET /known']));
  expect(
    outcomes.map(({ title, kind }) => [title, kind]),
    output,
  ).toEqual([
    ['the page opens', 'held'],
    ['the test itself goes elsewhere', 'held'],
    ['a context of its own goes elsewhere', 'held'],
    ['the second try passes', 'failed'],
    ['a request outside the page goes home, and nowhere else', 'held'],
  ]);
  // A test that passes at last has an error to show all the same.
  expect(outcomes.flatMap(({ findings }) => findings)).toMatchObject([
    { received: expect.stringContaining('which try it is') },
  ]);
  expect(exitCode).toBe(1);
});
