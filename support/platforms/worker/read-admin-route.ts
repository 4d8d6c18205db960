import type { AdminRoute, WorkerProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';
import { requireWorker } from './read-health.ts';

export interface AdminRouteInput {
  worker: WorkerProfile;
  route: AdminRoute;
}

export interface AdminRouteReading {
  url: string;
  /** A GET without a token, and one with a token that nobody was given. */
  answers: readonly { as: string; status: number; text: string }[];
}

/**
 * Knocks at an administrative route in ways that destroy nothing if they are let through: with GET, which the route does
 * not take for its work, without a token and with a wrong one. The method that does the work is never sent.
 */
export const workerAdminRoute = defineReading({
  name: 'worker.admin-route',
  effect: 'read',
  key: ({ worker, route }: AdminRouteInput) => `${worker.url.url.origin} ${route.path}`,
  async read({ worker, route }, { fetch, read }): Promise<AdminRouteReading> {
    await requireWorker(worker, read);
    const url = new URL(route.path, worker.url.url).href;
    const knock = async (as: string, headers: Record<string, string>) => {
      const response = await fetch(url, { redirect: 'manual', headers });
      return { as, status: response.status, text: quoteForeign(await response.text(), 120) };
    };
    const answers = await Promise.all([
      knock('without a token', {}),
      knock('with a wrong token', { authorization: `Bearer airlock-made-up-${crypto.randomUUID()}` }),
    ]);
    return { url, answers };
  },
});
