import { defineReading } from '../../reading/index.ts';
import { below } from '../../settings/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';
import { takingOf } from '../worker/taking.ts';
import type { ServiceProfile } from './read-answer.ts';

/** What one of many requests was answered. */
export interface BurstAnswer {
  status: number;
  text: string;
}

/** What became of many requests of one client. */
export interface ServiceBurst {
  url: string;
  /** In the order in which they were sent. */
  answers: readonly BurstAnswer[];
  /** From before the first request until after the last answer, in milliseconds. */
  tookMs: number;
}

export interface BurstInput {
  service: ServiceProfile;
  /** Services whose bursts have their turn before this one: a proxy that all are behind counts them together. */
  after: readonly ServiceProfile[];
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
  key: ({ service: { url } }: BurstInput) => url.url.href,
  async read({ service: { url, rateLimit }, after }, { fetch, read }): Promise<ServiceBurst> {
    const earlier = after.at(-1);
    if (earlier) await read(serviceBurst, { service: earlier, after: after.slice(0, -1) }).catch(() => undefined);
    const address = below(url, rateLimit?.path ?? '/').href;
    const ask = async (): Promise<BurstAnswer> => {
      const response = await fetch(address, { redirect: 'manual' });
      return { status: response.status, text: await response.text() };
    };
    const mostRequests = 2 * (rateLimit?.limit ?? 0) + 1;
    const startedMs = performance.now();
    const answers = [await ask()];
    while (answers.length < mostRequests && answers.every((each) => isAccepted(each, answers[0]))) {
      const next = Math.min(atOnce, mostRequests - answers.length);
      answers.push(...(await Promise.all(Array.from({ length: next }, ask))));
    }
    return { url: address, answers, tookMs: performance.now() - startedMs };
  },
});

/**
 * Whether a request was let through: by its status, and by its body where that says otherwise.
 * @param first what the route answers where nothing limits: words that it always has say nothing
 */
export function isAccepted({ status, text }: BurstAnswer, first: BurstAnswer | undefined): boolean {
  if (status < 200 || status > 299) return false;
  if (first === undefined || text === first.text) return true;
  const saysRefused = (answer: BurstAnswer) => takingOf(answer, { success: undefined }) === 'refused';
  return !saysRefused({ status, text }) || saysRefused(first);
}

/** An answer as a finding shows it. */
export function shownBurstAnswer({ status, text }: BurstAnswer): string {
  return `status ${status}${text.trim() === '' ? '' : `: ${quoteForeign(text, 100)}`}`;
}
