import { NotVerified } from '../../../check/not-verified.ts';
import type { DatabaseSchema, DeployedFunction } from '../../../contract/index.ts';
import { RequestFailure } from '../../../http/index.ts';
import { type Calls, deployedFunctions, readCalls, siteCallers } from '../../../platforms/convex/index.ts';
import { deployedSchema } from '../../../platforms/convex/read-deployed-schema.ts';
import { numberAt } from '../../../platforms/worker/health/health-value.ts';
import { requireWorker } from '../../../platforms/worker/index.ts';
import { type ConvexProfile, MissingInput, type Profile, type WorkerProfile } from '../../../profile/index.ts';
import type { Read } from '../../../reading/index.ts';
import type { Known } from '../commit/read-commit.ts';
import { type CloudflareTarget, cloudflareTargets } from '../providers/cloudflare-target.ts';
import { type PagesRelease, pagesRelease } from '../providers/read-pages-project.ts';
import { type WorkerRelease, workerRelease } from '../providers/read-worker-releases.ts';

/** A backend that is deployed, and what calls it today. */
export interface LiveBackend {
  convex: ConvexProfile;
  functions: Known<readonly DeployedFunction[]>;
  /** None where no schema was ever pushed. */
  schema: Known<DatabaseSchema | undefined>;
  /** What the live site calls, else the front ends of today's checkout. */
  callers: readonly { shown: string; calls: Known<Calls> }[];
}

/** What an environment runs, as far as a rollback is about it. */
export interface LiveState {
  backends: readonly LiveBackend[];
  sites: readonly { target: CloudflareTarget; release: Known<PagesRelease> }[];
  workers: readonly { target: CloudflareTarget; release: Known<WorkerRelease> }[];
  /** The version of the state that Durable Objects hold, where the config says where it is reported. */
  states: readonly { worker: WorkerProfile; stored: Known<number> }[];
}

/** Reads what is deployed. What cannot be read is there with the reason. */
export async function readLive(profile: Profile, read: Read): Promise<LiveState> {
  const [backends, releases, states] = await Promise.all([
    Promise.all(profile.backends.map((convex) => readBackend(convex, profile, read))),
    readReleases(profile, read),
    Promise.all(
      profile.workers
        .filter(({ durableState }) => durableState)
        .map(async (worker) => ({ worker, stored: await orUnread(() => storedVersion(worker, read)) })),
    ),
  ]);
  return { backends, ...releases, states };
}

/** The deployments of sites and Workers, as Cloudflare lists them. */
export async function readReleases(profile: Profile, read: Read): Promise<Pick<LiveState, 'sites' | 'workers'>> {
  const [sites, workers] = await Promise.all([
    Promise.all(
      cloudflareTargets(profile, 'pages').map(async (target) => ({
        target,
        release: await orUnread(() => read(pagesRelease, target)),
      })),
    ),
    Promise.all(
      cloudflareTargets(profile, 'worker').map(async (target) => ({
        target,
        release: await orUnread(() => read(workerRelease, target)),
      })),
    ),
  ]);
  return { sites, workers };
}

async function readBackend(convex: ConvexProfile, profile: Profile, read: Read): Promise<LiveBackend> {
  const sites = siteCallers(profile).filter((each) => each.convex === convex);
  const callers =
    sites.length > 0
      ? sites.map(({ pages }) => ({
          shown: `the live site ${pages.url.value}`,
          take: () => readCalls({ convex, site: pages }, read),
        }))
      : convex.frontends.map((frontend) => ({
          shown: `${frontend.root.shown} of today's checkout`,
          take: () => readCalls({ convex, frontend }, read),
        }));
  const [functions, schema, ...calls] = await Promise.all([
    orUnread(() => read(deployedFunctions, convex)),
    orUnread(async () => (await read(deployedSchema, convex)).schema),
    ...callers.map(async ({ shown, take }) => ({ shown, calls: await orUnread(take) })),
  ]);
  return { convex, functions, schema, callers: calls };
}

async function storedVersion(worker: WorkerProfile, read: Read): Promise<number> {
  const { health, url } = await requireWorker(worker, read);
  const stored = numberAt(health, worker.durableState?.stored);
  if (stored !== undefined) return stored;
  throw new NotVerified(`${url} has no number at ${worker.durableState?.stored}`);
}

/** What was read, or why it was not. @throws what is a mistake of Airlock's own, and a request that the door refuses */
export async function orUnread<Value>(take: () => Promise<Value>): Promise<Known<Value>> {
  try {
    return { value: await take() };
  } catch (error) {
    const isOpen =
      error instanceof NotVerified ||
      error instanceof MissingInput ||
      (error instanceof RequestFailure && !error.isRefusal);
    if (isOpen) return { unread: error.message };
    throw error;
  }
}
