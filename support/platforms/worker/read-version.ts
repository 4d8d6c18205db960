import { NotVerified } from '../../check/not-verified.ts';
import type { WorkerProfile } from '../../profile/index.ts';
import type { Read } from '../../reading/index.ts';
import { type DeployedVersion, partOf } from '../deployed-version.ts';
import { valueAt } from './health-value.ts';
import { requireWorker } from './read-health.ts';

/**
 * The version that a Worker reports by itself: in its health answer, in a header, or in both.
 * @throws NotVerified where `version` is not set, or the Worker reports none where the config says it does
 */
export async function readWorkerVersion(worker: WorkerProfile, read: Read): Promise<DeployedVersion[]> {
  const { version } = worker;
  if (!version)
    throw new NotVerified(
      `${worker.called} reports no version`,
      `Set ${worker.place}.version: where the health answer or a header has the commit.`,
    );
  const { health, headers, url } = await requireWorker(worker, read);
  const reported = [
    ...(version.health === undefined ? [] : [{ at: version.health, value: valueAt(health, version.health) }]),
    ...(version.header === undefined ? [] : [{ at: version.header, value: headers.get(version.header) }]),
  ];
  return reported.map(({ at, value }) => {
    if (typeof value !== 'string' || value === '')
      throw new NotVerified(
        `${worker.called} has no version at ${url} › ${at}`,
        'Deploy with the commit as a variable, and return it.',
      );
    return { part: partOf(worker), called: worker.called, version: value, from: `${url} › ${at}` };
  });
}
