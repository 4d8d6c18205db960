import { setTimeout as delay } from 'node:timers/promises';
import { NotVerified } from '../../check/not-verified.ts';
import { jsonIn } from '../../files/parse-json.ts';
import type { Fetch } from '../../http/index.ts';
import { defineReading } from '../../reading/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';
import { plainLog } from './canary/canary-logs.ts';
import { clientHeaders } from './client-headers.ts';
import type { AdminRouteInput } from './read-admin-route.ts';
import { requireWorker } from './read-health.ts';
import { AnyLogs } from './schema.ts';
import { askedBy, strangers } from './strangers.ts';
import { endpointOf, routeUrl, traceUrl } from './worker-url.ts';

/** One call that would delete, and what became of a record that was planted before it. */
export interface ClearAttempt {
  method: string;
  as: string;
  status: number;
  text: string;
  /** The record was found before the call and is not found after it. */
  deleted: boolean;
}

export interface ClearProof {
  url: string;
  attempts: readonly ClearAttempt[];
}

const pollMs = 100;
/** A store may show for a moment what was deleted. */
const settleMs = 300;
const otherMethods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

/**
 * Plants a log and calls an administrative route as every caller without the right token, by its own method, and without a
 * token by every other one; after each call the log is looked for.
 * @throws NotVerified where no log can be planted: then nothing would tell what a call deleted
 */
export const workerClearProof = defineReading({
  name: 'worker.clear-proof',
  effect: 'destructive',
  key: ({ worker, route }: AdminRouteInput) => `${worker.url.url.href} ${route.path}`,
  async read({ worker, route }, { fetch, read, runId, signal }): Promise<ClearProof> {
    await requireWorker(worker, read);
    const url = routeUrl(worker, route.path);
    const callers = strangers(route);
    const calls = callers.map((stranger) => ({ method: route.method as string, stranger }));
    const tokenless = callers.filter(({ name }) => name === 'no-token');
    for (const method of otherMethods.filter((each) => each !== route.method))
      calls.push(...tokenless.map((stranger) => ({ method, stranger })));

    const attempts: ClearAttempt[] = [];
    let planted: string | undefined;
    for (const { method, stranger } of calls) {
      planted ??= await plantLog(fetch, worker, runId, signal);
      const response = await fetch(askedBy(url, stranger), { method, headers: stranger.headers, redirect: 'manual' });
      const text = quoteForeign(await response.text(), 120);
      if (response.ok) await delay(settleMs, undefined, { signal });
      const deleted = (await countLogs(fetch, worker, planted)) === 0;
      if (deleted) planted = undefined;
      attempts.push({ method, as: stranger.as, status: response.status, text, deleted });
    }
    return { url, attempts };
  },
});

type Worker = AdminRouteInput['worker'];

/** @returns the trace of a log that the Worker has given back once */
async function plantLog(fetch: Fetch, worker: Worker, runId: string, signal: AbortSignal): Promise<string> {
  const log = plainLog(runId);
  const headers = { ...clientHeaders(worker), 'content-type': 'application/json' };
  const posted = await fetch(endpointOf(worker, 'log'), { method: 'POST', headers, body: JSON.stringify(log) });
  const answered = `status ${posted.status}: ${quoteForeign(await posted.text(), 120)}`;
  for (const started = performance.now(); performance.now() - started < worker.ingestWithinMs; ) {
    if ((await countLogs(fetch, worker, log.trace_id)) > 0) return log.trace_id;
    await delay(pollMs, undefined, { signal });
  }
  throw new NotVerified(
    `no log could be planted before the call (worker/ingests), so nothing would show what it deletes; posting one was answered ${answered}`,
  );
}

/** How many logs a trace has. @throws NotVerified where the answer does not tell */
async function countLogs(fetch: Fetch, worker: Worker, trace: string): Promise<number> {
  const response = await fetch(traceUrl(worker, trace), { headers: clientHeaders(worker) });
  const text = await response.text();
  if (response.status === 404) return 0;
  const logs = AnyLogs.safeParse(jsonIn(text)).data?.logs;
  if (logs) return logs.length;
  throw new NotVerified(
    `whether the planted log is still there cannot be read: status ${response.status}, ${quoteForeign(text, 120)}`,
  );
}
