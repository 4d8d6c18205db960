import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { countWords } from '../../text/count-words.ts';
import type { PageWatch } from '../watch/watch-page.ts';
import { askPage } from './ask-page.ts';
import { WaitingClock } from './waiting-clock.ts';

const turnMs = 20;
const documentWait = 'the document';

/** The entry in `waitingFor` when the page's main thread is blocked. */
export const pageDoesNotAnswer = 'the page itself: its main thread is blocked';

/** Whether a page settled, and if not, what it was still waiting for when time ran out. */
export type Settlement = { settled: true } | { settled: false; afterMs: number; waitingFor: string[] };

export interface SettleOptions {
  /** The longest wait. */
  timeoutMs?: number;
  /** How long nothing may happen before the page counts as settled. */
  quietMs?: number;
  /** A page whose main thread is busy for longer than this, while another page has its turns, counts as not answering. */
  answerTimeoutMs?: number;
  /** Whether the page has certainly failed: from then on it gets `afterFailureMs` instead of the whole time. */
  hasFailed?: () => boolean;
  afterFailureMs?: number;
}

/**
 * Waits until a page has settled: no open request, no unanswered Convex call, its scripts have run, nothing `aria-busy`, no indeterminate
 * progress bar, and then `quietMs` without a network message or console line, so that the effects of the last answer are seen too.
 * Silence alone is not enough: on a busy machine a script may be loaded long before it runs and asks for its data.
 *
 * @returns after about `timeoutMs` at most (`answerTimeoutMs` more if the page does not answer), with what is still open.
 * A page that does not settle is not an error by itself.
 */
export async function settlePage(page: Page, watch: PageWatch, options: SettleOptions = {}): Promise<Settlement> {
  const { timeoutMs = 15_000, quietMs = 300, answerTimeoutMs = 3_000, afterFailureMs = 1_500 } = options;
  const clock = new WaitingClock();
  let failedAtMs: number | undefined;
  for (;;) {
    // A crashed page answers nothing and makes no progress.
    if (watch.events.some((event) => event.kind === 'page-crash')) return { settled: true };
    const waitingFor = watchedWaits(watch);
    const isQuiet = () => Date.now() - watch.lastActivityAtMs >= quietMs;
    // Each question interrupts the page, so it is asked only when there is nothing else to wait for.
    const asks = waitingFor.length === 0 && isQuiet();
    if (asks) {
      waitingFor.push(...(await readBusy(page, answerTimeoutMs)));
      // What the page did before it answered has been seen by now.
      if (waitingFor.length === 0 && isQuiet() && watchedWaits(watch).length === 0) return { settled: true };
    }
    clock.tick();
    const now = clock.waitedMs;
    if (failedAtMs === undefined && options.hasFailed?.()) failedAtMs = now;
    if (now >= timeoutMs || (failedAtMs !== undefined && now - failedAtMs >= afterFailureMs)) {
      const waits = asks ? waitingFor : withBusy(waitingFor, await readBusy(page, answerTimeoutMs));
      return {
        settled: false,
        afterMs: now,
        waitingFor: waits.length > 0 ? waits : [`${quietMs} ms without activity`],
      };
    }
    await delay(turnMs);
    clock.tick(turnMs);
  }
}

/** A document that is not complete says nothing beside the requests that it waits for. */
function withBusy(waits: readonly string[], busy: readonly string[]): string[] {
  return [...waits, ...busy.filter((each) => waits.length === 0 || !each.startsWith(documentWait))];
}

function watchedWaits(watch: PageWatch): string[] {
  return [
    ...watch.openRequests().map((request) => `${request.method()} ${request.url()}`),
    ...watch.convex.opening().map((url) => `Convex connection ${url}`),
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
  const ready = page.evaluate(whenIdle).catch(() => 'navigating');
  const state = await askPage(page, ready, answerTimeoutMs);
  if (state === undefined) return [pageDoesNotAnswer];
  if (state !== 'complete') return [`${documentWait} (${state})`];
  const counts = Promise.all(signs.map(({ selector }) => page.locator(selector).count())).catch(() => []);
  const found = await askPage(page, counts, answerTimeoutMs);
  if (found === undefined) return [pageDoesNotAnswer];
  return signs.flatMap(({ words }, index) => {
    const busy = found[index] ?? 0;
    return busy === 0 ? [] : [`${countWords(busy, 'element')} ${words}`];
  });
}

/** Runs in the page: answers once the page has nothing more to run, or is animated all the time. */
async function whenIdle(): Promise<DocumentReadyState> {
  const turn = () =>
    new Promise<unknown>((resolve) =>
      'requestIdleCallback' in globalThis ? requestIdleCallback(resolve, { timeout: 500 }) : setTimeout(resolve, 50),
    );
  // The first idle turn may come between a script and what it has scheduled.
  await turn();
  await turn();
  return document.readyState;
}
