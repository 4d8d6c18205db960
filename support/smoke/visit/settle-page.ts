import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { countWords } from '../../text/count-words.ts';
import type { PageWatch } from '../watch/watch-page.ts';
import { withinTime } from '../watch/within-time.ts';

/** The entry in `waitingFor` when the page's main thread is blocked. */
export const pageDoesNotAnswer = 'the page itself: its main thread is blocked';

/** Whether a page settled, and if not, what it was still waiting for when time ran out. */
export type Settlement = { settled: true } | { settled: false; afterMs: number; waitingFor: string[] };

export interface SettleOptions {
  /** The longest wait. */
  timeoutMs?: number;
  /** How long nothing may happen before the page counts as settled. */
  quietMs?: number;
  /** A page whose main thread is busy for longer than this counts as not answering. */
  answerTimeoutMs?: number;
  /** Whether the page has certainly failed: from then on it gets `afterFailureMs` instead of the whole time. */
  hasFailed?: () => boolean;
  afterFailureMs?: number;
}

/**
 * Waits until a page has settled: no open request, no unanswered Convex call, nothing `aria-busy`, no indeterminate progress bar, and then
 * `quietMs` without a network message or console line, so that the effects of the last answer are seen too.
 *
 * @returns after about `timeoutMs` at most (`answerTimeoutMs` more if the page does not answer), with what is still open.
 * A page that does not settle is not an error by itself.
 */
export async function settlePage(page: Page, watch: PageWatch, options: SettleOptions = {}): Promise<Settlement> {
  const { timeoutMs = 15_000, quietMs = 300, answerTimeoutMs = 3_000, afterFailureMs = 1_500 } = options;
  const startedAtMs = Date.now();
  let failedAtMs: number | undefined;
  for (;;) {
    // A crashed page answers nothing and makes no progress.
    if (watch.events.some((event) => event.kind === 'page-crash')) return { settled: true };
    const waitingFor = watchedWaits(watch);
    const isQuiet = Date.now() - watch.lastActivityAtMs >= quietMs;
    // Each question interrupts the page, so it is asked only when there is nothing else to wait for.
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
        waitingFor: waits.length > 0 ? waits : [`${quietMs} ms without activity`],
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

/** Signs that a page is still loading: `aria-busy`, or a progress bar without a value. */
const signs = [
  { selector: '[aria-busy="true"]:visible', words: 'marked aria-busy' },
  {
    selector: '[role="progressbar"]:not([aria-valuenow]):visible, progress:not([value]):visible',
    words: 'with indeterminate progress',
  },
];

async function readBusy(page: Page, answerTimeoutMs: number): Promise<string[]> {
  // A page that navigates loses the question; it is asked again.
  const counts = Promise.all(signs.map(({ selector }) => page.locator(selector).count())).catch(() => []);
  const found = await withinTime(counts, answerTimeoutMs);
  if (found === undefined) return [pageDoesNotAnswer];
  return signs.flatMap(({ words }, index) => {
    const busy = found[index] ?? 0;
    return busy === 0 ? [] : [`${countWords(busy, 'element')} ${words}`];
  });
}
