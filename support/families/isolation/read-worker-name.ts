import { z } from 'zod';
import { jsonIn } from '../../files/parse-json.ts';
import { requireWorker, workerHealth } from '../../platforms/worker/index.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { below } from '../../settings/index.ts';
import { type FollowedWay, followedWay } from './read-followed.ts';

const Service = z.looseObject({ service: z.string() });

export interface WorkerName {
  url: string;
  /** The name by which it calls itself; undefined where it says none. */
  service: string | undefined;
  /** The redirects, where its address is an alias. */
  way: FollowedWay | undefined;
}

/** What a Worker calls itself: `service` of `GET /`, else of `/health`; at the end of the way, where it redirects. */
export const workerName = defineReading({
  name: 'isolation.worker-name',
  effect: 'read',
  key: (worker: WorkerProfile) => worker.url.url.href,
  async read(worker, { read }): Promise<WorkerName> {
    const root = below(worker.url, '/').href;
    const health = await read(workerHealth, worker);
    // A Worker that is down says so once, in worker/healthy; one that redirects is followed.
    if (!health.answers && !/^status 3\d\d/.test(health.received)) await requireWorker(worker, read);
    const way = await read(followedWay, root);
    const moved = way.passed.length > 1 || way.text === undefined ? way : undefined;
    const said = Service.safeParse(jsonIn(way.text ?? ''));
    if (said.success) return { url: way.leadsTo, service: said.data.service, way: moved };
    const service = health.answers ? Service.safeParse(health.health).data?.service : undefined;
    return { url: health.url, service, way: moved };
  },
});
