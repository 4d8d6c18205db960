import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { PageWatch } from './watch-page.ts';
import { withinTime } from './within-time.ts';

/** A page at work for longer than this at a stretch counts as not answering. */
const answerTimeoutMs = 3_000;

/** What stands in `waitingFor` where the page's own thread is blocked. */
export const pageDoesNotAnswer = 'the page itself, whose script does not come to an end';

/** Whether a page came to rest, and if not, what it was still waiting for when the time was up. */
export type Settlement = { settled: true } | { settled: false; afterMs: number; waitingFor: string[] };

/**
 * Waits until a page is at rest: no request open, no Convex call unanswered, nothing marked `aria-busy`, and then
 * `quietMs` without any network message or console line, so that what the last answer set off is seen too.
 *
 * @returns after about `timeoutMs` at most (three seconds more where the page itself does not answer), with what is still
 * open; a page that does not settle is no error of its own
 */
export async function settlePage(
  page: Page,
  watch: PageWatch,
  { timeoutMs = 15_000, quietMs = 300 }: { timeoutMs?: number; quietMs?: number } = {},
): Promise<Settlement> {
  const startedAtMs = Date.now();
  for (;;) {
    const waitingFor = await readWaits(page, watch);
    if (waitingFor.length === 0 && Date.now() - watch.lastActivityAtMs >= quietMs) return { settled: true };
    const afterMs = Date.now() - startedAtMs;
    if (afterMs >= timeoutMs) {
      return { settled: false, afterMs, waitingFor: waitingFor.length > 0 ? waitingFor : [`${quietMs} ms of silence`] };
    }
    await delay(25);
  }
}

async function readWaits(page: Page, watch: PageWatch): Promise<string[]> {
  // A crashed page answers no question and gets no further.
  if (watch.events.some((event) => event.kind === 'page-crash')) return [];
  // A page that moves on to another address loses the question; it is asked again.
  const count = page
    .locator('[aria-busy="true"]:visible')
    .count()
    .catch(() => undefined);
  const busy = await withinTime(count, answerTimeoutMs);
  return [
    ...[...watch.openRequests].map((request) => `${request.method()} ${request.url()}`),
    ...watch.convex.pending().map((call) => `Convex ${call.kind} ${call.path}`),
    ...describeBusy(busy),
  ];
}

function describeBusy(busy: number | undefined): string[] {
  if (busy === undefined) return [pageDoesNotAnswer];
  return busy === 0 ? [] : [`${busy} element${busy === 1 ? '' : 's'} marked aria-busy`];
}
