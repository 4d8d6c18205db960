import type { Fetch } from '../../http/index.ts';
import { requireWorker } from '../../platforms/worker/index.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { defineReading, type Reading } from '../../reading/index.ts';
import { awaitedTraces, givenTraces, logsOf } from './read-given-traces.ts';

export interface WorkerPair {
  worker: WorkerProfile;
  other: WorkerProfile;
}

/** A Worker, and the traces that it gives back. */
interface GivingWorker {
  worker: WorkerProfile;
  traces: readonly string[];
}

/**
 * What shows, by reading alone, that two Workers of one code are apart: a trace that one of them gives back (one that it lists, or
 * the canary of the same run), and that the other does not have. Waits a while for the first one. Undefined where nothing shows it.
 * Which traces a Worker gives back is read once for all pairs; a pair asks only for the trace of the other side.
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
    // Where both give back a trace, waiting for more shows nothing else.
    if (told.isTold || now.every(({ traces }) => traces.length > 0)) return told.apart;

    return (await judgeTraces(fetch, await giving(awaitedTraces))).apart;
  },
});

/** Both in one order, whoever asks: they share one reading. */
function inOrder({ worker, other }: WorkerPair): [WorkerProfile, WorkerProfile] {
  return `${worker.environment} ${addressOf(worker)}` < `${other.environment} ${addressOf(other)}`
    ? [worker, other]
    : [other, worker];
}

function addressOf({ url }: WorkerProfile): string {
  return url.url.href;
}

/** What the traces of two Workers tell: that these are apart; that they are one store; nothing. */
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

/** Whether a trace that one Worker gives back is missing in the other; undefined where nothing tells. */
async function isMissingAt(fetch: Fetch, from: GivingWorker, at: GivingWorker): Promise<boolean | undefined> {
  for (const trace of from.traces) {
    const count = await logsOf(fetch, at.worker, trace);
    if (typeof count === 'number') return count === 0;
    // A 404 may also mean that no logs are read at this address: it says something only if the Worker returns a trace of its own.
    if (count === 'unknown' && at.traces.length > 0) return true;
  }
  return undefined;
}
