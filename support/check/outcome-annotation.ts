import type { Outcome } from './outcome.ts';

const type = 'airlock';

/** Carries an outcome from Playwright's worker to its reporter. */
export function outcomeAnnotation(outcome: Outcome): { type: string; description: string } {
  return { type, description: JSON.stringify(outcome) };
}

/** The outcome that a test's annotations carry, where it came to one. */
export function annotatedOutcome(annotations: readonly { type: string; description?: string }[]): Outcome | undefined {
  const text = annotations.findLast((annotation) => annotation.type === type)?.description;
  return text === undefined ? undefined : (JSON.parse(text) as Outcome);
}
