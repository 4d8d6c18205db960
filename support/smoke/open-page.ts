import type { Page } from '@playwright/test';
import type { SmokePage } from '../profile/index.ts';
import { type LandmarkReading, readLandmark } from './read-landmark.ts';
import { type Settlement, settlePage } from './settle-page.ts';
import { type PageWatch, watchPage } from './watch-page.ts';

/** What came of opening one page: everything that the smoke checks judge. */
export interface PageReading {
  page: SmokePage;
  url: string;
  /** The document's own answer, after redirects; or why there was none. */
  document: { status: number; url: string } | { failure: string };
  landmark: LandmarkReading;
  settlement: Settlement;
  watch: PageWatch;
}

/**
 * Opens a page in `tab`, waits until it is at rest, and then reads its landmark. The order matters: a prerendered page shows
 * its landmark at once, and an error that comes with the data takes it away again.
 */
export async function openPage(
  tab: Page,
  origin: string,
  page: SmokePage,
  timeouts: { timeoutMs?: number; quietMs?: number } = {},
): Promise<PageReading> {
  const url = new URL(page.path, origin).href;
  const watch = watchPage(tab);
  const document = await readDocument(tab, url, timeouts.timeoutMs ?? 15_000);
  if ('failure' in document) {
    const settlement: Settlement = { settled: false, afterMs: 0, waitingFor: ['the document'] };
    return { page, url, document, landmark: { isVisible: false, seen: ['nothing'] }, settlement, watch };
  }
  const settlement = await settlePage(tab, watch, timeouts);
  const landmark = await readLandmark(tab, page.landmark);
  return { page, url, document, landmark, settlement, watch };
}

async function readDocument(tab: Page, url: string, timeoutMs: number): Promise<PageReading['document']> {
  try {
    const response = await tab.goto(url, { timeout: timeoutMs });
    return response ? { status: response.status(), url: response.url() } : { failure: 'no answer' };
  } catch (error) {
    return { failure: error instanceof Error ? (error.message.split('\n')[0] ?? error.message) : String(error) };
  }
}
