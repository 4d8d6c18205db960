import type { Fault } from '../../../fixtures/faults/fault.ts';

declare module 'vitest' {
  interface TaskMeta {
    /** Which fault a test plants, for the list of faults. */
    fault?: FaultRecord;
  }
}

/** A fault as the list of faults shows it. */
export interface FaultRecord {
  /** Its table and its name: `redis/noExpiry`. */
  id: string;
  story: string;
  /** The checks that catch it; none if nothing is wrong. */
  checks: string[];
  exitCode: number;
  /** Of the foreign corpus: a Worker, a limiter, a site or a source that is not the twin's. The checks alone judge it, without a gate. */
  isForeign?: boolean;
}

/** How a fault came out. */
export interface FaultResult extends FaultRecord {
  /** It came to exactly what it declares: caught, or, where nothing is wrong, without an alarm. */
  isAsDeclared: boolean;
}

export function recordOf(
  table: string,
  name: string,
  { story, caughtBy, exitCode }: Pick<Fault, 'story' | 'exitCode'> & { caughtBy: readonly { check: string }[] },
): FaultRecord {
  return { id: `${table}/${name}`, story, checks: [...new Set(caughtBy.map(({ check }) => check))].sort(), exitCode };
}

/** A run in which nothing is to be found. */
export function isHealthy({ checks, exitCode }: FaultRecord): boolean {
  return checks.length === 0 && exitCode === 0;
}
