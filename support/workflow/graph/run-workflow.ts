import { known, unknown, type Value } from '../expression/value.ts';
import { Worlds } from '../formula/worlds.ts';
import { Timeline } from '../shell/timeline.ts';
import type { Job, Workflow } from '../source/workflow.ts';
import { inputValue } from './github-context.ts';
import type { Before } from './job-state.ts';
import type { JobRun, PipelineRun } from './pipeline-run.ts';
import { runJob } from './run-job.ts';
import type { Pipelines, RunFrame } from './run-settings.ts';
import type { Scenario } from './scenario.ts';

/** Runs a workflow in one scenario: in every way in which it may go. @throws TooManyCombinations */
export function runWorkflow(
  workflow: Workflow,
  scenario: Scenario,
  pipelines: Pipelines,
  follows: PipelineRun | undefined = undefined,
): PipelineRun {
  // What follows another run is in the same worlds: what failed there has failed.
  const worlds = follows?.worlds ?? new Worlds();
  const { formulas } = worlds;
  const jobs = runJobs({
    pipelines,
    workflow,
    scenario,
    worlds,
    follows,
    prefix: follows ? `${workflow.name}: ` : '',
    started: follows ? formulas.any(follows.succeeded, follows.failed) : formulas.always,
    timeline: follows?.timeline ?? new Timeline(),
    input: (name) => inputValue(name, scenario.inputs, worlds),
    secret: secretOf,
    calls: [],
    runJobs,
  });
  const timeline = new Timeline();
  timeline.join(...jobs.map((job) => job.timeline));
  const failed = formulas.any(...jobs.map((job) => job.failed));
  return {
    title: scenario.title,
    workflow,
    scenario,
    worlds,
    jobs,
    succeeded: formulas.without(formulas.any(...jobs.map((job) => job.ran)), failed),
    failed,
    timeline,
    follows,
  };
}

/** GitHub gives every run a token of its own. */
function secretOf(name: string): Value {
  return name.toUpperCase() === 'GITHUB_TOKEN' ? known('GITHUB_TOKEN') : unknown(`secrets.${name}`);
}

/** The jobs of a workflow, each after those that it needs. Jobs whose needs do not exist, or go in a circle, never run. */
export function runJobs(frame: RunFrame): JobRun[] {
  const done = new Map<string, readonly JobRun[]>();
  let waiting = [...frame.workflow.jobs];
  while (waiting.length > 0) {
    const ready = waiting.filter(({ needs }) => needs.every(({ text }) => done.has(text)));
    if (ready.length === 0) break;
    for (const job of ready) done.set(job.id, runJob(job, frame, beforeOf(job, frame, done)));
    waiting = waiting.filter((job) => !ready.includes(job));
  }
  return [...done.values()].flat();
}

function beforeOf(job: Job, { workflow, prefix }: RunFrame, done: ReadonlyMap<string, readonly JobRun[]>): Before {
  const own = (id: string) => (done.get(id) ?? []).filter((run) => run.prefix === prefix);
  const all = new Set<string>();
  const collect = ({ needs }: Job) => {
    for (const { text } of needs) {
      if (all.has(text)) continue;
      all.add(text);
      const needed = workflow.jobs.find(({ id }) => id === text);
      if (needed) collect(needed);
    }
  };
  collect(job);
  return {
    direct: new Map(job.needs.map(({ text }) => [text, own(text)])),
    all: [...all].flatMap(own),
  };
}
