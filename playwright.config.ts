import { defineConfig } from '@playwright/test';
import { exitOnConfigError } from './support/report/runners/exit-on-config-error.ts';
import { planSmoke } from './support/report/runners/smoke-plan.ts';
import { findBrowser } from './support/smoke/browser/browser.ts';
import { chromiumLaunchOptions } from './support/smoke/browser/launch-options.ts';
import { browsersOf } from './support/smoke/browser/other-browsers.ts';
import { plainTestOptions } from './support/smoke/browser/plain-test-options.ts';

const { environments, isWorker, reporter, outputDirectory, browsers, journeys, conclude } = await planSmoke();
// What is named and not installed ends the run before anything is opened.
await exitOnConfigError(() => browsersOf(browsers), conclude);
const { executablePath, source } = await exitOnConfigError(() => findBrowser(), conclude);
// The workers load this file too, and one line is enough.
if (!isWorker) process.stdout.write(`Chromium: ${executablePath} (${source})\n`);
// Playwright loads this file again in every worker; they need not search.
process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE = executablePath;

export default defineConfig({
  testMatch: '*.smoke.ts',
  // What Playwright itself writes of a failure is not redacted: it stays where nobody picks it up, and goes with the run.
  outputDir: outputDirectory,
  globalSetup: './support/smoke/embedded-setup.ts',
  // One worker: every check judges the same visits.
  workers: 1,
  // A check that fails and then holds has not held.
  retries: 0,
  forbidOnly: true,
  reporter: reporter ? [['./support/report/runners/playwright-reporter.ts', reporter]] : 'list',
  // Traces and screenshots are kept by support/smoke/evidence, which redacts them first.
  use: { launchOptions: chromiumLaunchOptions(executablePath), trace: 'off', video: 'off', screenshot: 'off' },
  // A team's own tests are behind a door like every check's, and it stands where they run; their journeys have a folder of their own.
  projects: await Promise.all(
    environments.flatMap((name) =>
      ['specs/smoke', ...(journeys === undefined ? [] : [journeys])].map(async (testDir) => ({
        name,
        testDir,
        use: isWorker ? await plainTestOptions(name) : {},
      })),
    ),
  ),
});
