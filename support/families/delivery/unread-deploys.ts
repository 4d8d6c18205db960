import {
  type Delivery,
  type JobRun,
  type PipelineRun,
  type Role,
  showPlace,
  type UnreadPoint,
} from '../../workflow/index.ts';
import { stageNamed } from './deploys.ts';

/** Something that was not read and may deploy, in one run. */
export interface UnreadDeploy extends UnreadPoint {
  run: PipelineRun;
  job: JobRun;
}

/**
 * What was not read, may deploy one of these, and can be reached. Pull requests are left out, and jobs of environments
 * that are not production: nothing in them is meant for users.
 */
export function unreadDeploys({ runs }: Delivery, roles: readonly Role[]): UnreadDeploy[] {
  return runs
    .filter(({ scenario }) => !scenario.isPullRequest)
    .flatMap((run) =>
      run.jobs.flatMap((job) =>
        job.unread
          .filter(
            ({ unread, reached }) => unread.mayBe.some((role) => roles.includes(role)) && run.worlds.canBe(reached),
          )
          .filter(() => ['production', undefined].includes(stageNamed(job.environment ?? '')))
          .map((point) => ({ ...point, run, job })),
      ),
    );
}

/** Why a check cannot hold: each thing that may deploy and was not read, once. */
export function unreadReasons(points: readonly UnreadDeploy[]): string[] {
  return [...new Set(points.map(({ unread }) => `${unread.what} (${showPlace(unread.trace[0])})`))];
}
