import { z } from 'zod';
import type { WorkerProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { requireWorker } from '../worker/index.ts';
import { jsonOf } from './read-admin-query.ts';

const Service = z.looseObject({ service: z.string() });

export interface WorkerName {
  url: string;
  /** The name by which it calls itself; undefined where it says none. */
  service: string | undefined;
  /** Where a redirect leads. */
  location: string | null;
}

/** What a Worker calls itself: `service` of `GET /`, else of `/health`. */
export const workerName = defineReading({
  name: 'isolation.worker-name',
  effect: 'read',
  key: (worker: WorkerProfile) => worker.url.url.origin,
  async read(worker, { fetch, read }): Promise<WorkerName> {
    await requireWorker(worker, read);
    let location: string | null = null;
    for (const path of ['/', '/health']) {
      const url = new URL(path, worker.url.url).href;
      const response = await fetch(url, { redirect: 'manual' });
      location ??= response.headers.get('location');
      const said = Service.safeParse(jsonOf(await response.text()));
      if (said.success) return { url, service: said.data.service, location };
    }
    return { url: worker.url.url.href, service: undefined, location };
  },
});
