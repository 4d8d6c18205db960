import { type Effect, effects } from './effects.ts';
import type { EnvironmentSource } from './schema.ts';

const byClass: Record<EnvironmentSource['class'], readonly Effect[]> = {
  development: ['canary', 'burst'],
  staging: ['canary', 'burst'],
  production: [],
};

/**
 * The effects that an environment allows: `offline` and `read` always, beside them what its profile names, and where it
 * names none, what its class allows. Production is read-only unless named; `destructive` is never granted outside development.
 */
export function allowedEffects(environment: EnvironmentSource): ReadonlySet<Effect> {
  const granted = new Set<Effect>(['offline', 'read', ...(environment.effects ?? byClass[environment.class])]);
  if (environment.class !== 'development') granted.delete('destructive');
  return granted;
}

/** Whether an effect does no more than another: a check may use a reading of its own effect or a lesser one. */
export function isWithin(effect: Effect, highest: Effect): boolean {
  return effects.indexOf(effect) <= effects.indexOf(highest);
}
