import { TooManyCombinations } from '../formula/formulas.ts';
import { otherSystems } from '../operations/other-systems.ts';
import { selfDeployments } from '../operations/self-deploying.ts';
import { Repository, type RepositoryFiles } from '../repository/repository.ts';
import { readWorkflow } from '../source/read-workflow.ts';
import type { Workflow } from '../source/workflow.ts';
import { passes } from './name-patterns.ts';
import type { PipelineRun } from './pipeline-run.ts';
import { runOtherSystem } from './run-other-system.ts';
import { runSelfDeployment } from './run-self-deployment.ts';
import type { PipelineSettings, Pipelines } from './run-settings.ts';
import { runWorkflow } from './run-workflow.ts';
import { scenariosOf, TooManyBranches } from './scenario.ts';

/** All that a repository says of how it is shipped. */
export interface Delivery {
  repository: Repository;
  settings: PipelineSettings;
  workflows: readonly Workflow[];
  /** Every workflow in every way in which it starts, every platform that deploys by itself, and other systems that may. */
  runs: readonly PipelineRun[];
  /** Workflows that are not followed, and why. */
  notFollowed: readonly { file: string; why: string }[];
}

/** `workflow_run` may follow up to three deep (docs.github.com, "Events that trigger workflows"). */
const deepestChain = 3;

/** Reads the workflows of a repository and follows each of them in every way in which it may go. */
export async function readPipelines(files: RepositoryFiles, settings: PipelineSettings): Promise<Delivery> {
  const repository = new Repository(files);
  const workflows = await Promise.all(
    repository.workflowFiles.map((file) =>
      readWorkflow(file, repository.read(file) ?? '', (path) => repository.read(path)),
    ),
  );
  const pipelines: Pipelines = { repository, settings, workflows, repositoryName: repositoryName(repository) };
  const runs: PipelineRun[] = [];
  const notFollowed: { file: string; why: string }[] = [];
  // GitHub does not run what it refuses.
  for (const workflow of workflows.filter(({ refusals }) => refusals.length === 0)) {
    try {
      const own = scenariosOf(workflow, settings.defaultBranch).map((each) => runWorkflow(workflow, each, pipelines));
      runs.push(...own, ...own.flatMap((run) => followers(run, pipelines, 1)));
    } catch (error) {
      if (!(error instanceof TooManyCombinations || error instanceof TooManyBranches)) throw error;
      notFollowed.push({ file: workflow.file, why: error.message });
    }
  }
  const platforms = selfDeployments(repository, settings).map((each) => runSelfDeployment(each, pipelines, runs));
  const others = otherSystems(repository, settings.patterns).map((each) =>
    runOtherSystem(each, settings.defaultBranch),
  );
  return { repository, settings, workflows, runs: [...runs, ...platforms, ...others], notFollowed };
}

/**
 * The name that conditions compare `github.repository` with, where it is one: such a condition keeps forks from what
 * follows, and is true in the repository itself. With several names, the same files are those of several repositories.
 */
function repositoryName(repository: Repository): string | undefined {
  const names = repository.workflowFiles.flatMap((file) =>
    [...(repository.read(file) ?? '').matchAll(/github\.repository\s*[=!]=\s*'([^'/]+\/[^']+)'/g)].map(
      ([, name]) => name,
    ),
  );
  const [first, ...others] = new Set(names);
  return others.length === 0 ? first : undefined;
}

/** The workflows that start when this one has ended, or when it is requested. */
function followers(run: PipelineRun, pipelines: Pipelines, depth: number): PipelineRun[] {
  if (depth > deepestChain) return [];
  return pipelines.workflows
    .filter(({ refusals }) => refusals.length === 0)
    .flatMap((workflow) =>
      workflow.triggers.flatMap((trigger) => {
        const isMeant = trigger.event === 'workflow_run' && trigger.workflows?.includes(run.workflow?.name ?? '');
        const isBranch = trigger.branches === undefined || passes(trigger.branches, run.scenario.refName);
        if (!isMeant || !isBranch) return [];
        const { defaultBranch } = pipelines.settings;
        const next = runWorkflow(
          workflow,
          {
            title: `${run.title} → ${workflow.name}`,
            trigger,
            event: 'workflow_run',
            ref: `refs/heads/${defaultBranch}`,
            refName: defaultBranch,
            refType: 'branch',
            branch: defaultBranch,
            isAutomatic: run.scenario.isAutomatic,
            isPullRequest: run.scenario.isPullRequest,
            paths: run.scenario.paths,
            inputs: [],
          },
          pipelines,
          run,
        );
        return [next, ...followers(next, pipelines, depth + 1)];
      }),
    );
}
