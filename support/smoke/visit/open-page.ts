import { setTimeout as delay } from 'node:timers/promises';
import type { Page, Response } from '@playwright/test';
import { type Front, frontOfPage } from '../../http/front/front.ts';
import type { SmokePage } from '../../profile/index.ts';
import { errorText } from '../../text/error-text.ts';
import { firstLine } from '../../text/one-line.ts';
import { judgeFailedRequests } from '../judge/judge-failed-requests.ts';
import { judgePageErrors } from '../judge/judge-page-errors.ts';
import type { Known } from '../judge/known-failures.ts';
import { type PageFacts, readPageFacts, watchPageFacts } from '../watch/page-facts.ts';
import { readOriginals } from '../watch/read-originals.ts';
import { type PageWatch, watchPage } from '../watch/watch-page.ts';
import { withinTime } from '../watch/within-time.ts';
import { type CertificateReading, readCertificate } from './read-certificate.ts';
import { type LandmarkReading, readLandmark } from './read-landmark.ts';
import { type Settlement, type SettleOptions, settlePage } from './settle-page.ts';
import { WaitingClock } from './waiting-clock.ts';

/** The result of opening one page: everything that the smoke checks judge. */
export interface PageReading {
  page: SmokePage;
  url: string;
  /** The response for the document after redirects, or why there was none. */
  document: { status: number; url: string } | { failure: string; certificate?: CertificateReading };
  /** What answered in the site's place. */
  front?: Front;
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
  /** How long the page is watched after it has settled, in ms, and then left; not at all where left out. */
  watchMs?: number;
  /** Called once the page has settled: from then on it is only watched. */
  onSettled?: () => void;
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
  const seen = watchFront(tab);
  const document = await readDocument(tab, url, options.timeoutMs ?? 15_000);
  const front = await seen.front();
  const reading = {
    page,
    url,
    document,
    ...(front && { front }),
    watch,
    tab,
    facts: undefined,
    originals: new Map<string, string>(),
  };
  if ('failure' in document || front) {
    const settlement: Settlement = { settled: false, afterMs: 0, waitingFor: ['the document'] };
    return { ...reading, landmark: { isVisible: false, seen: ['nothing'] }, settlement };
  }
  const settlement = await settlePage(tab, watch, {
    ...options,
    hasFailed: () => hasFailed(watch, page, options.known),
  });
  // Whether the page answers is known by now: one that does not is not given long again.
  const landmark = await readLandmark(tab, page.landmark, options.answerTimeoutMs);
  watch.settled();
  options.onSettled?.();
  const after = await watchOn(tab, watch, page, options);
  return {
    ...reading,
    landmark: landmark.isVisible ? (after ?? landmark) : landmark,
    settlement,
    facts: await readPageFacts(tab, options.answerTimeoutMs),
    originals: await readOriginals(tab, watch.events),
  };
}

/**
 * Watches a page that has settled, and then makes it believe that it is left, so that its beacons are seen.
 * @returns its landmark at the end; undefined where it is not watched
 */
async function watchOn(
  tab: Page,
  watch: PageWatch,
  page: SmokePage,
  { watchMs = 0, known, answerTimeoutMs = 3_000 }: OpenOptions,
): Promise<LandmarkReading | undefined> {
  if (watchMs === 0 || hasFailed(watch, page, known)) return undefined;
  const clock = new WaitingClock();
  while (clock.waitedMs < watchMs && !hasFailed(watch, page, known)) {
    await delay(50);
    clock.tick(50);
  }
  const landmark = await readLandmark(tab, page.landmark, answerTimeoutMs);
  await withinTime(
    tab.evaluate(leave).catch(() => undefined),
    answerTimeoutMs,
  );
  return landmark;
}

/** Runs in the page: tells its scripts what a browser tells them when a visitor goes away, and stays. */
async function leave(): Promise<void> {
  Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  dispatchEvent(new PageTransitionEvent('pagehide', { persisted: false }));
  dispatchEvent(new Event('unload'));
  Reflect.deleteProperty(document, 'visibilityState');
  await new Promise((resolve) => setTimeout(resolve, 150));
}

function hasFailed({ events, convex, connections }: PageWatch, page: SmokePage, known: Known = {}): boolean {
  return (
    [...connections.values()].some(({ isKeptOut }) => isKeptOut) ||
    judgePageErrors(events, known).length > 0 ||
    judgeFailedRequests(events, page, known).length > 0 ||
    convex.calls().some(({ outcome }) => outcome === 'failed')
  );
}

/** Recognises what answers a page's document in the site's place, also where it redirects to a login that the door blocks. */
function watchFront(tab: Page): { front: () => Promise<Front | undefined> } {
  const answers: Promise<Front | undefined>[] = [];
  const look = async (response: Response) => {
    const headers = new Headers(await response.allHeaders().catch(() => ({})));
    const isRedirect = response.status() >= 300 && response.status() <= 399;
    const body = isRedirect
      ? ''
      : await withinTime(
          response.text().catch(() => ''),
          3_000,
        );
    return frontOfPage({
      status: response.status(),
      headers,
      body: (body ?? '').slice(0, 20_000),
      url: response.url(),
    });
  };
  const listen = (response: Response) => {
    const request = response.request();
    if (request.isNavigationRequest() && request.frame() === tab.mainFrame()) answers.push(look(response));
  };
  tab.on('response', listen);
  return {
    async front() {
      tab.off('response', listen);
      return (await Promise.all(answers)).find((front) => front !== undefined);
    },
  };
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
