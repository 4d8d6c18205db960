import type { RateLimitSource, WorkerProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { redactedExcerpt } from '../../redaction/redact.ts';
import { requireWorker } from './read-health.ts';

export interface BurstInput {
  worker: WorkerProfile;
  rateLimit: RateLimitSource;
}

export interface BurstReading {
  url: string;
  trace: string;
  sent: number;
  accepted: number;
  refused: readonly { status: number; retryAfter: string | null; text: string }[];
}

/** Requests past the limit: enough to see it hold, few enough to spend little. */
const past = 5;
const inFlight = 10;

/**
 * Spends the quota of one trace of its own, so that no client's trace suffers, and goes a few requests past it.
 * Bounded: limit + 5 requests, whatever is answered.
 */
export const workerBurst = defineReading({
  name: 'worker.burst',
  effect: 'burst',
  key: ({ worker, rateLimit }: BurstInput) => `${worker.url.url.origin} ${JSON.stringify(rateLimit)}`,
  async read({ worker, rateLimit }, { fetch, read, runId }): Promise<BurstReading> {
    await requireWorker(worker, read);
    const url = new URL('/log', worker.url.url).href;
    const trace = `${runId}-burst-${crypto.randomUUID()}`;
    const sent = rateLimit.limit + past;
    let accepted = 0;
    const refused: BurstReading['refused'][number][] = [];
    let next = 0;
    const post = async () => {
      while (next < sent) {
        next += 1;
        const body = JSON.stringify({
          trace_id: trace,
          message: `Airlock counts request ${next} of run ${runId}`,
          level: 'info',
          system: 'manual',
        });
        const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
        const text = await response.text();
        if (response.ok) accepted += 1;
        else
          refused.push({
            status: response.status,
            retryAfter: response.headers.get('retry-after'),
            text: redactedExcerpt(text, 200),
          });
      }
    };
    await Promise.all(Array.from({ length: inFlight }, post));
    return { url, trace, sent, accepted, refused };
  },
});
