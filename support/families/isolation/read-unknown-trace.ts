import { randomUUID } from 'node:crypto';
import type { Fetch } from '../../http/index.ts';
import { clientHeaders, routeUrl, traceUrl } from '../../platforms/worker/index.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { givesBackAny, type WorkerPair } from './read-workers-apart.ts';

interface Answer {
  status: number;
  /** The text without what differs from request to request. */
  words: string;
}

/**
 * What shows that a Worker answers 404 for a trace that it does not have, and not because no logs are read at this address: it
 * returns a trace from its own list; or it answers as the Worker at home does for a trace that nobody wrote, and otherwise
 * where it has no route. Undefined where nothing shows it.
 */
export const unknownTrace = defineReading({
  name: 'isolation.unknown-trace',
  effect: 'read',
  key: ({ worker, other }: WorkerPair) => `${worker.url.url.href} ${other.url.url.href}`,
  async read({ worker, other }, { fetch }): Promise<string | undefined> {
    if (await givesBackAny(fetch, other)) return 'it returns a trace from its own list';
    const trace = `airlock-wrote-no-such-trace-${randomUUID()}`;
    const [home, elsewhere, noRoute] = await Promise.all([
      ask(fetch, worker, traceUrl(worker, trace), trace),
      ask(fetch, other, traceUrl(other, trace), trace),
      ask(fetch, other, routeUrl(other, `/airlock-asks-for-no-route?trace_id=${trace}`), trace),
    ]);
    const isOfTraces = home.status === 404 && elsewhere.status === 404 && home.words === elsewhere.words;
    const isOfRoutes = noRoute.status >= 500 || (noRoute.status === 404 && noRoute.words === elsewhere.words);
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
