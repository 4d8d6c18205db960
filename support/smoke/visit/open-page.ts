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

/** The result of opening one page: everything that the smoke checks judge. */
export interface PageReading {
  page: SmokePage;
  url: string;
  /** The response for the document after redirects, or why there was none. */
  document: { status: number; url: string } | { failure: string; certificate?: CertificateReading };
  landmark: LandmarkReading;
  settlement: Settlement;
  watch: PageWatch;
  /** The page's own measurements; undefined if it did not answer. */
  facts: PageFacts | undefined;
  /** Maps lines of served scripts to their source, as far as the site serves source maps. */
  originals: ReadonlyMap<string, string>;
  /** The page itself, open until the end of the run. */
  tab: Page;
}

export interface OpenOptions extends Omit<SettleOptions, 'hasFailed'> {
  /** What may fail without ending the wait for the rest. */
  known?: Known;
}

/**
 * Opens a page in `tab`, waits until it has settled, and then reads its landmark. The order matters: a prerendered page shows
 * its landmark at once, and an error that arrives with the data removes it again.
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
  // Whether the page answers is known by now: one that does not is not given long again.
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
    // Does not wait for `load`: a page that never finishes loading is reported as that.
    const response = await tab.goto(url, { timeout: timeoutMs, waitUntil: 'commit' });
    return response ? { status: response.status(), url: response.url() } : { failure: 'no answer' };
  } catch (error) {
    const failure = firstLine(errorText(error));
    const certificate = /ERR_CERT_|SEC_ERROR_|certificate/i.test(failure) ? await readCertificate(tab, url) : undefined;
    return { failure, ...(certificate && { certificate }) };
  }
}
