import { isatty } from 'node:tty';
import type { CollectOptions } from './collect-documents.ts';

export type ReadProgress = Parameters<NonNullable<CollectOptions['onProgress']>>[0];

export interface ProgressOptions {
  /** What is read, at the head of every line: "documents of dev and prod". */
  what: string;
  write: (line: string) => void;
  now?: () => number;
}

/** What is over sooner needs no line. */
const quietMs = 3_000;
const firstEveryMs = 1_000;
/** After so many lines the next ones come half as often: an hour makes some eighty of them. */
const linesAStep = 10;

/** Tells how far a long reading is, a line at a time, and less often the longer it takes. */
export function tellProgress({
  what,
  write,
  now = () => performance.now(),
}: ProgressOptions): (at: ReadProgress) => void {
  const started = now();
  const read = new Map<string, number>();
  let lines = 0;
  let toldAt = started + quietMs - firstEveryMs;
  return ({ source, table, documents }) => {
    read.set(JSON.stringify([source, table]), documents);
    const everyMs = firstEveryMs * 2 ** Math.floor(lines / linesAStep);
    const at = now();
    if (at - toldAt < everyMs) return;
    toldAt = at;
    lines += 1;
    const all = [...read.values()].reduce((sum, each) => sum + each, 0);
    const aSecond = Math.round((all * 1_000) / (at - started));
    write(
      `${what}: ${counted(all)} read, ${counted(aSecond)} a second; now ${table} of ${source} (${counted(documents)})`,
    );
  };
}

/** Where a line is seen by somebody: a terminal, or the log of a CI run. */
export function isWatched(variables: NodeJS.ProcessEnv = process.env): boolean {
  return isatty(2) || (variables.CI !== undefined && variables.CI !== '' && variables.CI !== 'false');
}

function counted(number: number): string {
  return number.toLocaleString('en-GB');
}
