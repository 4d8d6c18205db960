import type { SendingRun, Sends } from '../../check/definition.ts';
import { canarySends } from '../../platforms/worker/index.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { mostGiven, requestsOfLook, tracesPollMs } from './read-given-traces.ts';
import { triedEnvironments } from './tried-environments.ts';

/** Every document of every table, a page at a time; a gate reads none. */
export function documentReads(_: unknown, { profile, others }: SendingRun): Sends {
  if (others.length === 0) return { to: ['convex'], requests: 0 };
  const { pageDocuments } = profile.isolation.documents;
  return {
    to: ['convex'],
    bound: `one for each ${pageDocuments} documents of every table, in every environment`,
    reading: 'isolation.documents',
  };
}

/** Every file that the site names, code and media; what is missing is asked for three times. */
export function siteFileReads(_: unknown, { profile: { isolation } }: SendingRun): Sends {
  return {
    to: ['pages'],
    requests: 3 * 2 * isolation.site.mostFiles,
    bound: 'one for each file of the site, `isolation.site.mostFiles` of code and as many of media at most',
    reading: 'isolation.site-files',
  };
}

/** The marked logs, and searches for them through the Workers of the environments that are tried; a gate sends none. */
export function logCanarySends(worker: WorkerProfile, { profile, others }: SendingRun): Sends {
  if (others.length === 0) return { to: ['worker'], requests: 0 };
  const tried = triedEnvironments(profile, others);
  const own = canarySends(worker);
  // Whether a 404 means an unknown trace is read once per Worker: its own canary, the traces that it returns, an unknown trace, an unknown path.
  const unknownAnswers = 2;
  // Its health, one search at the end, and the key in the Redis of either.
  const search = 4;
  const elsewhere = sum(
    tried.flatMap(({ workers, effects }) =>
      workers.map(
        (other) =>
          search + requestsOfLook + unknownAnswers + (effects.has('canary') ? (canarySends(other).requests ?? 0) : 0),
      ),
    ),
  );
  const posts = (kind: 'records' | 'quota') =>
    sum(
      tried
        .filter(({ effects }) => effects.has('canary'))
        .flatMap(({ workers }) => workers.map((other) => canarySends(other)[kind] ?? 0)),
    );
  return {
    ...own,
    requests: (own.requests ?? 0) + unknownAnswers + elsewhere,
    records: (own.records ?? 0) + posts('records'),
    quota: (own.quota ?? 0) + posts('quota'),
  };
}

/** The names of all Workers. If two are equal: the traces that each returns, and a search for each trace in the other Worker. */
export function workerIdentitySends(worker: WorkerProfile, { others }: SendingRun): Sends {
  const all = [worker, ...others.flatMap(({ workers }) => workers)];
  const looks = sum(all.map(({ ingestWithinMs }) => requestsOfLook * (2 + Math.ceil(ingestWithinMs / tracesPollMs))));
  // Each search is repeated if one of the two returned no trace at first.
  const searches = (all.length - 1) * 2 * (2 * mostGiven);
  return {
    to: ['worker'],
    requests: 3 * all.length + (others.length === 0 ? 0 : looks + searches),
    bound: 'three for each environment, unless two Workers have the same name',
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
