import type { WorkerProfile } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { requireWorker } from '../read-health.ts';

export interface CrossOriginInput {
  worker: WorkerProfile;
  /** Undefined: a request as no browser page makes it, without `Origin`. */
  origin: string | undefined;
}

/** What a browser would go by after the actual request. */
export interface CrossOriginAnswer {
  url: string;
  status: number;
  allowOrigin: string | null;
  allowCredentials: string | null;
  vary: string | null;
}

/** Makes the actual request that follows a preflight: a GET, which changes nothing, with the origin of a page. */
export const workerCrossOrigin = defineReading({
  name: 'worker.cross-origin',
  effect: 'read',
  key: ({ worker, origin }: CrossOriginInput) => JSON.stringify([worker.url.url.href, origin]),
  async read({ worker, origin }, { fetch, read }): Promise<CrossOriginAnswer> {
    await requireWorker(worker, read);
    const url = new URL(worker.corsPath ?? worker.endpoints.health, worker.url.url).href;
    const response = await fetch(url, { redirect: 'manual', headers: origin === undefined ? {} : { origin } });
    return {
      url,
      status: response.status,
      allowOrigin: response.headers.get('access-control-allow-origin'),
      allowCredentials: response.headers.get('access-control-allow-credentials'),
      vary: response.headers.get('vary'),
    };
  },
});
