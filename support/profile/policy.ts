import { type Effect, type EnvironmentSource, effects } from './schema.ts';

const byClass: Record<EnvironmentSource['class'], readonly Effect[]> = {
  development: ['offline', 'read', 'canary', 'burst'],
  staging: ['offline', 'read', 'canary', 'burst'],
  production: ['offline', 'read'],
};

/**
 * The effects that an environment allows. Production is read-only unless its profile names more;
 * `destructive` is never granted outside development.
 */
export function allowedEffects(environment: EnvironmentSource): ReadonlySet<Effect> {
  const granted = new Set([...byClass[environment.class], ...(environment.effects ?? [])]);
  if (environment.class !== 'development') granted.delete('destructive');
  return granted;
}

/** Whether an effect does no more than another: a check may use a reading of its own effect or a lesser one. */
export function isWithin(effect: Effect, highest: Effect): boolean {
  return effects.indexOf(effect) <= effects.indexOf(highest);
}
