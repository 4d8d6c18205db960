import { conditionOf, textWith } from '../expression/evaluate.ts';
import { empty, type Value } from '../expression/value.ts';
import type { Formula } from '../formula/formulas.ts';
import { anyDeploy } from '../operations/operation.ts';
import { Timeline } from '../shell/timeline.ts';
import type { Job, Place, Texts, Workflow } from '../source/workflow.ts';
import { Checkouts } from './checkouts.ts';
import { JobEnvironment } from './job-environment.ts';
import { type Before, contextsOf, type JobState, textIn, truthIn } from './job-state.ts';
import type { JobRun } from './pipeline-run.ts';
import type { RunFrame } from './run-settings.ts';
import { runSteps } from './run-step.ts';

/** Reusable workflows may call each other ten deep (docs.github.com, "Reusing workflow configurations"). */
const deepestCalls = 10;

/** Runs one job: once, or once for each combination of its matrix where the job uses it. */
export function runJob(job: Job, frame: RunFrame, before: Before): JobRun[] {
  const combinations = usesMatrix(job) ? (job.matrix?.combinations ?? [undefined]) : [undefined];
  return combinations.flatMap((matrix) => runOnce(job, frame, before, matrix));
}

/** Whether anything in a job depends on its matrix; where nothing does, all its runs are alike. */
function usesMatrix(job: Job): boolean {
  const ofSteps = job.steps.flatMap((step) => [
    step.if,
    step.run,
    step.workingDirectory,
    ...step.with.values(),
    ...step.env.texts.values(),
  ]);
  const texts = [
    job.environment,
    job.defaults.workingDirectory,
    ...job.env.texts.values(),
    ...job.with.values(),
    ...ofSteps,
  ];
  return job.matrix !== undefined && texts.some((text) => /\bmatrix\b/.test(text?.text ?? ''));
}

function runOnce(job: Job, frame: RunFrame, before: Before, matrix: Texts | undefined): JobRun[] {
  const { worlds } = frame;
  const { formulas } = worlds;
  const timeline = new Timeline(frame.timeline.done);
  timeline.join(...before.all.map((run) => run.timeline));
  const mayHaveMore = !isHostedRunner(job.runsOn) && job.uses === undefined;
  const layers = [job.env, frame.workflow.env];
  const run: JobRun = {
    id: `${frame.prefix}${job.id}${shownMatrix(matrix)}`,
    prefix: frame.prefix,
    place: { file: job.file, line: job.line },
    job,
    workflow: frame.workflow,
    ran: formulas.never,
    succeeded: formulas.never,
    failed: formulas.never,
    occurrences: [],
    unread: [],
    ordinary: new Set(),
    timeline,
    condition: job.if?.text,
    environment: undefined,
    evaluate: (text) => textWith(text.text, contextsOf(state)),
  };
  const state: JobState = {
    frame,
    job,
    run,
    before,
    matrix,
    environment: new JobEnvironment(layers, frame.scenario, mayHaveMore),
    checkouts: new Checkouts(),
    ok: formulas.all(...before.all.map(({ succeeded }) => succeeded)),
    steps: new Map(),
    outputs: new Map(),
    inputs: undefined,
    mayHaveMoreVariables: mayHaveMore,
  };
  const failedBefore = formulas.any(...before.all.map(({ failed }) => failed));
  const condition = conditionOf(job.if?.text, { ...contextsOf(state), failure: failedBefore });
  run.ran = formulas.all(frame.started, condition);
  run.environment = textIn(job.environment, state) ?? job.environment?.text;

  state.ok = formulas.always;
  const called = job.uses && run.ran !== formulas.never ? callWorkflow(job, state) : undefined;
  if (!job.uses && run.ran !== formulas.never) runSteps(job.steps, state, frame.calls);
  const ok = called?.ok ?? state.ok;
  const forgiven = truthIn(job.continueOnError, state);
  run.succeeded = formulas.all(run.ran, formulas.any(ok, forgiven));
  run.failed = formulas.without(run.ran, formulas.any(ok, forgiven));
  return [run, ...(called?.jobs ?? [])];
}

interface Called {
  ok: Formula;
  jobs: readonly JobRun[];
}

/** The jobs of a reusable workflow of this repository run in the place of the job; others are not read. */
function callWorkflow(job: Job, state: JobState): Called {
  const { frame, run } = state;
  const { worlds, pipelines } = frame;
  const { formulas } = worlds;
  const uses = job.uses;
  const file = uses?.text.replace(/^\.\//, '');
  const workflow = uses?.text.startsWith('./') ? pipelines.workflows.find((each) => each.file === file) : undefined;
  const place: Place = { file: job.file, line: uses?.line ?? job.line };
  if (!workflow || frame.calls.length >= deepestCalls) {
    const isRemote = !uses?.text.startsWith('./');
    const unread = {
      what: isRemote ? `${uses?.text} is a workflow of another repository, and not read` : `${uses?.text} is not read`,
      mayBe: anyDeploy,
      trace: tracePast(frame.calls, place),
    };
    run.unread.push({ unread, reached: run.ran, before: run.timeline.done });
    run.timeline.add({ unread, when: run.ran });
    return { ok: formulas.not(worlds.failure(`${run.id} call`, `\`${uses?.text}\``)), jobs: [] };
  }
  const inner = frame.runJobs({
    ...frame,
    workflow,
    prefix: `${run.id} / `,
    started: run.ran,
    timeline: run.timeline,
    calls: [...frame.calls, place],
    input: inputsOfCall(job, workflow, state),
    secret: secretsOfCall(job, frame, state),
  });
  run.timeline.join(...inner.map(({ timeline }) => timeline));
  return { ok: formulas.not(formulas.any(...inner.map(({ failed }) => failed))), jobs: inner };
}

function tracePast([first, ...rest]: readonly Place[], place: Place): readonly [Place, ...Place[]] {
  return first ? [first, ...rest, place] : [place];
}

function inputsOfCall(job: Job, workflow: Workflow, state: JobState): (name: string) => Value {
  const declared = workflow.triggers.find(({ event }) => event === 'workflow_call')?.inputs ?? [];
  return (name) => {
    const given = job.with.get(name)?.text ?? declared.find((input) => input.name === name)?.default;
    return given === undefined
      ? empty
      : typed(textWith(given, contextsOf(state)), declared.find((input) => input.name === name)?.type);
  };
}

/** `with: { production: true }` is a boolean where the input is declared as one. */
function typed(value: Value, type: string | undefined): Value {
  if (type !== 'boolean' || value.kind !== 'known' || typeof value.value !== 'string') return value;
  return { kind: 'known', value: value.value === 'true' };
}

/** A called workflow has the secrets that it is given, and no others. */
function secretsOfCall(job: Job, frame: RunFrame, state: JobState): (name: string) => Value {
  const { secrets } = job;
  if (secrets === 'inherit') return frame.secret;
  return (name) => {
    if (name === 'GITHUB_TOKEN') return frame.secret(name);
    const given = secrets.get(name);
    return given ? textWith(given.text, contextsOf(state)) : empty;
  };
}

function shownMatrix(matrix: Texts | undefined): string {
  return matrix && matrix.size > 0 ? ` (${[...matrix.values()].map(({ text }) => text).join(', ')})` : '';
}

/** GitHub's own machines have no variables besides those of the workflow; a runner of one's own may have any. */
export function isHostedRunner(runsOn: string): boolean {
  return (
    /^(ubuntu|macos|windows|blacksmith|depot|namespace|buildjet|warp)-?/.test(runsOn) && !/self-hosted/.test(runsOn)
  );
}
