import type { WorkerProfile } from '../../../profile/index.ts';
import { defineReading, type ReadingContext } from '../../../reading/index.ts';
import { requireWorker } from '../read-health.ts';
import { routeUrl } from '../worker-url.ts';

export interface PreflightInput {
  worker: WorkerProfile;
  /** Undefined: no `Origin` header. */
  origin: string | undefined;
  path: string;
  method: string;
}

/** What a browser would go by: the headers, not the status alone. */
export interface Preflight {
  url: string;
  /** The method that it asked for. */
  method: string;
  status: number;
  allowOrigin: string | null;
  allowMethods: string | null;
  allowHeaders: string | null;
  allowCredentials: string | null;
  vary: string | null;
}

/** Asks as a browser would before it posts from an origin: `OPTIONS` with the preflight headers of the Fetch standard. */
export const workerPreflight = defineReading({
  name: 'worker.preflight',
  effect: 'read',
  key: ({ worker, origin, path, method }: PreflightInput) => [worker.url.url.href, origin, path, method].join(' '),
  async read({ worker, origin, path, method }, { fetch, read }): Promise<Preflight> {
    await requireWorker(worker, read);
    return askPreflight(fetch, { url: routeUrl(worker, path), origin, method, headers: worker.corsHeaders });
  },
});

/** Sends the preflight of one request, to a Worker or to any other server. */
export async function askPreflight(
  fetch: ReadingContext['fetch'],
  {
    url,
    origin,
    method,
    headers,
  }: { url: string; origin: string | undefined; method: string; headers: readonly string[] },
): Promise<Preflight> {
  const asked = headers.map((name) => name.toLowerCase()).sort();
  const response = await fetch(url, {
    method: 'OPTIONS',
    redirect: 'manual',
    headers: {
      ...(origin !== undefined && { origin }),
      'access-control-request-method': method,
      ...(asked.length > 0 && { 'access-control-request-headers': asked.join(',') }),
    },
  });
  return {
    url,
    method,
    status: response.status,
    allowOrigin: response.headers.get('access-control-allow-origin'),
    allowMethods: response.headers.get('access-control-allow-methods'),
    allowHeaders: response.headers.get('access-control-allow-headers'),
    allowCredentials: response.headers.get('access-control-allow-credentials'),
    vary: response.headers.get('vary'),
  };
}

/** Whether a browser would let a page of this origin post (Fetch standard, CORS check: byte for byte, or `*`). */
export function allowsOrigin({ status, allowOrigin }: Preflight, origin: string): boolean {
  return status >= 200 && status <= 299 && (allowOrigin === origin || allowOrigin === '*');
}
