import { type Contexts, textWith } from '../expression/evaluate.ts';
import { chosen, empty, known, textOf, unknown, type Value } from '../expression/value.ts';
import type { Formula } from '../formula/formulas.ts';
import type { Job, Text, Texts } from '../source/workflow.ts';
import type { Checkouts } from './checkouts.ts';
import { githubValue } from './github-context.ts';
import { environmentValue, type JobEnvironment } from './job-environment.ts';
import type { JobRun } from './pipeline-run.ts';
import type { RunFrame } from './run-settings.ts';

/** How a step ended. */
export interface StepEnd {
  ran: Formula;
  succeeded: Formula;
  /** A failure that `continue-on-error` makes a success. */
  isForgiven: Formula;
  /** What it writes into its outputs, one after the other, as far as its script says. */
  outputs: ReadonlyMap<string, readonly Written[]>;
}

/** A text that is written into an output; none where nobody knows it. */
export interface Written {
  when: Formula;
  text: string | undefined;
}

/** The jobs that a job waits for: the ones that it names, and all before them. */
export interface Before {
  direct: ReadonlyMap<string, readonly JobRun[]>;
  all: readonly JobRun[];
}

/** One job while its steps run, or the steps of a composite action in it. */
export interface JobState {
  frame: RunFrame;
  job: Job;
  run: JobRun;
  before: Before;
  matrix: Texts | undefined;
  environment: JobEnvironment;
  checkouts: Checkouts;
  /** Where no step has failed so far. */
  ok: Formula;
  steps: Map<string, StepEnd>;
  /** Outputs of the step that runs. */
  outputs: Map<string, readonly Written[]>;
  /** Inputs of the composite action that the steps belong to. */
  inputs: ReadonlyMap<string, Value> | undefined;
  /** A step before may have set any variable. */
  mayHaveMoreVariables: boolean;
}

/** What expressions of a job can refer to. Where a job has not begun, `success()` is about the jobs before it. */
export function contextsOf(state: JobState): Contexts {
  const { worlds } = state.frame;
  return {
    worlds,
    lookup: (path) => lookup(path, state),
    success: state.ok,
    failure: worlds.formulas.not(state.ok),
  };
}

function lookup(path: readonly string[], state: JobState): Value | undefined {
  const { frame } = state;
  const [context = '', name = '', ...rest] = path;
  switch (context) {
    case 'github':
      return githubValue([name, ...rest], frame.scenario, {
        worlds: frame.worlds,
        defaultBranch: frame.pipelines.settings.defaultBranch,
        repositoryName: frame.pipelines.repositoryName,
        follows: frame.follows,
      });
    case 'inputs':
      return state.inputs ? (state.inputs.get(name) ?? empty) : frame.input(name);
    case 'secrets':
      return frame.secret(name);
    case 'env':
      return environmentValue(state.environment, name, contextsOf(state));
    case 'needs':
      return needsValue([name, ...rest], state);
    case 'steps':
      return stepValue(name, rest, state);
    case 'matrix':
      return matrixValue([name, ...rest], state);
    case 'runner':
      return name === 'os' && /ubuntu/.test(state.job.runsOn) ? known('Linux') : undefined;
    default:
      return undefined;
  }
}

function matrixValue(path: readonly string[], { matrix, run }: JobState): Value | undefined {
  const name = path.join('.');
  if (!matrix) return unknown(`${run.id} matrix.${name}`, `matrix.${name}`);
  const text = matrix.get(name);
  return text ? known(text.text) : empty;
}

/** `needs.x.result`, `needs.x.outputs.y`, `needs.*.result`. */
function needsValue([id = '', kind = '', output = '']: readonly string[], state: JobState): Value | undefined {
  const { before } = state;
  if (id === '*' && kind === 'result')
    return { kind: 'list', items: [...before.direct.values()].map((runs) => resultOf(runs, state)) };
  const runs = before.direct.get(id);
  if (!runs) return known(null);
  if (kind === 'result') return resultOf(runs, state);
  const [only] = runs;
  const text = only?.job?.outputs.get(output);
  return kind === 'outputs' && only && text ? only.evaluate(text) : unknown(`needs.${id}.${kind}.${output}`);
}

function resultOf(runs: readonly JobRun[], { frame }: JobState): Value {
  const { formulas } = frame.worlds;
  const failed = formulas.any(...runs.map((run) => run.failed));
  const succeeded = formulas.without(formulas.all(...runs.map((run) => run.succeeded)), failed);
  return {
    kind: 'choice',
    options: [
      { when: succeeded, value: known('success') },
      { when: failed, value: known('failure') },
      { when: formulas.not(formulas.any(succeeded, failed)), value: known('skipped') },
    ].filter(({ when }) => when !== formulas.never),
  };
}

/** `steps.x.outcome` and `.conclusion` follow; an output is what the step wrote last, and empty where it wrote nothing. */
function stepValue(id: string, [kind = '', output = '']: readonly string[], { steps, run, frame }: JobState): Value {
  const { formulas } = frame.worlds;
  const end = steps.get(id);
  if (kind === 'outputs') {
    const open = unknown(`${run.id} steps.${id}.outputs.${output}`, `steps.${id}.outputs.${output}`);
    const written = end?.outputs.get(output);
    return (
      written?.reduce<Value>(
        (before, { when, text }) => chosen(frame.worlds, when, text === undefined ? open : known(text), before),
        empty,
      ) ?? open
    );
  }
  if (!end) return empty;
  const well = kind === 'conclusion' ? formulas.any(end.succeeded, end.isForgiven) : end.succeeded;
  return {
    kind: 'choice',
    options: [
      { when: well, value: known('success') },
      { when: formulas.without(end.ran, well), value: known('failure') },
      { when: formulas.not(end.ran), value: known('skipped') },
    ].filter(({ when }) => when !== formulas.never),
  };
}

/** What a text of a job comes to; undefined where nobody can know it. */
export function textIn(text: Text | undefined, state: JobState): string | undefined {
  return text && textOf(textWith(text.text, contextsOf(state)));
}

/** Where a text like `continue-on-error` is true. */
export function truthIn(text: Text | undefined, state: JobState): Formula {
  const { worlds } = state.frame;
  if (!text) return worlds.formulas.never;
  const value = textWith(text.text, contextsOf(state));
  const isTrue = textOf(value);
  if (isTrue !== undefined) return worlds.formulas.constant(isTrue === 'true');
  return value.kind === 'choice'
    ? worlds.formulas.any(...value.options.filter((option) => textOf(option.value) === 'true').map(({ when }) => when))
    : worlds.equals(text.text, 'true');
}
