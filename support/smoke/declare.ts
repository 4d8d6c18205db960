import type { JourneyDefinition } from './journey.ts';
import type { SmokeDefinition } from './smoke-definition.ts';

interface Declarations {
  journey: (definition: JourneyDefinition) => void;
  smokeCheck: (definition: SmokeDefinition) => void;
}

const slot = Symbol.for('airlock.smoke-declarations');
const shelf = globalThis as { [slot]?: Declarations };

/** From here on this process knows smoke tests. */
export function enterSmoke(declarations: Declarations): void {
  shelf[slot] = declarations;
}

/**
 * Declares a team's journey, the only one of its file. It does not load Playwright, which runs it, so that a config and a check can
 * import the same module.
 * @throws Error that names the journey, its place and the field, where metadata is missing or wrong; also outside a smoke run
 */
export function journey(definition: JourneyDefinition): void {
  entered('journey').journey(definition);
}

/** Declares a team's own smoke check, the only one of its file. @throws Error as `journey` does */
export function smokeCheck(definition: SmokeDefinition): void {
  entered('smoke check').smokeCheck(definition);
}

function entered(what: string): Declarations {
  const declarations = shelf[slot];
  if (!declarations)
    throw new Error(
      `This file is a ${what}: run it as in \`npx playwright test --project prod\`, with Airlock's own config.`,
    );
  return declarations;
}
