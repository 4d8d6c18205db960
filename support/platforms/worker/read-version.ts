import type { WorkerProfile } from '../../profile/index.ts';
import type { Read } from '../../reading/index.ts';
import type { ToldVersion } from '../told-version.ts';
import { valueAt } from './health/health-value.ts';
import { requireWorker } from './read-health.ts';

/**
 * The versions that a Worker reports, at every place that `platforms.worker.version` names; none where it names none.
 * @throws NotVerified where nothing answers as a Worker
 */
export async function readVersion(worker: WorkerProfile, read: Read): Promise<ToldVersion[]> {
  return reportedVersions(await requireWorker(worker, read), worker);
}

/** The same, of a health answer that has been read. */
export function reportedVersions(
  { health, headers, url }: { health: unknown; headers: Headers; url: string },
  { version }: Pick<WorkerProfile, 'version'>,
): ToldVersion[] {
  const places = [
    { path: version?.health, value: version?.health && valueAt(health, version.health) },
    { path: version?.header, value: version?.header && headers.get(version.header) },
  ];
  return places.flatMap(({ path, value }) =>
    path === undefined
      ? []
      : [{ value: typeof value === 'string' && value !== '' ? value : undefined, from: `${url} › ${path}` }],
  );
}
