import type { WorkerProfile } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { clientHeaders } from '../client-headers.ts';
import { requireWorker } from '../read-health.ts';
import { recentUrl, routeUrl, traceUrl } from '../worker-url.ts';

export interface CrossOriginInput {
  worker: WorkerProfile;
  /** Undefined: a request as no browser page makes it, without `Origin`. */
  origin: string | undefined;
  /** The address that is asked; the first one that pages read where left out. */
  url?: string;
}

/** What a browser would go by after the actual request. */
export interface CrossOriginAnswer {
  url: string;
  status: number;
  allowOrigin: string | null;
  allowCredentials: string | null;
  vary: string | null;
}

/** The addresses that the profile says pages read, or the health answer; the first is the one that everything is judged by. */
export function pageUrls(worker: WorkerProfile): string[] {
  const paths = [worker.corsPath ?? worker.endpoints.health].flat();
  return paths.map((path) => routeUrl(worker, path));
}

/** The other addresses that a page could read: a stranger must not, whether pages of the environment do or not. */
export function otherUrls(worker: WorkerProfile): string[] {
  const own = pageUrls(worker);
  const urls = [
    routeUrl(worker, worker.endpoints.health),
    worker.endpoints.logs === undefined ? undefined : traceUrl(worker, 'airlock-reads-as-a-page'),
    recentUrl(worker, 1),
  ];
  return urls.flatMap((url) => (url === undefined || own.includes(url) ? [] : [url]));
}

/** An address that is answered with an error where the Worker asks for a trace, and that changes nothing; undefined without one. */
export function errorUrl(worker: WorkerProfile): string | undefined {
  return worker.endpoints.logs === undefined ? undefined : routeUrl(worker, worker.endpoints.logs);
}

/** Makes the actual request that follows a preflight: a GET, which changes nothing, with the origin of a page. */
export const workerCrossOrigin = defineReading({
  name: 'worker.cross-origin',
  effect: 'read',
  key: ({ worker, origin, url }: CrossOriginInput) => JSON.stringify([worker.url.url.href, origin, url]),
  async read({ worker, origin, url = pageUrls(worker)[0] ?? '' }, { fetch, read }): Promise<CrossOriginAnswer> {
    await requireWorker(worker, read);
    const headers = { ...clientHeaders(worker), ...(origin !== undefined && { origin }) };
    const response = await fetch(url, { redirect: 'manual', headers });
    await response.arrayBuffer();
    return {
      url,
      status: response.status,
      allowOrigin: response.headers.get('access-control-allow-origin'),
      allowCredentials: response.headers.get('access-control-allow-credentials'),
      vary: response.headers.get('vary'),
    };
  },
});
