import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { conclude } from '../../support/families/delivery/conclude.ts';
import {
  type Deploy,
  mayBeSameStage,
  placesOf,
  productionDeploys,
  stageOf,
  titlesOf,
} from '../../support/families/delivery/deploys.ts';
import type { Protection } from '../../support/families/delivery/providers/read-protection.ts';
import { unreadDeploys, unreadReasons } from '../../support/families/delivery/unread-deploys.ts';
import { type Delivery, deployingRoles, type JobRun } from '../../support/workflow/index.ts';

/**
 * Whether every job that deploys to production waits for a reviewer: in its own environment, or in that of a job without
 * which it does not run.
 * @throws NotVerified where nothing deploys, or the environment of a job is known only when it runs
 */
export function judgeApproval(delivery: Delivery, { reviewers, from }: Protection): Finding[] {
  const deploys = productionDeploys(delivery, deployingRoles).filter(
    ({ run, operation }) => !run.scenario.isPullRequest && mayBeSameStage(stageOf(operation), 'production'),
  );
  const unread = unreadDeploys(delivery, deployingRoles).filter(
    (point) => ![point.job, ...requiredBy(point)].some((job) => waitsFor(job, reviewers) === 'reviewer'),
  );
  if (deploys.length === 0)
    throw new NotVerified(
      ['no workflow deploys to production, as far as it is recognised', ...unreadReasons(unread)].join('; '),
    );
  const open = unreadReasons(unread);
  const unasked = deploys.filter((deploy) => {
    const waits = [deploy.job, ...requiredBy(deploy)].map((job) => waitsFor(job, reviewers));
    if (waits.includes('reviewer')) return false;
    if (!waits.includes('unknown')) return true;
    open.push(
      `which environment the job ${deploy.job.id} is in is known only when it runs (${placesOf(deploy.operation)[0]})`,
    );
    return false;
  });
  const byJob = Map.groupBy(unasked, ({ job }) => `${job.place.file}:${job.place.line}`);
  return conclude(
    [...byJob].flatMap(([place, all]) => findingOf(place, all, reviewers, from)),
    open,
  );
}

type Waiting = 'reviewer' | 'nobody' | 'unknown';

function waitsFor({ job }: JobRun, reviewers: Protection['reviewers']): Waiting {
  if (!job?.environment) return 'nobody';
  const { text } = job.environment;
  if (text.includes('${{')) return 'unknown';
  // Names of environments have no case on GitHub.
  return (reviewers.get(text.toLowerCase()) ?? 0) > 0 ? 'reviewer' : 'nobody';
}

/** The jobs of the run that have succeeded wherever this deploy is reached. */
function requiredBy({ run, job, reached }: Pick<Deploy, 'run' | 'job' | 'reached'>): JobRun[] {
  const { worlds } = run;
  return run.jobs.filter((each) => each !== job && !worlds.canBe(worlds.formulas.without(reached, each.succeeded)));
}

function findingOf(place: string, all: readonly Deploy[], reviewers: Protection['reviewers'], from: string): Finding[] {
  const [deploy] = all;
  if (!deploy) return [];
  const { job, operation } = deploy;
  const environment = job.job?.environment?.text;
  if (operation.deploysItself)
    return [
      {
        what: `${operation.platform} deploys to production without a reviewer`,
        expected: 'a deploy that waits for a reviewer',
        received: 'a deploy of every push, by its own Git integration',
        from: [place],
        remedy: 'Turn its own deployments off, and deploy from a job in a protected environment.',
      },
    ];
  const isThere = environment !== undefined && reviewers.has(environment.toLowerCase());
  return [
    {
      what: `the job ${job.id} deploys to production without a reviewer`,
      expected: 'a job in an environment with required reviewers, or one that needs such a job',
      received: receivedOf(environment, isThere, titlesOf(all)),
      from: [place, ...(environment === undefined ? [] : [from])],
      remedy:
        environment === undefined
          ? `Add \`environment: production\` to the job ${job.id}, and name reviewers in that environment (Settings › Environments).`
          : `Name reviewers in the environment ${environment} on GitHub (Settings › Environments).`,
    },
  ];
}

function receivedOf(environment: string | undefined, isThere: boolean, title: string): string {
  if (environment === undefined) return `no environment, on ${title}`;
  return isThere
    ? `the environment ${environment}, which has no reviewers`
    : `the environment ${environment}, which the repository does not have: GitHub makes it without rules`;
}
