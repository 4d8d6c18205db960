import { defineConfig } from '@playwright/test';
import { findBrowser } from './support/smoke/browser.ts';
import { chromiumLaunchOptions } from './support/smoke/launch-options.ts';

const { executablePath } = await findBrowser();
// Playwright loads this file again in every worker; they need not search.
process.env.PLAYWRIGHT_CHROMIUM_EXECUTABLE = executablePath;

export default defineConfig({
  testDir: 'specs/smoke',
  testMatch: '*.smoke.ts',
  outputDir: 'test-results',
  fullyParallel: true,
  workers: 2,
  forbidOnly: true,
  reporter: 'list',
  use: {
    launchOptions: chromiumLaunchOptions(executablePath),
    serviceWorkers: 'allow',
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
  },
  projects: [{ name: 'smoke' }],
});
