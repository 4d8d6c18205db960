import type { Fetch } from '../../http/index.ts';
import { requireWorker } from '../../platforms/worker/index.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { defineReading, type Reading } from '../../reading/index.ts';
import { awaitedTraces, givenTraces, logsOf } from './read-given-traces.ts';

export interface WorkerPair {
  worker: WorkerProfile;
  other: WorkerProfile;
}

/** A Worker, and the traces that it returns. */
interface GivingWorker {
  worker: WorkerProfile;
  traces: readonly string[];
}

/**
 * What shows, by reading alone, that two Workers of one code are apart: a trace that one of them returns (one that it lists, or
 * the canary of the same run), and that the other does not have. Waits a while for the first one. Undefined where nothing shows it.
 * The traces of each Worker are read once for all pairs; a pair only asks each Worker for the other's traces.
 */
export const workersApart = defineReading({
  name: 'isolation.workers-apart',
  effect: 'read',
  key: (pair: WorkerPair) => inOrder(pair).map(addressOf).join(' '),
  async read(pair, { fetch, read }): Promise<string | undefined> {
    const workers = inOrder(pair);
    await Promise.all(workers.map((worker) => requireWorker(worker, read)));
    const giving = (traces: Reading<WorkerProfile, readonly string[]>) =>
      Promise.all(workers.map(async (worker) => ({ worker, traces: await read(traces, worker) })));

    const now = await giving(givenTraces);
    const told = await judgeTraces(fetch, now);
    // Both return traces already: waiting for more would show nothing else.
    if (told.isTold || now.every(({ traces }) => traces.length > 0)) return told.apart;

    return (await judgeTraces(fetch, await giving(awaitedTraces))).apart;
  },
});

/** Both in a fixed order, so that dev–prod and prod–dev share one reading. */
function inOrder({ worker, other }: WorkerPair): [WorkerProfile, WorkerProfile] {
  return `${worker.environment} ${addressOf(worker)}` < `${other.environment} ${addressOf(other)}`
    ? [worker, other]
    : [other, worker];
}

function addressOf({ url }: WorkerProfile): string {
  return url.url.href;
}

/** What the traces of two Workers show: separate stores, one shared store, or nothing. */
async function judgeTraces(
  fetch: Fetch,
  workers: readonly GivingWorker[],
): Promise<{ isTold: boolean; apart?: string }> {
  let isOneStore = false;
  for (const from of workers)
    for (const at of workers) {
      if (from === at) continue;
      const isMissing = await isMissingAt(fetch, from, at);
      if (isMissing) return { isTold: true, apart: `a trace of ${from.worker.environment} is not in the other` };
      if (isMissing === false) isOneStore = true;
    }
  return { isTold: isOneStore };
}

/** Whether a trace of one Worker is missing from the other; undefined if no answer shows it. */
async function isMissingAt(fetch: Fetch, from: GivingWorker, at: GivingWorker): Promise<boolean | undefined> {
  for (const trace of from.traces) {
    const count = await logsOf(fetch, at.worker, trace);
    if (typeof count === 'number') return count === 0;
    // A 404 may also mean that no logs are read at this address: it says something only if the Worker returns a trace of its own.
    if (count === 'unknown' && at.traces.length > 0) return true;
  }
  return undefined;
}
