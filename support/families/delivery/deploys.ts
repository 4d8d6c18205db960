import {
  type Delivery,
  isHostedRunner,
  type JobRun,
  type Occurrence,
  type Operation,
  type PipelineRun,
  type Role,
} from '../../workflow/index.ts';

/** One operation in one run of a pipeline, with the job that does it. */
export interface Deploy extends Occurrence {
  run: PipelineRun;
  job: JobRun;
}

/** Every operation that can be reached, in every run. */
export function deploysIn({ runs }: Delivery): Deploy[] {
  return runs.flatMap((run) =>
    run.jobs.flatMap((job) =>
      job.occurrences
        .filter(({ reached }) => run.worlds.canBe(reached))
        .map((occurrence) => ({ ...occurrence, run, job })),
    ),
  );
}

/** Those that change what users see. */
export function productionDeploys(delivery: Delivery, roles: readonly Role[]): Deploy[] {
  const all = deploysIn(delivery).filter(({ operation }) => operation.target === 'production');
  return all.filter(
    (deploy) => roles.includes(deploy.operation.role) && !isForDevelopment(deploy, all) && !isForTests(deploy),
  );
}

/** What a job starts beside its tests, on a machine of GitHub's own, is gone with that machine. */
function isForTests({ operation, job }: Deploy): boolean {
  return (
    operation.role === 'container' &&
    operation.machine === 'runner' &&
    job.job !== undefined &&
    job.environment === undefined &&
    isHostedRunner(job.job.runsOn) &&
    /test|e2e|\bci\b|check|integration|lint|verify|smoke|playwright|cypress/i.test(
      `${job.job.id} ${job.job.name ?? ''}`,
    ) &&
    !/deploy|release|publish|ship/i.test(`${job.job.id} ${job.job.name ?? ''}`)
  );
}

/**
 * `convex dev --once` in a pull request, or beside a `convex deploy`, pushes to a deployment for development. Where
 * nothing else deploys the backend, it is what is taken for a deploy; and where its key is that of production.
 */
function isForDevelopment({ operation, run }: Deploy, all: readonly Deploy[]): boolean {
  if (!operation.isDevelopment) return false;
  if (stageNamed(operation.key ?? '') === 'production') return false;
  const isDeployed = all.some(
    (each) =>
      each.operation.role === operation.role && !each.operation.isDevelopment && !each.run.scenario.isPullRequest,
  );
  return isDeployed || run.scenario.isPullRequest;
}

/** One of each operation, however many runs reach it. */
export function distinct<Each extends { operation: Operation }>(deploys: readonly Each[]): Each[] {
  const seen = new Map<string, Each>();
  for (const deploy of deploys) {
    const key = deploy.operation.trace.map(({ file, line }) => `${file}:${line}`).join(' ') + deploy.operation.command;
    if (!seen.has(key)) seen.set(key, deploy);
  }
  return [...seen.values()];
}

/** Where an operation is written: the workflow first, then the scripts that lead to it. */
export function placesOf({ trace }: Pick<Operation, 'trace'>): string[] {
  return trace.map(({ file, line }) => `${file}:${line}`);
}

/**
 * The environment that a deploy is for, as its options, its job or its key say; undefined where they say nothing.
 * Production is told apart from all others, and the others from each other.
 */
export function stageOf({ stage: own, key }: Operation): string | undefined {
  for (const text of [own, key]) {
    const stage = text === undefined ? undefined : stageNamed(text);
    if (stage !== undefined) return stage;
  }
  return undefined;
}

/** The stage that a name says: `prod-eu` is production. */
export function stageNamed(text: string): string | undefined {
  const words = text.toLowerCase().split(/[^a-z]+/);
  if (words.some((word) => word === 'prod' || word === 'production' || word === 'live')) return 'production';
  return words.map((word) => stages[word]).find((stage) => stage !== undefined);
}

const stages: Readonly<Record<string, string>> = {
  staging: 'staging',
  stage: 'staging',
  test: 'test',
  testing: 'test',
  qa: 'test',
  e2e: 'test',
  dev: 'development',
  development: 'development',
  preview: 'preview',
};

/** Whether two deploys may be for the same environment: not where both say another. */
export function mayBeSameStage(one: string | undefined, other: string | undefined): boolean {
  return one === undefined || other === undefined || one === other;
}

/** "a push to main", "a push to main and a run by hand" */
export function titlesOf(deploys: readonly { run: PipelineRun }[]): string {
  const titles = [...new Set(deploys.map(({ run }) => run.title))];
  return titles.length < 2 ? titles.join('') : `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}`;
}
