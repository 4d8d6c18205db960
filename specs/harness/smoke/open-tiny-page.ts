import { type Browser, chromium } from '@playwright/test';
import type { SmokePage } from '../../../support/profile/index.ts';
import { findBrowser } from '../../../support/smoke/browser/browser.ts';
import { chromiumLaunchOptions } from '../../../support/smoke/browser/launch-options.ts';
import { type OpenOptions, openPage, type PageReading } from '../../../support/smoke/visit/open-page.ts';
import { startTinyPages, type TinyAnswer } from './tiny-pages.ts';

export async function launchChromium(): Promise<Browser> {
  return chromium.launch(chromiumLaunchOptions((await findBrowser()).executablePath));
}

/** Serves the answers and opens `/`, expecting the landmark `main "Tiny"` where nothing else is said. */
export async function openTinyPage(
  browser: Browser,
  answers: Record<string, TinyAnswer>,
  { page = {}, ...options }: { page?: Partial<SmokePage> } & OpenOptions = {},
): Promise<PageReading> {
  await using server = await startTinyPages(answers);
  const context = await browser.newContext();
  try {
    const expected: SmokePage = { path: '/', landmark: { role: 'main', name: 'Tiny' }, status: 200, ...page };
    return await openPage(await context.newPage(), server.url, expected, {
      timeoutMs: 5_000,
      quietMs: 200,
      ...options,
    });
  } finally {
    await context.close();
  }
}
