import type { WorkerProfile } from '../../profile/index.ts';
import { valueAt } from './health-value.ts';

/** How the Worker says that it is; undefined where the answer tells nothing at the place that the profile names. */
export function statusIn(health: unknown, { health: shape }: WorkerProfile): string | undefined {
  return wordOf(valueAt(health, shape.status));
}

/** How a component says that it is, alone or as the status of an object; undefined where it is missing or says nothing. */
export function componentIn(health: unknown, name: string, { health: shape }: WorkerProfile): string | undefined {
  const all = valueAt(health, shape.components);
  const component = typeof all === 'object' && all !== null && Object.hasOwn(all, name) ? Reflect.get(all, name) : null;
  return wordOf(component) ?? wordOf(valueAt(component, shape.componentStatus));
}

/** The names of the components that the answer reports. */
export function componentNames(health: unknown, { health: shape }: WorkerProfile): string[] {
  const all = valueAt(health, shape.components);
  return typeof all === 'object' && all !== null ? Object.keys(all) : [];
}

/** Whether a status is one that the profile takes for health. */
export function isHealthy(status: string | undefined, { health: shape }: WorkerProfile): boolean {
  return status !== undefined && shape.healthy.some((word) => String(word) === status);
}

/** `true` is a word like others: a Worker may answer `{ "ok": true }`. */
function wordOf(value: unknown): string | undefined {
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : undefined;
}
