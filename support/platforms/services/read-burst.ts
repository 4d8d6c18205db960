import { defineReading } from '../../reading/index.ts';
import { below } from '../../settings/index.ts';
import type { ServiceProfile } from './read-answer.ts';

/** What became of one request after another. */
export interface ServiceBurst {
  url: string;
  statuses: readonly number[];
}

/**
 * Asks the limited path one time more than its limit, by GET, one after another; it stops at the first refusal. It is called only
 * where the environment allows `burst`.
 */
export const serviceBurst = defineReading({
  name: 'services.burst',
  effect: 'read',
  key: ({ url }: ServiceProfile) => url.url.href,
  async read({ url, rateLimit }, { fetch }): Promise<ServiceBurst> {
    const address = below(url, rateLimit?.path ?? '/').href;
    const statuses: number[] = [];
    for (let sent = 0; sent <= (rateLimit?.limit ?? 0) && !statuses.includes(429); sent += 1) {
      const response = await fetch(address, { redirect: 'manual' });
      await response.arrayBuffer();
      statuses.push(response.status);
    }
    return { url: address, statuses };
  },
});
