import { conditionOf, textWith } from '../expression/evaluate.ts';
import { placeholdersIn } from '../expression/parse.ts';
import type { Value } from '../expression/value.ts';
import type { Formula } from '../formula/formulas.ts';
import { textMayDeploy } from '../operations/deploy-words.ts';
import { anyDeploy, type Reading } from '../operations/operation.ts';
import { recogniseAction } from '../operations/recognise-action.ts';
import { join } from '../repository/repository.ts';
import { perform } from '../shell/perform.ts';
import type { ShellContext } from '../shell/shell-context.ts';
import { shellOptions } from '../shell/shell-options.ts';
import { ShellRun } from '../shell/shell-run.ts';
import { readLocalAction } from '../source/read-workflow.ts';
import type { Place, Script, Step, Text } from '../source/workflow.ts';
import { contextsOf, type JobState, textIn, truthIn } from './job-state.ts';

/** Runs steps after each other, as far as each is reached. */
export function runSteps(steps: readonly Step[], state: JobState, trace: readonly Place[]): void {
  for (const step of steps) runStep(step, state, trace);
}

function runStep(step: Step, state: JobState, trace: readonly Place[]): void {
  const { formulas } = state.frame.worlds;
  const condition = conditionOf(step.if?.text, contextsOf(state));
  const ran = formulas.all(state.run.ran, condition);
  const inStep: JobState = {
    ...state,
    environment: state.environment.with(step.env, state.mayHaveMoreVariables),
    outputs: new Map(),
    mayHaveMoreVariables: state.mayHaveMoreVariables,
  };
  const ok = ran === formulas.never ? formulas.always : succeedsWhere(step, inStep, ran, trace);
  const succeeded = formulas.all(ran, ok);
  const failed = formulas.without(ran, ok);
  const isForgiven = formulas.all(failed, truthIn(step.continueOnError, state));
  if (step.id !== undefined)
    state.steps.set(step.id, { ran, succeeded, isForgiven, outputs: tellsOutputs(step) ? inStep.outputs : new Map() });
  state.ok = formulas.without(state.ok, formulas.without(failed, isForgiven));
  state.mayHaveMoreVariables ||= maySetVariables(step);
}

