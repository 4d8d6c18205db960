import type { Page } from '@playwright/test';
import type { SmokePage } from '../../profile/index.ts';
import { errorText } from '../../text/error-text.ts';
import { firstLine } from '../../text/one-line.ts';
import { judgeFailedRequests } from '../judge/judge-failed-requests.ts';
import { judgePageErrors } from '../judge/judge-page-errors.ts';
import type { Known } from '../judge/known-failures.ts';
import { type PageFacts, readPageFacts, watchPageFacts } from '../watch/page-facts.ts';
import { readOriginals } from '../watch/read-originals.ts';
import { type PageWatch, watchPage } from '../watch/watch-page.ts';
import { type CertificateReading, readCertificate } from './read-certificate.ts';
import { type LandmarkReading, readLandmark } from './read-landmark.ts';
import { type Settlement, type SettleOptions, settlePage } from './settle-page.ts';

/** What came of opening one page: everything that the smoke checks judge. */
export interface PageReading {
  page: SmokePage;
  url: string;
  /** The document's own answer, after redirects; or why there was none. */
  document: { status: number; url: string } | { failure: string; certificate?: CertificateReading };
  landmark: LandmarkReading;
  settlement: Settlement;
  watch: PageWatch;
  /** What the page measured of itself; undefined where it gave no answer. */
  facts: PageFacts | undefined;
  /** Where a line of a served script stands in its source, as far as maps are served. */
  originals: ReadonlyMap<string, string>;
  /** The page itself, open until the end of the run. */
  tab: Page;
}

export interface OpenOptions extends Omit<SettleOptions, 'hasFailed'> {
  /** What may fail: it is no reason to stop waiting for the rest. */
  known?: Known;
}

/**
 * Opens a page in `tab`, waits until it is at rest, and then reads its landmark. The order matters: a prerendered page shows
 * its landmark at once, and an error that comes with the data takes it away again.
 */
export async function openPage(
  tab: Page,
  origin: string,
  page: SmokePage,
  options: OpenOptions = {},
): Promise<PageReading> {
  const url = new URL(page.path, origin).href;
  const watch = watchPage(tab);
  await Promise.all([watchPageFacts(tab), watch.initiators.ready]);
  const document = await readDocument(tab, url, options.timeoutMs ?? 15_000);
  const reading = { page, url, document, watch, tab, facts: undefined, originals: new Map<string, string>() };
  if ('failure' in document) {
    const settlement: Settlement = { settled: false, afterMs: 0, waitingFor: ['the document'] };
    return { ...reading, landmark: { isVisible: false, seen: ['nothing'] }, settlement };
  }
  const settlement = await settlePage(tab, watch, {
    ...options,
    hasFailed: () => hasFailed(watch, page, options.known),
  });
  // Whether it answers was asked just now: a page that does not is not asked for long again.
  const landmark = await readLandmark(tab, page.landmark, options.answerTimeoutMs);
  return {
    ...reading,
    landmark,
    settlement,
    facts: await readPageFacts(tab, options.answerTimeoutMs),
    originals: await readOriginals(tab, watch.events),
  };
}

function hasFailed({ events, convex, connections }: PageWatch, page: SmokePage, known: Known = {}): boolean {
  return (
    [...connections.values()].some(({ isKeptOut }) => isKeptOut) ||
    judgePageErrors(events, known).length > 0 ||
    judgeFailedRequests(events, page, known).length > 0 ||
    convex.calls().some(({ outcome }) => outcome === 'failed')
  );
}

async function readDocument(tab: Page, url: string, timeoutMs: number): Promise<PageReading['document']> {
  try {
    // Not until it has loaded: what a page loads may never end, and that is told as what it is.
    const response = await tab.goto(url, { timeout: timeoutMs, waitUntil: 'commit' });
    return response ? { status: response.status(), url: response.url() } : { failure: 'no answer' };
  } catch (error) {
    const failure = firstLine(errorText(error));
    const certificate = /ERR_CERT_|SEC_ERROR_|certificate/i.test(failure) ? await readCertificate(tab, url) : undefined;
    return { failure, ...(certificate && { certificate }) };
  }
}
