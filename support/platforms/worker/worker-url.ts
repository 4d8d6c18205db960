import type { WorkerProfile } from '../../profile/index.ts';

/** The address of one of the Worker's endpoints, as the profile names them. */
export function endpointOf(worker: WorkerProfile, endpoint: 'health' | 'log' | 'logs'): string {
  return new URL(worker.endpoints[endpoint], worker.url.url).href;
}

/** Where the logs of one trace are read. */
export function traceUrl(worker: WorkerProfile, traceId: string): string {
  const url = new URL(worker.endpoints.logs, worker.url.url);
  url.searchParams.set('trace_id', traceId);
  return url.href;
}

/** Where the recent traces are listed; undefined where the Worker has no such list. */
export function recentUrl(worker: WorkerProfile, limit: number): string | undefined {
  if (worker.endpoints.recent === false) return undefined;
  const url = new URL(worker.endpoints.recent, worker.url.url);
  url.searchParams.set('limit', String(limit));
  return url.href;
}
