import type { Formula } from '../formula/formulas.ts';
import type { Condition, Operation, Reading, RunScript, ScriptsReading, Unread } from '../operations/operation.ts';
import { type Place, type Script, showPlace } from '../source/workflow.ts';
import { deepestScripts, type Shell } from './shell.ts';
import type { Timeline } from './timeline.ts';

/** What is performed, as it is shown, and where it is in the script. */
interface Performed {
  shown: string;
  at: { pos: number };
}

/** Does what a command was recognised as; returns where it succeeds. */
export function perform(shell: Shell, reading: Reading, performed: Performed): Formula {
  const { context } = shell;
  switch (reading.kind) {
    case 'operation':
      return operate(shell, reading, performed);
    case 'scripts':
      for (const unread of reading.unread ?? []) noteUnread(shell, { ...unread, trace: traceOf(shell, performed) });
      return runScripts(shell, reading, performed);
    case 'unread': {
      noteUnread(shell, { what: reading.what, mayBe: reading.mayBe, trace: traceOf(shell, performed) });
      return mayFail(shell, performed);
    }
    case 'ordinary':
      context.onOrdinary(performed.shown);
      return mayFail(shell, performed);
  }
}

/** A command that is not followed further: it may succeed or fail. */
function mayFail(shell: Shell, { shown, at }: Performed): Formula {
  const what = `\`${clipped(shown)}\` (${showPlace(shell.placeOf(at))})`;
  return shell.formulas.not(shell.failure(what, at));
}

function noteUnread(shell: Shell, unread: Unread): void {
  shell.context.onUnread(unread, shell.alive, shell.timeline.done);
  shell.timeline.add({ unread, when: shell.alive });
}

function operate(shell: Shell, reading: Reading & { kind: 'operation' }, performed: Performed): Formula {
  const { formulas, context } = shell;
  const { recognised, before } = reading;
  const trace = traceOf(shell, performed);
  const operation: Operation = {
    ...recognised,
    // As it is written, `npx` and all.
    command: clipped(performed.shown),
    stage: recognised.stage ?? context.environment,
    machine: shell.state.machine,
    trace,
    id: [context.job, ...trace.map(showPlace), performed.at.pos, performed.shown].join(' '),
  };
  // `convex deploy --cmd` runs its command first, and deploys where that succeeded.
  const prepared = before ? runScripts(shell, { scripts: [before], together: false }, performed) : formulas.always;
  const works = formulas.not(
    shell.failure(`\`${operation.command}\` (${showPlace(trace.at(-1) ?? trace[0])})`, {
      pos: performed.at.pos + 0.5,
    }),
  );
  const ok = formulas.all(prepared, works);
  const reached = formulas.all(shell.alive, prepared);
  const succeeded = formulas.all(reached, works);
  context.onOperation({ operation, reached, succeeded, before: shell.timeline.done });
  shell.timeline.add({ operation, when: succeeded });
  return ok;
}

/** Scripts after each other, each where those that it waits for succeeded; what waits for nothing in common runs at once. */
function runScripts(
  shell: Shell,
  { scripts, together, waits }: Omit<ScriptsReading, 'kind'>,
  performed: Performed,
): Formula {
  const { formulas } = shell;
  const ended: { timeline: Timeline; ok: Formula }[] = [];
  for (const [index, script] of scripts.entries()) {
    const others = waits?.[index] ?? (together ? [] : [...ended.keys()]);
    const before = others.flatMap((each) => ended[each] ?? []);
    const timeline = shell.timeline.fork();
    timeline.join(...before.map((each) => each.timeline));

    const reached = formulas.all(shell.alive, ...before.map(({ ok }) => ok));
    const runs = conditionOf(shell, script.onlyIf);
    const succeeded = runScript(shell, script, { timeline, reached: formulas.all(reached, runs), performed });
    ended.push({ timeline, ok: formulas.all(reached, formulas.any(formulas.not(runs), succeeded)) });
  }
  shell.timeline.join(...ended.map(({ timeline }) => timeline));
  return formulas.all(...ended.map(({ ok }) => ok));
}

function conditionOf({ context }: Shell, condition: Condition | undefined): Formula {
  const { worlds, job } = context;
  if (!condition) return worlds.formulas.always;
  const { name, ...words } = condition;
  return worlds.condition(`${job} ${name}`, words);
}

interface Inside {
  timeline: Timeline;
  reached: Formula;
  performed: Performed;
}

function runScript(shell: Shell, run: RunScript, { timeline, reached, performed }: Inside): Formula {
  const { formulas, context } = shell;
  const key = `${run.script.file}:${run.script.line} ${run.folder} ${run.script.text}`;
  if (reached === formulas.never) return formulas.always;
  if (shell.running.includes(key) || shell.running.length > deepestScripts) {
    context.onUnread(
      { what: `\`${clipped(performed.shown)}\` runs itself`, mayBe: [], trace: traceOf(shell, performed) },
      reached,
      timeline.done,
    );
    return formulas.always;
  }
  const inner = shell.start({
    script: run.script,
    // The words of a step keep its expressions; in a file of its own, `${{` means nothing.
    hasExpressions: !run.script.keepsLines,
    state: {
      ...shell.state,
      folder: run.folder === undefined ? undefined : context.toWorkspace(run.folder),
      machine: run.machine,
      hasMoreVariables: shell.state.hasMoreVariables || run.mayHaveMoreVariables === true,
      stopsOnFailure: run.stopsOnFailure,
      pipefail: run.pipefail,
      variables: run.machine !== 'runner' ? new Map() : shell.state.variables,
    },
    reached,
    timeline,
    trace: traceOf(shell, performed),
    running: [...shell.running, key],
  });
  inner.rounds = shell.rounds;
  return inner.run().succeeded;
}

/** Runs a script in the shell itself: `eval`, `source`. */
export function runScriptHere(shell: Shell, script: Script): Formula {
  if (shell.running.length > deepestScripts) return shell.formulas.always;
  const inner = shell.start(
    {
      script,
      hasExpressions: !script.keepsLines,
      state: shell.state,
      reached: shell.alive,
      timeline: shell.timeline,
      trace: [...shell.trace, { file: script.file, line: script.line }],
      running: [...shell.running, `${script.file} ${script.text}`],
    },
    shell.functions,
  );
  inner.isGuarded = shell.isGuarded;
  inner.rounds = shell.rounds;
  const ok = inner.statements(inner.text.parsed.commands);
  shell.state = inner.state;
  shell.alive = inner.alive;
  shell.exitedWell = shell.formulas.any(shell.exitedWell, inner.exitedWell);
  shell.exitedBadly = shell.formulas.any(shell.exitedBadly, inner.exitedBadly);
  return ok;
}

/** The places that lead to a command; a script that keeps the workflow's own line is not named twice. */
function traceOf(shell: Shell, { at }: Performed): [Place, ...Place[]] {
  const { file, line } = shell.placeOf(at);
  const trace = [...shell.trace, { file, line }];
  const places = trace.filter(
    (place, index) => index === 0 || showPlace(place) !== showPlace(trace[index - 1] ?? place),
  );
  // The workflow's own step comes first; inside it, the line of the command is closer than the line of the step.
  return places as [Place, ...Place[]];
}

/** A command as it is named in messages. */
function clipped(text: string): string {
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
