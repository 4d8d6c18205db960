import { AsyncLocalStorage } from 'node:async_hooks';
import { formatWithOptions } from 'node:util';
import { clip } from '../../text/clip.ts';
import { countWords } from '../../text/count-words.ts';

const methods = ['log', 'info', 'debug', 'warn', 'error'] as const;
/** Of one check: what it prints is for people who write it. */
const mostLines = 20;
const longestLine = 300;

const storage = new AsyncLocalStorage<string[]>();
/** The consoles whose methods are followed: a runner may put another one in the place of Node's. */
const followed = new WeakSet<Console>();

/** Runs work and adds what it writes to the console to these lines; what is written outside of it goes where it went before. */
export function recordPrinted<Value>(lines: string[], work: () => Value): Value {
  follow(console);
  return storage.run(lines, work);
}

/** What was written, line by line, with a bound; how many more lines there were is the last one. */
export function shownLines(written: readonly string[]): string[] {
  const lines = written.flatMap((text) => text.replace(/\r?\n$/, '').split(/\r?\n/));
  const shown = lines.slice(0, mostLines).map((line) => clip(line, longestLine));
  return lines.length > mostLines ? [...shown, `and ${countWords(lines.length - mostLines, 'more line')}`] : shown;
}

function follow(target: Console): void {
  if (followed.has(target)) return;
  followed.add(target);
  for (const method of methods) {
    const before = target[method].bind(target);
    target[method] = (...words: unknown[]) => {
      const lines = storage.getStore();
      if (lines === undefined) before(...words);
      else if (lines.length <= mostLines * 10) lines.push(formatWithOptions({ depth: 4 }, ...words));
    };
  }
}
