import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { jsonIn } from '../../files/parse-json.ts';
import type { Fetch } from '../../http/index.ts';
import { clientHeaders, recentUrl, requireWorker, traceUrl } from '../../platforms/worker/index.ts';
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
 * What shows, by reading alone, that two Workers of one code are apart: a trace that one of them lists and gives back, and that
 * the other does not have. Waits a while for the first trace, such as the canary of the same run. Undefined where nothing shows it.
 */
export const workersApart = defineReading({
  name: 'isolation.workers-apart',
  effect: 'read',
  key: ({ worker, other }: WorkerPair) => `${worker.url.url.href} ${other.url.url.href}`,
  async read({ worker, other }, { fetch, read, signal }): Promise<string | undefined> {
    await Promise.all([requireWorker(worker, read), requireWorker(other, read)]);
    for (const started = performance.now(); performance.now() - started < worker.ingestWithinMs; ) {
      const shown = [await apartBy(fetch, worker, other), await apartBy(fetch, other, worker)];
      const apart = shown.find((each) => each?.apart);
      if (apart) return `a trace of ${apart.of} is not in the other`;
      // A trace that both give back is one store: waiting shows nothing else.
      if (shown.some((each) => each !== undefined)) return undefined;
      await delay(pollMs, undefined, { signal });
    }
    return undefined;
  },
});

/** Whether a trace that one Worker lists and gives back is missing in the other; undefined where it lists none. */
async function apartBy(fetch: Fetch, one: WorkerProfile, other: WorkerProfile) {
  const list = recentUrl(one, recentLimit);
  if (list === undefined) return undefined;
  const ask = async (each: WorkerProfile, url: string) => {
    const response = await fetch(url, { headers: clientHeaders(each), redirect: 'manual' });
    return { status: response.status, body: jsonIn(await response.text()) };
  };
  const countOf = async (each: WorkerProfile, trace: string) => {
    const { status, body } = await ask(each, traceUrl(each, trace));
    if (status === 404) return 0;
    return status === 200 ? Logs.safeParse(body).data?.logs.length : undefined;
  };
  const { body } = await ask(one, list);
  const traces = Recent.safeParse(body).data?.traces ?? [];
  for (const { id } of traces.slice(0, mostTraces)) {
    const [home, elsewhere] = await Promise.all([countOf(one, id), countOf(other, id)]);
    if (home === undefined || home === 0 || elsewhere === undefined) continue;
    return { apart: elsewhere === 0, of: one.environment };
  }
  return undefined;
}
