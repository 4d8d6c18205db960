import { AsyncLocalStorage } from 'node:async_hooks';

const granted = new AsyncLocalStorage<true>();

/** Runs work that may open connections and start processes: what the door has admitted, and nothing else. */
export function withGrant<Value>(work: () => Value): Value {
  return granted.run(true, work);
}

/** Whether the code that asks was started by the door. It follows promises, timers and callbacks. */
export function hasGrant(): boolean {
  return granted.getStore() === true;
}
