import { defineConfig } from '@playwright/test';
import { planSmoke } from './support/report/smoke-plan.ts';
import { findBrowser } from './support/smoke/browser.ts';
import { chromiumLaunchOptions } from './support/smoke/launch-options.ts';

const { environments, reporter } = await planSmoke();
const { executablePath } = await findBrowser();
// Playwright loads this file again in every worker; they need not search.
process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE = executablePath;

export default defineConfig({
  testDir: 'specs/smoke',
  testMatch: '*.smoke.ts',
  outputDir: 'test-results',
  globalSetup: './support/smoke/embedded-setup.ts',
  // One worker: every check judges the same visits.
  workers: 1,
  // A check that fails and then holds has not held.
  retries: 0,
  forbidOnly: true,
  reporter: reporter ? [['./support/report/playwright-reporter.ts', reporter]] : 'null',
  // No trace and no video: what they record of the network may hold credentials.
  use: { launchOptions: chromiumLaunchOptions(executablePath), trace: 'off', video: 'off', screenshot: 'off' },
  projects: environments.map((name) => ({ name })),
});
