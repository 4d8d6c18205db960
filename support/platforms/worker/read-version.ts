import type { WorkerProfile } from '../../profile/index.ts';
import type { Read } from '../../reading/index.ts';
import { valueAt } from './health-value.ts';
import { requireWorker } from './read-health.ts';

export { isSameCommit } from '../deployed-version.ts';

/** The commit that a Worker reports at one place; undefined where it reports none there. */
export interface ReportedVersion {
  value: string | undefined;
  from: string;
}

/**
 * The versions that a Worker reports, at every place that `platforms.worker.version` names; none where it names none.
 * @throws NotVerified where nothing answers as a Worker
 */
export async function readVersion(worker: WorkerProfile, read: Read): Promise<ReportedVersion[]> {
  return reportedVersions(await requireWorker(worker, read), worker);
}

/** The same, of a health answer that has been read. */
export function reportedVersions(
  { health, headers, url }: { health: unknown; headers: Headers; url: string },
  { version }: Pick<WorkerProfile, 'version'>,
): ReportedVersion[] {
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
