import { setTimeout as delay } from 'node:timers/promises';

/**
 * What a question to a page comes to, or `undefined` where it is not answered within `timeoutMs`. Playwright has no time limit of
 * its own on evaluating in a page, and a page whose script loops, or whose document never came, does not answer.
 */
export async function withinTime<Value>(question: Promise<Value>, timeoutMs: number): Promise<Value | undefined> {
  const timer = new AbortController();
  // The question that lost the race ends in an error when the page is closed; by then nobody asks.
  question.catch(() => {});
  try {
    return await Promise.race([question, delay(Math.max(0, timeoutMs), undefined, { signal: timer.signal })]);
  } finally {
    timer.abort();
  }
}
