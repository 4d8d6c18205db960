import { Readings } from '../../../support/reading/index.ts';
import type { Reader } from '../../../support/reading/readings.ts';
import { openDoor } from '../http/open-door.ts';

/** The evidence that a reader received. */
export interface Told {
  requests: number;
  retries: number;
  environments: string[];
}

/** Readings through a door to these origins, and readers that add up their evidence. */
export function openReadings(
  origins: readonly { origin: string; environment: string }[],
  { deadlineMs = 5_000, runSignal = new AbortController().signal } = {},
) {
  const open = openDoor([], { origins, runSignal });
  const readings = new Readings({ door: open.door, runId: 'run-under-test', deadlineMs });
  return {
    reader(check: string, options: Partial<Reader> = {}) {
      const told: Told = { requests: 0, retries: 0, environments: [] };
      const read = readings.forReader({
        check,
        effect: 'read',
        environments: ['prod'],
        onRequests(requests, retries, environments) {
          told.requests += requests;
          told.retries += retries;
          told.environments = [...new Set([...told.environments, ...environments])];
        },
        ...options,
      });

      return { read, told };
    },
    [Symbol.asyncDispose]: () => open[Symbol.asyncDispose](),
  };
}
