import type { SpecPlace } from '../check/spec-place.ts';
import type { SmokeDefinition } from './smoke-definition.ts';

/** A smoke check as its spec declares it. */
export interface DeclaredSmokeCheck {
  definition: SmokeDefinition;
  place: SpecPlace | undefined;
}

const slot = Symbol.for('airlock.collected-smoke-checks');
const shelf = globalThis as { [slot]?: DeclaredSmokeCheck[] };

/** Collects a declaration if checks are being collected. @returns whether they are */
export function collected(declared: DeclaredSmokeCheck): boolean {
  shelf[slot]?.push(declared);
  return shelf[slot] !== undefined;
}

/** The checks that specs declare, without running them. */
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
