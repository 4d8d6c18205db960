import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { jsonIn } from '../../files/parse-json.ts';
import type { Fetch } from '../../http/index.ts';
import { canaryTrace, clientHeaders, recentUrl, traceUrl } from '../../platforms/worker/index.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { defineReading, type ReadingContext } from '../../reading/index.ts';

const Recent = z.looseObject({ traces: z.array(z.looseObject({ id: z.string() })) });
const Logs = z.looseObject({ logs: z.array(z.unknown()) });
const recentLimit = 20;
const mostListed = 3;

/** The time between two looks at a Worker that returns no trace yet, in milliseconds. */
export const tracesPollMs = 250;
/** The most requests for one look at the traces of a Worker: its list, what it lists, and the canary of the run. */
export const requestsOfLook = 1 + mostListed + 1;
/** The most traces that one look finds. */
export const mostGiven = mostListed + 1;

/** The traces that a Worker returns now: this run's canary, and the first few on its list. */
export const givenTraces = defineReading({
  name: 'isolation.given-traces',
  effect: 'read',
  key: (worker: WorkerProfile) => worker.url.url.href,
  read: (worker, context): Promise<readonly string[]> => givenBy(worker, context),
});

/** The same; if there are none yet, it keeps looking for up to `ingestWithinMs`, the longest that a log may take to appear. */
export const awaitedTraces = defineReading({
  name: 'isolation.awaited-traces',
  effect: 'read',
  key: (worker: WorkerProfile) => worker.url.url.href,
  async read(worker, context): Promise<readonly string[]> {
    const started = performance.now();
    let given = await context.read(givenTraces, worker);
    while (given.length === 0 && performance.now() - started < worker.ingestWithinMs) {
      await delay(tracesPollMs, undefined, { signal: context.signal });
      given = await givenBy(worker, context);
    }
    return given;
  },
});

async function givenBy(
  worker: WorkerProfile,
  { fetch, runId }: Pick<ReadingContext, 'fetch' | 'runId'>,
): Promise<string[]> {
  const ids = [canaryTrace(runId, worker), ...(await listedBy(fetch, worker))];
  const counts = await Promise.all(ids.map((id) => logsOf(fetch, worker, id)));
  return ids.filter((_, index) => {
    const count = counts[index];
    return typeof count === 'number' && count > 0;
  });
}

/** The first traces that a Worker lists. */
async function listedBy(fetch: Fetch, worker: WorkerProfile): Promise<string[]> {
  const list = recentUrl(worker, recentLimit);
  if (list === undefined) return [];
  const { body } = await ask(fetch, worker, list);
  const traces = Recent.safeParse(body).data?.traces ?? [];
  return traces.slice(0, mostListed).map(({ id }) => id);
}

/** How many logs a trace has; `unknown` for a 404; undefined where the answer does not say. */
export async function logsOf(
  fetch: Fetch,
  worker: WorkerProfile,
  trace: string,
): Promise<number | 'unknown' | undefined> {
  const { status, body } = await ask(fetch, worker, traceUrl(worker, trace));
  if (status === 404) return 'unknown';
  return status === 200 ? Logs.safeParse(body).data?.logs.length : undefined;
}

async function ask(fetch: Fetch, worker: WorkerProfile, url: string) {
  const response = await fetch(url, { headers: clientHeaders(worker), redirect: 'manual' });
  return { status: response.status, body: jsonIn(await response.text()) };
}
