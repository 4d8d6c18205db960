import { loadavg } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';

/** The load, in processes that want to run, below which a figure says something about Airlock and not about its neighbours. */
const mostLoad = 0.5;
const watchedMs = 60_000;
const stepMs = 5_000;

/** Watches the machine's load for a minute. @returns the highest seen; it ends as soon as that is too much */
export async function highestLoad(): Promise<number> {
  let highest = 0;
  for (let watched = 0; watched <= watchedMs; watched += stepMs) {
    highest = Math.max(highest, loadavg()[0] ?? 0);
    if (isTooMuch(highest)) return highest;
    await delay(stepMs);
  }
  return highest;
}

/** Whether a load is too high to measure beside it. */
export function isTooMuch(load: number): boolean {
  return load >= mostLoad;
}
