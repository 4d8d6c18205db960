import type { CheckDefinition } from './definition.ts';

type Declare = typeof import('./check.ts').check;

const slot = Symbol.for('airlock.check');
const shelf = globalThis as { [slot]?: Declare };

/** From here on this worker runs the checks of a gate. */
export function enterChecks(declare: Declare): void {
  shelf[slot] = declare;
}

/**
 * Declares one check, the only one of its spec, for the gate that runs it. Unlike `check.ts` it does not load the test runner, so that a
 * config and a journey, which vitest does not run, can import the same module.
 * @throws Error that names the check, its place and the field, where metadata is missing or wrong; also outside a gate
 */
export function check<Subject>(definition: CheckDefinition<Subject>): void {
  const declare = shelf[slot];
  if (!declare)
    throw new Error(
      'This spec is a check: run it in the project of an environment, as in `npx vitest run --project prod`.',
    );
  declare(definition);
}
