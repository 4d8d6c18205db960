import { test } from 'vitest';
import { type CheckDefinition, metadataProblems } from './definition.ts';
import { formatOutcome } from './format.ts';
import type { Outcome } from './outcome.ts';
import { currentSession } from './session.ts';
import { idOfSpec, type SpecPlace, shownPlace, specPlace } from './spec-place.ts';

declare module 'vitest' {
  interface TaskMeta {
    outcome?: Outcome;
    /** The run that the outcome belongs to. */
    runId?: string;
  }
}

/**
 * Declares one check, the only one of its spec. It runs once for every environment of the run, together with all others.
 * @throws Error that names the check, its place and the field, where metadata is missing or wrong
 */
export function check<Subject>(definition: CheckDefinition<Subject>): void {
  const place = specPlace(new Error().stack);
  const problems = metadataProblems(definition ?? {}, place && idOfSpec(place.file));
  if (problems.length > 0) {
    throw new Error(
      `The check \`${definition?.id || '(no id)'}\`${place ? ` (${shownPlace(place)})` : ''} is not complete: ${problems.join(' ')}`,
    );
  }
  const session = currentSession();
  session.add(definition, place);
  if (session.isCollecting) return;
  // The outcome is the same however often it is asked for: a retry would only repeat its words.
  const options = { timeout: session.testTimeoutMs, retry: 0, repeats: 0 };
  for (const { environment, name } of session.runsOf(definition)) {
    test(name, options, async ({ task, skip, annotate }) => {
      const outcome = await session.outcome(definition, environment);
      task.meta.outcome = outcome;
      if (session.planId !== undefined) task.meta.runId = session.planId;
      if (outcome.kind === 'held') return;
      if (closesGate(outcome)) throw checkError(outcome, place);
      if (outcome.kind === 'warned' || (outcome.kind === 'not verified' && outcome.severity === 'warning'))
        await annotate(formatOutcome(outcome), 'warning');
      if (outcome.kind !== 'warned') skip(`${outcome.kind}: ${outcome.reason ?? ''}`);
    });
  }
}

/** The error of a test is for a terminal. */
const mostFindings = 25;

function closesGate({ kind, severity, optional }: Outcome): boolean {
  return kind === 'failed' || (kind === 'not verified' && severity === 'critical' && optional !== true);
}

/** An error whose only frame is the `check({` line of the spec: that is where a reader starts, not in the machinery. */
function checkError(outcome: Outcome, place: SpecPlace | undefined): Error {
  const error = new Error(`${outcome.title}\n${formatOutcome(outcome, '  ', mostFindings)}`);
  error.name = outcome.kind === 'failed' ? 'CheckFailed' : 'NotVerified';
  error.stack = `${error.name}: ${error.message}${place ? `\n    at ${place.file}:${place.line}:${place.column}` : ''}`;
  return error;
}
