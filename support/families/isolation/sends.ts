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
  // Its health, one search at the end, and the key in the Redis of either.
  const elsewhere = 4 * others.flatMap(({ workers }) => workers).length;
  return { ...own, requests: (own.requests ?? 0) + elsewhere };
}
