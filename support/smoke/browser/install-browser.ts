import { findBrowser } from './browser.ts';
import { describeOthers } from './other-browsers.ts';

// `npm run browser`: one line a browser, and an exit code that says whether there is a Chromium.
try {
  const { executablePath, source } = await findBrowser();
  console.log(`Chromium: ${executablePath} (${source})`);
  for (const line of await describeOthers()) console.log(line);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
