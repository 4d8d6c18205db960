import { findBrowser } from './browser.ts';

// `npm run browser`: one line, and an exit code that says whether there is a browser.
try {
  const { executablePath, source } = await findBrowser();
  console.log(`Chromium: ${executablePath} (${source})`);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
