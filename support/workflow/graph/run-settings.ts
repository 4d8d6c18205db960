import type { Value } from '../expression/value.ts';
import type { Formula } from '../formula/formulas.ts';
import type { Worlds } from '../formula/worlds.ts';
import type { Pattern } from '../operations/recognise-command.ts';
import type { DeclaredDeployment } from '../operations/self-deploying.ts';
import type { Repository } from '../repository/repository.ts';
import type { Timeline } from '../shell/timeline.ts';
import type { Place, Workflow } from '../source/workflow.ts';
import type { JobRun, PipelineRun } from './pipeline-run.ts';
import type { Scenario } from './scenario.ts';

/** What a team can say of its pipelines. */
export interface PipelineSettings {
  /** The branch that is production; `main` where nothing else is said. */
  defaultBranch: string;
  patterns: readonly Pattern[];
  /** Platforms that deploy by themselves; undefined where the files alone have to say. */
  deploysItself?: readonly DeclaredDeployment[];
  /** Platforms that were asked, and that deploy nothing by themselves: they override the config and the files. */
  silentPlatforms?: readonly string[];
}

/** What all runs of one reading share. */
export interface Pipelines {
  repository: Repository;
  settings: PipelineSettings;
  workflows: readonly Workflow[];
  /** `acme/shop`, where the conditions of the workflows tell: they are for forks to be false. */
  repositoryName: string | undefined;
}

/** What the jobs of one run share; the jobs of a reusable workflow have their own. */
export interface RunFrame {
  pipelines: Pipelines;
  workflow: Workflow;
  scenario: Scenario;
  worlds: Worlds;
  follows: PipelineRun | undefined;
  /** Put before the ids of jobs: `release / `. */
  prefix: string;
  /** Where the run starts: always, or where the job that calls it runs. */
  started: Formula;
  timeline: Timeline;
  /** Inputs of the run, or of the call. */
  input: (name: string) => Value;
  secret: (name: string) => Value;
  /** Runs the jobs of a workflow that a job calls. */
  runJobs: (frame: RunFrame) => JobRun[];
  /** The calls that lead here, the outermost first. */
  calls: readonly Place[];
}
