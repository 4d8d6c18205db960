import type { WorkerProfile } from '../../profile/index.ts';
import { below } from '../../settings/index.ts';
import { endpointPath } from './platform-endpoints.ts';

/** The address of a route of the Worker: its own address may have a path, as behind a gateway, and keeps it. */
export function routeUrl({ url }: WorkerProfile, path: string): string {
  return below(url, path).href;
}

/**
 * The address of one of the Worker's endpoints, as the profile names them.
 * @throws MissingInput where the config does not name it
 */
export function endpointOf(worker: WorkerProfile, endpoint: 'health' | 'log' | 'logs'): string {
  const { endpoints } = worker;
  return routeUrl(worker, endpoint === 'health' ? endpoints.health : endpointPath(endpoints, endpoint));
}

/**
 * Where the logs of one trace are read.
 * @throws MissingInput where the config does not name the endpoint
 */
export function traceUrl(worker: WorkerProfile, traceId: string): string {
  const url = new URL(endpointOf(worker, 'logs'));
  url.searchParams.set('trace_id', traceId);
  return url.href;
}

/** Where the recent traces are listed; undefined where the Worker has no such list. */
export function recentUrl(worker: WorkerProfile, limit: number): string | undefined {
  if (worker.endpoints.recent === false) return undefined;
  const url = new URL(routeUrl(worker, worker.endpoints.recent));
  url.searchParams.set('limit', String(limit));
  return url.href;
}

/** The Workers that take logs and return them: what a canary can be posted to and found in. */
export function storesLogs({ endpoints }: WorkerProfile): boolean {
  return endpoints.log !== undefined && endpoints.logs !== undefined;
}
