import { vi } from 'vitest';

/** Far above what a machine needs that is busy with other things, far below what a hang would take. */
export const patienceMs = 60_000;

/** A command that has not ended after this hangs. */
export const commandMs = 4 * patienceMs;

/** Waits until an assertion passes. */
export function eventually(assertion: () => void | Promise<void>): Promise<void> {
  return vi.waitFor(assertion, { timeout: patienceMs, interval: 10 });
}

/** Waits until a condition gives something, and returns that. */
export function until<Value>(condition: () => Value | Promise<Value>) {
  return vi.waitUntil(condition, { timeout: patienceMs, interval: 5 });
}
