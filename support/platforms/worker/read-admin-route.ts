import type { AdminRoute, WorkerProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';
import { requireWorker } from './read-health.ts';
import { askedBy, type Stranger, strangers } from './strangers.ts';
import { routeUrl } from './worker-url.ts';

export interface AdminRouteInput {
  worker: WorkerProfile;
  route: AdminRoute;
}

export interface AdminRouteReading {
  url: string;
  /** One for each caller without the right token. */
  answers: readonly { as: string; status: number; text: string }[];
}

/**
 * Sends GET to an administrative route as each caller without the right token. Only for a route that promises
 * `authenticatesFirst`: without it a GET may delete, and the door refuses it.
 */
export const workerAdminRoute = defineReading({
  name: 'worker.admin-route',
  effect: 'read',
  key: ({ worker, route }: AdminRouteInput) => `${worker.url.url.href} ${route.path}`,
  async read({ worker, route }, { fetch, read }): Promise<AdminRouteReading> {
    await requireWorker(worker, read);
    const url = routeUrl(worker, route.path);
    const knock = async (stranger: Stranger) => {
      const { as, headers } = stranger;
      const response = await fetch(askedBy(url, stranger), { redirect: 'manual', headers });
      return { as, status: response.status, text: quoteForeign(await response.text(), 120) };
    };
    return { url, answers: await Promise.all(strangers(route).map(knock)) };
  },
});
