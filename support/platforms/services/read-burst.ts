import { defineReading } from '../../reading/index.ts';
import { below } from '../../settings/index.ts';
import type { ServiceProfile } from './read-answer.ts';

/** What became of many requests of one client. */
export interface ServiceBurst {
  url: string;
  /** In the order in which they were sent. */
  statuses: readonly number[];
  /** From before the first request until after the last answer, in milliseconds. */
  tookMs: number;
}

/** So many are in flight at once: a window is then over before it ends, also for a limit of some hundreds. */
const atOnce = 10;

/**
 * Asks the limited path by GET, twice its limit and once more, and stops at the first refusal. Where a window ends in between,
 * one of the two has still had more than its limit. The first request goes alone: a route that does not answer is not asked again.
 */
export const serviceBurst = defineReading({
  name: 'services.burst',
  effect: 'burst',
  key: ({ url }: ServiceProfile) => url.url.href,
  async read({ url, rateLimit }, { fetch }): Promise<ServiceBurst> {
    const address = below(url, rateLimit?.path ?? '/').href;
    const ask = async (): Promise<number> => {
      const response = await fetch(address, { redirect: 'manual' });
      await response.arrayBuffer();
      return response.status;
    };
    const mostRequests = 2 * (rateLimit?.limit ?? 0) + 1;
    const startedMs = performance.now();
    const statuses = [await ask()];
    while (statuses.length < mostRequests && statuses.every(isAccepted)) {
      const next = Math.min(atOnce, mostRequests - statuses.length);
      statuses.push(...(await Promise.all(Array.from({ length: next }, ask))));
    }
    return { url: address, statuses, tookMs: performance.now() - startedMs };
  },
});

/** Whether a request was let through. */
export function isAccepted(status: number): boolean {
  return status >= 200 && status < 300;
}
