import type { Sends } from '../../check/definition.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { canaryPollMs } from './canary/read-canary.ts';
import { calledRoute } from './cors/called-route.ts';
import type { OriginSubject } from './cors/cors-origins.ts';
import { errorUrl, otherUrls, pageUrls } from './cors/read-cross-origin.ts';
import { strangers } from './strangers.ts';

/** What the CORS of a Worker is judged by: for each origin its preflights, and a GET of each route that a page could read. */
export function corsSends({ worker, origins }: { worker: WorkerProfile; origins: readonly OriginSubject[] }): Sends {
  const routes = pageUrls(worker).length + otherUrls(worker).length + (errorUrl(worker) === undefined ? 0 : 1);
  // Once more without an origin, and the health answer that shows that it is the Worker.
  return { to: ['worker'], requests: 1 + (origins.length + 1) * (calledRoute(worker).methods.length + routes) };
}

/** The marked logs of a run: posted once, and looked for until they are found. */
export function canarySends(worker: WorkerProfile): Sends {
  const posts = 1 + (worker.redacts.length > 0 ? 1 : 0) + worker.noise.length;
  const searches = 2 + Math.ceil(worker.ingestWithinMs / canaryPollMs);
  const besides = 1 + (worker.endpoints.recent === false ? 0 : 1) + (worker.redis ? 1 : 0);
  return {
    to: ['worker'],
    requests: posts + searches + besides,
    records: posts,
    quota: posts,
    bound: `${posts} POST, and GETs until the log is found`,
    reading: 'worker.canary',
  };
}

/** Everything bad once, a look under each of its traces, and the marked logs that show that a good one is found. */
export function badInputSends(worker: WorkerProfile): Sends {
  const canary = canarySends(worker);
  // What a page that nobody knows is answered elsewhere.
  const elsewhere = worker.allowedOrigins ? (corsSends({ worker, origins: [] }).requests ?? 0) : 0;
  const inputs = worker.refusesBadInput.length + (worker.ingestToken ? strangers().length : 0);
  return {
    to: ['worker'],
    requests: 3 + elsewhere + 2 * inputs + (canary.requests ?? 0),
    records: inputs + (canary.records ?? 0),
    quota: inputs + (canary.quota ?? 0),
    bound: `${inputs} bad inputs leave records only where the Worker takes them`,
  };
}
