import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtempDisposable } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startTwin } from '../../fixtures/twin/start-twin.ts';
import { writeTwinProject } from '../../fixtures/twin/write-project.ts';
import { findBrowser } from '../../support/smoke/browser/browser.ts';
import { chromiumLaunchOptions } from '../../support/smoke/browser/launch-options.ts';
import type { FigureName } from '../figure-families.ts';
import { openVisits, ownPages, sideBySide } from '../smoke.ts';
import { comparePairs, type Figure } from './pairs.ts';
import { measureProcess, repository } from './whole-process.ts';

const playwright = [process.execPath, path.join(repository, 'node_modules/@playwright/test/cli.js'), 'test'];

/** What a browser visits, against Playwright alone. */
export const smokeFigures: Readonly<Record<FigureName<'smoke'>, () => Promise<Figure>>> = {
  visits: () => visits({ watchMs: 0, aim: 1.2 }),
  'watched-visits': () => visits({ watchMs: 5_000, aim: 1.2 }),
  'smoke-project': wholeProject,
};

/** Ten pages watched, settled and judged, against visits that wait for the landmark and as long. */
async function visits({ watchMs, aim }: { watchMs: number; aim: number }): Promise<Figure> {
  await using twin = await startTwin();
  await using both = await openVisits(twin, watchMs);
  return await comparePairs({
    figure: `smoke of ${both.pages} pages, watched for ${watchMs} ms`,
    anchor: `bare Playwright, ${sideBySide} side by side, that waits as long`,
    unit: 'ms',
    aim,
    ours: both.watched,
    anchors: both.bare,
  });
}

/** The whole smoke project, against a plain suite that visits the same pages and waits for their landmarks. */
async function wholeProject(): Promise<Figure> {
  await using directory = await mkdtempDisposable(path.join(tmpdir(), 'airlock-bench-'));
  await using twin = await startTwin();
  const { configFile, keys } = writeTwinProject(path.join(directory.path, 'project'), twin);
  const plain = path.join(directory.path, 'plain');
  await writePlainSuite(plain, twin.environments.prod.siteUrl);

  return await comparePairs({
    figure: 'the whole smoke project, start to exit',
    anchor: 'a plain Playwright suite that visits the same pages',
    unit: 'ms',
    aim: 2,
    pairs: 3,
    ours: async () =>
      (
        await measureProcess([...playwright, '--project', 'prod'], {
          cwd: repository,
          env: { DEPLOYMENT_CONFIG: configFile, ...keys },
        })
      ).wallMs,
    anchors: async () => (await measureProcess(playwright, { cwd: plain })).wallMs,
  });
}

async function writePlainSuite(directory: string, siteUrl: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  symlinkSync(path.join(repository, 'node_modules'), path.join(directory, 'node_modules'));
  writeFileSync(path.join(directory, 'package.json'), '{ "type": "module" }\n');
  const { executablePath } = await findBrowser();
  const use = { baseURL: siteUrl, launchOptions: chromiumLaunchOptions(executablePath) };
  writeFileSync(
    path.join(directory, 'playwright.config.ts'),
    `export default { testDir: '.', fullyParallel: true, use: ${JSON.stringify(use)} };\n`,
  );
  const tests = (await ownPages()).map(
    ({ path: page, landmark }) => `
test(${JSON.stringify(page)}, async ({ page }) => {
  await page.goto(${JSON.stringify(page)});
  await page.getByRole(${JSON.stringify(landmark.role)}, { name: ${JSON.stringify(landmark.name)}, exact: true }).waitFor();
});
`,
  );
  writeFileSync(path.join(directory, 'plain.spec.ts'), `import { test } from '@playwright/test';\n${tests.join('')}`);
}
