import { isatty } from 'node:tty';
import type { CollectOptions } from './collect-documents.ts';

export type ReadProgress = Parameters<NonNullable<CollectOptions['onProgress']>>[0] & {
  /** Where a table is gone through several times: which of them. */
  pass?: number;
};

export interface ProgressOptions {
  /** The start of every line: "documents of dev and prod". */
  what: string;
  write: (line: string) => void;
  now?: () => number;
}

/** Shorter work prints no line. */
const quietMs = 3_000;
const firstEveryMs = 1_000;
/** After this many lines the interval doubles: an hour prints about eighty lines. */
const linesAStep = 10;

/** Reports the progress of a long reading in single lines, less often the longer it takes. */
export function tellProgress({
  what,
  write,
  now = () => performance.now(),
}: ProgressOptions): (at: ReadProgress) => void {
  const started = now();
  const read = new Map<string, number>();
  let lines = 0;
  let toldAt = started + quietMs - firstEveryMs;

  return ({ source, table, documents, pass }) => {
    read.set(JSON.stringify([source, table, pass]), documents);
    const everyMs = firstEveryMs * 2 ** Math.floor(lines / linesAStep);
    const at = now();
    if (at - toldAt < everyMs) return;

    toldAt = at;
    lines += 1;
    const all = [...read.values()].reduce((sum, each) => sum + each, 0);
    const aSecond = Math.round((all * 1_000) / (at - started));
    write(
      `${what}: ${counted(all)} read, ${counted(aSecond)} per second; now ${table} of ${source} (${counted(documents)})`,
    );
  };
}

/** Whether progress lines are useful: in a terminal, or in the log of a CI run. */
export function isWatched(variables: NodeJS.ProcessEnv = process.env): boolean {
  return isatty(2) || (variables.CI !== undefined && variables.CI !== '' && variables.CI !== 'false');
}

function counted(number: number): string {
  return number.toLocaleString('en-GB');
}
