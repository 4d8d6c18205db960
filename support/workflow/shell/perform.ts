import type { Formula } from '../formula/formulas.ts';
import type { Operation, Reading, RunScript, Unread } from '../operations/operation.ts';
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
      return runScripts(shell, reading.scripts, reading.together, performed);
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
    trace,
    id: [context.job, ...trace.map(showPlace), performed.at.pos, performed.shown].join(' '),
  };
  // `convex deploy --cmd` runs its command first, and deploys where that succeeded.
  const prepared = before ? runScripts(shell, [before], false, performed) : formulas.always;
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

/** Scripts after each other, each where the one before it succeeded; or all together. */
function runScripts(shell: Shell, scripts: readonly RunScript[], together: boolean, performed: Performed): Formula {
  const { formulas } = shell;
  const forks: Timeline[] = [];
  let ok = formulas.always;
  for (const script of scripts) {
    const timeline = together ? shell.timeline.fork() : shell.timeline;
    forks.push(timeline);
    const reached = together ? shell.alive : formulas.all(shell.alive, ok);
    ok = formulas.all(ok, runScript(shell, script, { timeline, reached, performed }));
  }
  shell.timeline.join(...forks);
  return ok;
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
      isRemote: run.isRemote,
      stopsOnFailure: run.stopsOnFailure,
      pipefail: run.pipefail,
      variables: run.isRemote ? new Map() : shell.state.variables,
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
