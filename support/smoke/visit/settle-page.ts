import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { countWords } from '../../text/count-words.ts';
import type { PageWatch } from '../watch/watch-page.ts';
import { withinTime } from '../watch/within-time.ts';

/** What stands in `waitingFor` where the page's own thread is blocked. */
export const pageDoesNotAnswer = 'the page itself, whose script does not come to an end';

/** Whether a page came to rest, and if not, what it was still waiting for when the time was up. */
export type Settlement = { settled: true } | { settled: false; afterMs: number; waitingFor: string[] };

export interface SettleOptions {
  /** The longest wait. */
  timeoutMs?: number;
  /** How long nothing may happen before the page counts as at rest. */
  quietMs?: number;
  /** A page at work for longer than this at a stretch counts as not answering. */
  answerTimeoutMs?: number;
  /** Whether it is certain that the page fails: from then on it is given `afterFailureMs` more, and not the whole time. */
  hasFailed?: () => boolean;
  afterFailureMs?: number;
}

/**
 * Waits until a page is at rest: no request open, no Convex call unanswered, nothing marked `aria-busy` or shown as a progress without an end, and then
 * `quietMs` without any network message or console line, so that what the last answer set off is seen too.
 *
 * @returns after about `timeoutMs` at most (`answerTimeoutMs` more where the page itself does not answer), with what is
 * still open; a page that does not settle is no error of its own
 */
export async function settlePage(page: Page, watch: PageWatch, options: SettleOptions = {}): Promise<Settlement> {
  const { timeoutMs = 15_000, quietMs = 300, answerTimeoutMs = 3_000, afterFailureMs = 1_500 } = options;
  const startedAtMs = Date.now();
  let failedAtMs: number | undefined;
  for (;;) {
    // A crashed page answers no question and gets no further.
    if (watch.events.some((event) => event.kind === 'page-crash')) return { settled: true };
    const waitingFor = watchedWaits(watch);
    const isQuiet = Date.now() - watch.lastActivityAtMs >= quietMs;
    // The page is asked only when there is nothing else to wait for: each question costs it a moment.
    const asks = waitingFor.length === 0 && isQuiet;
    if (asks) {
      waitingFor.push(...(await readBusy(page, answerTimeoutMs)));
      if (waitingFor.length === 0) return { settled: true };
    }
    if (failedAtMs === undefined && options.hasFailed?.()) failedAtMs = Date.now();
    const now = Date.now();
    if (now - startedAtMs >= timeoutMs || (failedAtMs !== undefined && now - failedAtMs >= afterFailureMs)) {
      const waits = asks ? waitingFor : [...waitingFor, ...(await readBusy(page, answerTimeoutMs))];
      return {
        settled: false,
        afterMs: now - startedAtMs,
        waitingFor: waits.length > 0 ? waits : [`${quietMs} ms of silence`],
      };
    }
    await delay(20);
  }
}

function watchedWaits(watch: PageWatch): string[] {
  return [
    ...watch.openRequests().map((request) => `${request.method()} ${request.url()}`),
    ...watch.convex.pending().map((call) => `Convex ${call.kind} ${call.path}`),
  ];
}

/** What says of itself that it is not done: by ARIA's word, or as a bar that does not know how far it is. */
const signs = [
  { selector: '[aria-busy="true"]:visible', words: 'marked aria-busy' },
  {
    selector: '[role="progressbar"]:not([aria-valuenow]):visible, progress:not([value]):visible',
    words: 'of endless progress',
  },
];

async function readBusy(page: Page, answerTimeoutMs: number): Promise<string[]> {
  // A page that moves on to another address loses the question; it is asked again.
  const counts = Promise.all(signs.map(({ selector }) => page.locator(selector).count())).catch(() => []);
  const found = await withinTime(counts, answerTimeoutMs);
  if (found === undefined) return [pageDoesNotAnswer];
  return signs.flatMap(({ words }, index) => {
    const busy = found[index] ?? 0;
    return busy === 0 ? [] : [`${countWords(busy, 'element')} ${words}`];
  });
}
