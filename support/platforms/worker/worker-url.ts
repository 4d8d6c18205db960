import type { WorkerProfile } from '../../profile/index.ts';
import { below } from '../../settings/index.ts';

/** The address of a route of the Worker: its own address may have a path, as behind a gateway, and keeps it. */
export function routeUrl({ url }: WorkerProfile, path: string): string {
  return below(url, path).href;
}

/** The address of one of the Worker's endpoints, as the profile names them. */
export function endpointOf(worker: WorkerProfile, endpoint: 'health' | 'log' | 'logs'): string {
  return routeUrl(worker, worker.endpoints[endpoint]);
}

/** Where the logs of one trace are read. */
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
