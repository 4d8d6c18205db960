import { existsSync } from 'node:fs';
import path from 'node:path';
import type { PlaywrightTestConfig, Project } from '@playwright/test';
import { moduleFile } from '../files/module-file.ts';
import type { CheckHomes } from '../report/runners/check-homes.ts';
import { asksForQuiet } from '../report/runners/ci-environment.ts';
import { exitOnConfigError } from '../report/runners/exit-on-config-error.ts';
import { planSmoke } from '../report/runners/smoke-plan.ts';
import { findBrowser } from '../smoke/browser/browser.ts';
import { chromiumLaunchOptions } from '../smoke/browser/launch-options.ts';
import { browsersOf } from '../smoke/browser/other-browsers.ts';
import { plainTestOptions } from '../smoke/browser/plain-test-options.ts';

/** The Playwright config of a smoke run. If something is wrong before a page is opened, it says so and ends the process with 78. */
export async function smokeConfig(): Promise<PlaywrightTestConfig> {
  const { environments, isWorker, reporter, outputDirectory, browsers, homes, journeys, conclude } = await planSmoke();
  // What is named and not installed ends the run before anything is opened.
  await exitOnConfigError(() => browsersOf(browsers), conclude);
  const { executablePath, source } = await exitOnConfigError(() => findBrowser(), conclude);
  // The workers load this file too, and one line is enough.
  if (!isWorker && !asksForQuiet(process.env)) process.stdout.write(`Chromium: ${executablePath} (${source})\n`);
  // Playwright loads the config again in every worker; they need not search.
  process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE = executablePath;

  const here = import.meta.filename;
  const folders = [...foldersOf(homes), ...(journeys === undefined ? [] : [journeys])];
  return {
    testMatch: '*.smoke.?(c|m)[jt]s',
    // What Playwright itself writes of a failure is not redacted: it stays where nobody picks it up, and goes with the run.
    outputDir: outputDirectory,
    globalSetup: moduleFile(here, '../smoke/embedded-setup.ts'),
    // One worker: every check judges the same visits.
    workers: 1,
    // A check that fails and then holds has not held.
    retries: 0,
    forbidOnly: true,
    reporter: reporter ? [[moduleFile(here, '../report/runners/playwright-reporter.ts'), reporter]] : 'list',
    // Traces and screenshots are kept by support/smoke/evidence, which redacts them first.
    use: { launchOptions: chromiumLaunchOptions(executablePath), trace: 'off', video: 'off', screenshot: 'off' },
    // A team's own tests are behind a door like every check's, and it stands where they run.
    projects: (
      await Promise.all(
        environments.map(async (name) => {
          const use = isWorker ? await plainTestOptions(name) : {};
          return folders.map((testDir): Project => ({ name, testDir, use }));
        }),
      )
    ).flat(),
  };
}

/** Where smoke tests are: Airlock's own, and a team's. Each folder is a project of the environment's name to Playwright. */
function foldersOf({ own, team }: CheckHomes): string[] {
  const folders = [own, ...(team === undefined ? [] : [team])].map((home) => path.join(home, 'specs/smoke'));
  return folders.filter((folder) => existsSync(folder));
}
