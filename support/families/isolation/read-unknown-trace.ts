import { randomUUID } from 'node:crypto';
import type { Fetch } from '../../http/index.ts';
import { canaryTrace, clientHeaders, routeUrl, traceUrl } from '../../platforms/worker/index.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { givenTraces } from './read-given-traces.ts';
import type { WorkerPair } from './read-workers-apart.ts';

interface Answer {
  status: number;
  /** The text without what differs from request to request. */
  words: string;
}

/** How a Worker answers an unknown trace and an unknown path. */
interface UnknownAnswers {
  trace: Answer;
  noRoute: Answer;
}

/** Asks a Worker for a trace that nobody wrote, and for a path without a route. */
const unknownAnswers = defineReading({
  name: 'isolation.unknown-answers',
  effect: 'read',
  key: (worker: WorkerProfile) => worker.url.url.href,
  async read(worker, { fetch }): Promise<UnknownAnswers> {
    const id = `airlock-wrote-no-such-trace-${randomUUID()}`;
    const [trace, noRoute] = await Promise.all([
      ask(fetch, worker, traceUrl(worker, id), id),
      ask(fetch, worker, routeUrl(worker, `/airlock-asks-for-no-route?trace_id=${id}`), id),
    ]);
    return { trace, noRoute };
  },
});

/**
 * What shows that a Worker answers 404 for a trace that it does not have, and not because no logs are read at this address: it
 * returns a trace from its own list; or it answers as the Worker at home does for a trace that nobody wrote, and otherwise
 * where it has no route. Undefined where nothing shows it. Each Worker is asked once, for all pairs.
 */
export const unknownTrace = defineReading({
  name: 'isolation.unknown-trace',
  effect: 'read',
  key: ({ worker, other }: WorkerPair) => `${worker.url.url.href} ${other.url.url.href}`,
  async read({ worker, other }, { read, runId }): Promise<string | undefined> {
    const given = await read(givenTraces, other);
    if (given.some((trace) => trace !== canaryTrace(runId, other))) return 'it returns a trace from its own list';

    const [home, elsewhere] = await Promise.all([read(unknownAnswers, worker), read(unknownAnswers, other)]);
    const { trace, noRoute } = elsewhere;
    const isOfTraces = home.trace.status === 404 && trace.status === 404 && home.trace.words === trace.words;
    const isOfRoutes = noRoute.status >= 500 || (noRoute.status === 404 && noRoute.words === trace.words);
    return isOfTraces && !isOfRoutes
      ? 'its answer to an unknown trace is the same as that of the environment under test, and its answer to a path without a route is not'
      : undefined;
  },
});

async function ask(fetch: Fetch, worker: WorkerProfile, url: string, trace: string): Promise<Answer> {
  const response = await fetch(url, { headers: clientHeaders(worker), redirect: 'manual' });
  const text = await response.text();
  const { pathname, host } = new URL(url);
  const changing = [
    trace,
    pathname,
    host,
    worker.environment,
    ...(worker.service === undefined ? [] : [worker.service]),
  ];
  const words = changing.reduce((left, each) => left.replaceAll(each, '…'), text);
  // Ids of requests, times and counts.
  return { status: response.status, words: words.replaceAll(/(?<![0-9a-f])[0-9a-f]*\d[\w:.-]*/gi, '#') };
}
