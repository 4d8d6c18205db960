import { NotVerified } from '../../check/not-verified.ts';
import { jsonIn } from '../../files/parse-json.ts';
import { RequestFailure } from '../../http/index.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { defineReading, type Read } from '../../reading/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';
import { statusIn } from './health-status.ts';
import { Health } from './schema.ts';
import { endpointOf } from './worker-url.ts';

/** What `/health` says, or why it could not be read as a health answer. */
export type HealthReading =
  | { answers: true; url: string; status: number; headers: Headers; health: Health }
  | { answers: false; url: string; expected: string; received: string };

/** Asks the Worker how it is: `GET /health`. An answer of 503 is an answer too. */
export const workerHealth = defineReading({
  name: 'worker.health',
  effect: 'read',
  key: (worker: WorkerProfile) => endpointOf(worker, 'health'),
  async read(worker, { fetch }): Promise<HealthReading> {
    const url = endpointOf(worker, 'health');
    const expected = `a health answer: JSON with a \`${worker.health.status}\``;
    try {
      const response = await fetch(url, { redirect: 'manual' });
      const text = await response.text();
      const parsed = Health.safeParse(jsonIn(text));
      if (parsed.success && statusIn(parsed.data, worker) !== undefined)
        return { answers: true, url, status: response.status, headers: response.headers, health: parsed.data };
      const type = response.headers.get('content-type') ?? 'no content type';
      return {
        answers: false,
        url,
        expected,
        received: `status ${response.status}, ${type}${response.headers.has('location') ? `, to ${response.headers.get('location')}` : ''}: ${quoteForeign(text, 120) || '(empty)'}`,
      };
    } catch (error) {
      if (error instanceof RequestFailure && !error.isRefusal)
        return { answers: false, url, expected, received: error.message };
      throw error;
    }
  },
});

/**
 * For checks that build on a Worker that answers.
 * @throws NotVerified where nothing answers as one: `worker/healthy` says so, and once is enough
 */
export async function requireWorker(
  worker: WorkerProfile,
  read: Read,
): Promise<Extract<HealthReading, { answers: true }>> {
  const reading = await read(workerHealth, worker);
  if (reading.answers) return reading;
  throw new NotVerified(`no log-ingestion Worker answers (worker/healthy): ${reading.received}`);
}