/** Whether every line that writes outputs is an `echo` of a name and a text. */
function tellsOutputs({ run }: Step): boolean {
  const text = run?.text ?? '';
  const written = text.match(
    /(?:^|[;&|{]|\b(?:then|else|do))\s*(?:echo|printf)\s[^|;&\n]*>>\s*"?\$\{?GITHUB_OUTPUT\}?"?/gm,
  );
  return written !== null && written.length === text.match(/GITHUB_OUTPUT/g)?.length;
}

function succeedsWhere(step: Step, state: JobState, ran: Formula, trace: readonly Place[]): Formula {
  if (step.parallel.length > 0) return runBeside(step.parallel, state, trace);
  if (step.run) return runScript(step, step.run, state, ran, trace);
  if (!step.uses) return state.frame.worlds.formulas.always;
  return step.uses.text.startsWith('./')
    ? runLocalAction(step, step.uses, state, ran, trace)
    : performAction(step, step.uses, state, ran, trace);
}

/** `parallel:` steps: none is before the other. */
function runBeside(steps: readonly Step[], state: JobState, trace: readonly Place[]): Formula {
  const { timeline } = state.run;
  const before = state.ok;
  const forks = steps.map((step) => {
    const fork = timeline.fork();
    const beside: JobState = { ...state, ok: before, run: { ...state.run, timeline: fork } };
    runStep(step, beside, trace);
    return { fork, ok: beside.ok };
  });
  timeline.join(...forks.map(({ fork }) => fork));
  return state.frame.worlds.formulas.all(...forks.map(({ ok }) => ok));
}

function runScript(step: Step, script: Script, state: JobState, ran: Formula, trace: readonly Place[]): Formula {
  const { job, frame } = state;
  const { workflow } = frame;
  const shell = textIn(step.shell ?? job.defaults.shell ?? workflow.defaults.shell, state);
  const options = shellOptions(shell, job.runsOn);
  // Steps of a composite action have no defaults of the job that uses it.
  const defaults = state.inputs ? undefined : (job.defaults.workingDirectory ?? workflow.defaults.workingDirectory);
  const written = step.workingDirectory ?? defaults;
  const run = new ShellRun(shellContext(state), {
    script: options.isPosix ? script : { ...script, text: '' },
    hasExpressions: true,
    state: {
      folder: written === undefined ? '' : folderOf(textIn(written, state)),
      machine: 'runner',
      stopsOnFailure: options.stopsOnFailure,
      pipefail: options.pipefail,
      variables: new Map(),
      hasMoreVariables: false,
    },
    reached: ran,
    timeline: state.run.timeline,
    trace,
    running: [`${step.file}:${step.line}`],
  });
  if (options.isPosix) return run.run().succeeded;
  const mayBe = textMayDeploy(script.text) || /convex|wrangler/i.test(script.text) ? anyDeploy : [];
  return perform(
    run,
    { kind: 'unread', what: `a script for ${shell ?? 'PowerShell'} is not read`, mayBe },
    shownStep(step),
  );
}

/** `working-directory: ./apps/web`. Undefined where an expression leaves it open, or where it leads out. */
function folderOf(text: string | undefined): string | undefined {
  if (text === undefined || placeholdersIn(text).length > 0 || /^[/~]|\$/.test(text)) return undefined;
  const folder = join('', text);
  return folder.startsWith('..') ? undefined : folder;
}

function shownStep(step: Step) {
  return { shown: step.uses ? `uses: ${step.uses.text}` : step.title, at: { pos: 0 } };
}

/** A composite action of the repository: its steps, with its inputs. What else an action may be is not read. */
function runLocalAction(step: Step, uses: Text, state: JobState, ran: Formula, trace: readonly Place[]): Formula {
  const { frame, checkouts } = state;
  const { repository } = frame.pipelines;
  const folder = checkouts.toRepository(join('', uses.text));
  const file = ['action.yml', 'action.yaml']
    .map((name) => join(folder ?? '', name))
    .find((each) => repository.read(each) !== undefined);
  const action =
    folder === undefined || file === undefined ? undefined : readLocalAction(file, repository.read(file) ?? '');
  const here: Place = { file: uses.file, line: uses.line };
  if (action?.using !== 'composite' || trace.length > 8) {
    const what = action
      ? `${uses.text} is not a composite action, and not read`
      : `${uses.text} is not in the repository`;
    return unreadAction(state, ran, trace, step, { kind: 'unread', what, mayBe: anyDeploy });
  }

  const inputs = new Map(
    action.inputs.map(({ name, default: fallback }): [string, Value] => {
      const given = step.with.get(name)?.text ?? fallback ?? '';
      return [name, textWith(given, contextsOf(state))];
    }),
  );
  const inside: JobState = {
    ...state,
    inputs,
    steps: new Map(),
    ok: frame.worlds.formulas.always,
    run: { ...state.run, ran },
  };
  runSteps(action.steps, inside, [...trace, here]);
  return inside.ok;
}

function performAction(step: Step, uses: Text, state: JobState, ran: Formula, trace: readonly Place[]): Formula {
  const name = uses.text.startsWith('docker://') ? 'docker://' : uses.text.replace(/@.*$/, '');
  if (name === 'actions/checkout') noteCheckout(step, state);
  const run = emptyRun(step, state, ran, trace);
  const context = shellContext(state);
  const inputs = new Map(
    [...step.with].map(([key, text]): [string, Text] => [key, { ...text, text: textIn(text, state) ?? text.text }]),
  );
  const reading = recogniseAction(
    {
      name,
      uses,
      with: inputs,
      env: step.env.texts,
      command: {
        words: [],
        folder: state.checkouts.toRepository(''),
        machine: 'runner',
        repository: context.repository,
        reach: (variable) => context.reach(variable),
        nameOf: (variable) => nameOf(context.variable(variable) ?? keyInput(step, state)),
        at: uses,
        branch: context.branch,
        productionBranch: context.productionBranch,
        input: undefined,
      },
    },
    context.patterns,
  );
  return perform(run, reading, shownStep(step));
}

function keyInput(step: Step, state: JobState): Value | undefined {
  const text = step.with.get('apiToken') ?? step.with.get('vercel-token');
  return text && textWith(text.text, contextsOf(state));
}

function nameOf(value: Value | undefined): string | undefined {
  return value?.kind === 'unknown' ? value.label : undefined;
}

function unreadAction(state: JobState, ran: Formula, trace: readonly Place[], step: Step, reading: Reading): Formula {
  return perform(emptyRun(step, state, ran, trace), reading, shownStep(step));
}

/** A run without a script, at the place of a step: what an action does is performed in it. */
function emptyRun(step: Step, state: JobState, reached: Formula, trace: readonly Place[]): ShellRun {
  const at = step.uses ?? step;
  return new ShellRun(shellContext(state), {
    script: { file: at.file, line: at.line, text: '', keepsLines: false },
    hasExpressions: false,
    state: {
      folder: '',
      machine: 'runner',
      stopsOnFailure: false,
      pipefail: false,
      variables: new Map(),
      hasMoreVariables: false,
    },
    reached,
    timeline: state.run.timeline,
    trace,
    running: [`${step.file}:${step.line}`],
  });
}

function noteCheckout(step: Step, state: JobState): void {
  const repository = textIn(step.with.get('repository'), state);
  const written = step.with.get('repository')?.text;
  const isOwn = written === undefined || /github\.repository/.test(written) || repository === '';
  state.checkouts.add(textIn(step.with.get('path'), state) ?? '', isOwn);
}

/** Steps after which a variable may have come from elsewhere. */
function maySetVariables({ run, uses }: Step): boolean {
  if (run) return /GITHUB_ENV|\.env\b/.test(run.text);
  return (
    uses !== undefined &&
    (uses.text.startsWith('./') || /doppler|infisical|1password|vault|dotenv|secret|env/i.test(uses.text))
  );
}

function shellContext(state: JobState): ShellContext {
  const { frame, run, environment, checkouts } = state;
  const contexts = contextsOf(state);
  return {
    worlds: frame.worlds,
    repository: frame.pipelines.repository,
    patterns: frame.pipelines.settings.patterns,
    job: run.id,
    contexts,
    variable: (name) => environment.value(name, contexts),
    reach: (name) => environment.reach(name, contexts),
    toRepository: (folder) => checkouts.toRepository(folder),
    toWorkspace: (folder) => checkouts.toWorkspace(folder),
    environment: run.environment,
    branch: frame.scenario.branch,
    productionBranch: frame.pipelines.settings.defaultBranch,
    onOutput: (name, text, when) => state.outputs.set(name, [...(state.outputs.get(name) ?? []), { when, text }]),
    onOperation: (occurrence) => run.occurrences.push(occurrence),
    onUnread: (unread, reached, before) => run.unread.push({ unread, reached, before }),
    onOrdinary: (name) => run.ordinary.add(name),
  };
}
