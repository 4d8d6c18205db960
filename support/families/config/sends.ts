import type { SendingRun, Sends } from '../../check/definition.ts';

/** Reading what the platform of a target has: lists in pages, and each credential of the table tried once where it has a harmless request. */
export function keyReads(_: unknown, { profile }: SendingRun): Sends {
  return {
    to: ['environment'],
    requests: 12 + 2 * profile.table.values.length,
    bound: 'one for each page of names, and one for each credential that a harmless request can try',
  };
}
