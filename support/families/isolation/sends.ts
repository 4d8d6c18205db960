import type { SendingRun, Sends } from '../../check/definition.ts';
import { canarySends } from '../../platforms/worker/index.ts';
import type { WorkerProfile } from '../../profile/index.ts';

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

/** The marked logs, and searches for them through the Worker of every other environment; a gate sends none. */
export function logCanarySends(worker: WorkerProfile, { others }: SendingRun): Sends {
  if (others.length === 0) return { to: ['worker'], requests: 0 };
  const own = canarySends(worker);
  // Its health, one search at the end, the key in the Redis of either, and what shows that a 404 means the trace: its own canary, or questions.
  const elsewhere = sum(
    others.flatMap(({ workers, effects }) =>
      workers.map((other) => 4 + 8 + (effects.has('canary') ? (canarySends(other).requests ?? 0) : 0)),
    ),
  );
  const posts = (kind: 'records' | 'quota') =>
    sum(
      others
        .filter(({ effects }) => effects.has('canary'))
        .flatMap(({ workers }) => workers.map((other) => canarySends(other)[kind] ?? 0)),
    );
  return {
    ...own,
    requests: (own.requests ?? 0) + elsewhere,
    records: (own.records ?? 0) + posts('records'),
    quota: (own.quota ?? 0) + posts('quota'),
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
