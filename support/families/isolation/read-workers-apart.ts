import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { jsonIn } from '../../files/parse-json.ts';
import type { Fetch } from '../../http/index.ts';
import { canaryTrace, clientHeaders, recentUrl, requireWorker, traceUrl } from '../../platforms/worker/index.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';

export interface WorkerPair {
  worker: WorkerProfile;
  other: WorkerProfile;
}

const Recent = z.looseObject({ traces: z.array(z.looseObject({ id: z.string() })) });
const Logs = z.looseObject({ logs: z.array(z.unknown()) });
const recentLimit = 20;
const mostTraces = 3;
const pollMs = 250;

/**
 * What shows, by reading alone, that two Workers of one code are apart: a trace that one of them gives back (one that it lists, or
 * the canary of the same run), and that the other does not have. Waits a while for the first one. Undefined where nothing shows it.
 */
export const workersApart = defineReading({
  name: 'isolation.workers-apart',
  effect: 'read',
  key: ({ worker, other }: WorkerPair) => `${worker.url.url.href} ${other.url.url.href}`,
  async read({ worker, other }, { fetch, read, runId, signal }): Promise<string | undefined> {
    await Promise.all([requireWorker(worker, read), requireWorker(other, read)]);
    for (const started = performance.now(); performance.now() - started < worker.ingestWithinMs; ) {
      const shown = [await apartBy(fetch, runId, worker, other), await apartBy(fetch, runId, other, worker)];
      const apart = shown.find((each) => each?.apart);
      if (apart) return `a trace of ${apart.of} is not in the other`;
      // A trace that both give back is one store: waiting shows nothing else.
      if (shown.some((each) => each !== undefined)) return undefined;
      await delay(pollMs, undefined, { signal });
    }
    return undefined;
  },
});

/** Whether a trace that one Worker gives back is missing in the other; undefined where nothing tells. */
async function apartBy(fetch: Fetch, runId: string, one: WorkerProfile, other: WorkerProfile) {
  for (const id of [canaryTrace(runId, one), ...(await listedBy(fetch, one))]) {
    const [home, elsewhere] = await Promise.all([countOf(fetch, one, id), countOf(fetch, other, id)]);
    if (home === undefined || home === 'unknown' || home === 0 || elsewhere === undefined) continue;
    // A 404 may also mean that no logs are read at this address: it says something only if the Worker returns a trace of its own.
    if (elsewhere === 'unknown' && !(await givesBackAny(fetch, other, [canaryTrace(runId, other)]))) continue;
    return { apart: elsewhere === 'unknown' || elsewhere === 0, of: one.environment };
  }
  return undefined;
}

/** Whether a Worker returns a trace from its own list, or one of others that it may have. */
export async function givesBackAny(
  fetch: Fetch,
  worker: WorkerProfile,
  others: readonly string[] = [],
): Promise<boolean> {
  for (const id of [...others, ...(await listedBy(fetch, worker))]) {
    const count = await countOf(fetch, worker, id);
    if (typeof count === 'number' && count > 0) return true;
  }
  return false;
}

/** The first traces that a Worker lists. */
async function listedBy(fetch: Fetch, worker: WorkerProfile): Promise<string[]> {
  const list = recentUrl(worker, recentLimit);
  if (list === undefined) return [];
  const { body } = await ask(fetch, worker, list);
  const traces = Recent.safeParse(body).data?.traces ?? [];
  return traces.slice(0, mostTraces).map(({ id }) => id);
}

/** How many logs a trace has; `unknown` for a 404; undefined where the answer does not say. */
async function countOf(fetch: Fetch, worker: WorkerProfile, trace: string): Promise<number | 'unknown' | undefined> {
  const { status, body } = await ask(fetch, worker, traceUrl(worker, trace));
  if (status === 404) return 'unknown';
  return status === 200 ? Logs.safeParse(body).data?.logs.length : undefined;
}

async function ask(fetch: Fetch, worker: WorkerProfile, url: string) {
  const response = await fetch(url, { headers: clientHeaders(worker), redirect: 'manual' });
  return { status: response.status, body: jsonIn(await response.text()) };
}
