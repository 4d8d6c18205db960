import type { SpecPlace } from '../check/spec-place.ts';
import type { SmokeDefinition } from './smoke-definition.ts';

/** A smoke check as its spec declares it. */
export interface DeclaredSmokeCheck {
  definition: SmokeDefinition;
  place: SpecPlace | undefined;
}

const slot = Symbol.for('airlock.collected-smoke-checks');
const shelf = globalThis as { [slot]?: DeclaredSmokeCheck[] };

/** Takes a declaration in where checks are being collected, and says whether they are. */
export function collected(declared: DeclaredSmokeCheck): boolean {
  shelf[slot]?.push(declared);
  return shelf[slot] !== undefined;
}

/** The checks that specs declare, without a runner: for whoever runs them in another way. */
export async function collectSmokeChecks(load: () => Promise<unknown>): Promise<DeclaredSmokeCheck[]> {
  const found: DeclaredSmokeCheck[] = [];
  shelf[slot] = found;
  try {
    await load();
  } finally {
    delete shelf[slot];
  }
  return found;
}
