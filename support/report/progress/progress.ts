import { countWords } from '../../text/count-words.ts';
import { wordAge } from '../../text/duration.ts';
import { escapeTerminal } from '../../text/escape-terminal.ts';

/** Where progress is shown. */
export interface ProgressOptions {
  /** The deployment and the environment: "acme · prod". */
  called: string;
  /** One line that is written over: a terminal. A line now and then: the log of CI. Nothing: a pipe or a file. */
  form: 'line' | 'heartbeat' | 'none';
  write: (text: string) => void;
  columns?: number | undefined;
  now?: () => number;
}

/** A stream of the process, of which only this is needed. */
type Stream = Pick<NodeJS.WriteStream, 'write'>;

/** Before this a run that is nearly over would only flicker. */
const quietMs = 2_000;
const lineEveryMs = 500;
const heartbeatEveryMs = 30_000;
const mostNames = 3;
const eraseLine = '\r\u001b[2K';

/** Which form fits where a run is shown. @param quiet the user asked for the report alone */
export function progressForm(
  stream: { isTTY?: boolean },
  variables: NodeJS.ProcessEnv,
  quiet: boolean,
): ProgressOptions['form'] {
  if (quiet) return 'none';
  const { CI = '' } = variables;
  if (!['', '0', 'false'].includes(CI.toLowerCase())) return 'heartbeat';
  return stream.isTTY === true ? 'line' : 'none';
}

/** Shows what runs and what waits while a run is under way. It says nothing in the first two seconds, and takes its line away at the end. */
export class Progress {
  readonly #options: ProgressOptions;
  readonly #now: () => number;
  readonly #startedAt: number;
  readonly #running = new Set<string>();
  #total: number | undefined;
  #ended = 0;
  #timer: NodeJS.Timeout | undefined;
  #isShown = false;
  readonly #restore: (() => void)[] = [];

  constructor(options: ProgressOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#startedAt = this.#now();
    if (options.form === 'none') return;
    const everyMs = options.form === 'line' ? lineEveryMs : heartbeatEveryMs;
    this.#timer = setInterval(() => this.show(), everyMs).unref();
  }

  /** How many checks there are in all. */
  expect(total: number): void {
    this.#total = total;
  }

  began(name: string): void {
    this.#running.add(name);
  }

  ended(name: string): void {
    if (this.#running.delete(name)) this.#ended += 1;
  }

  /** Shows how far the run is, as the timer does. */
  show(): void {
    const { form, write, columns } = this.#options;
    const ranMs = this.#now() - this.#startedAt;
    if (form === 'none' || ranMs < quietMs) return;
    const line = escapeTerminal(this.#worded(ranMs));
    this.#isShown = form === 'line';
    // Some terminals say that they have no columns.
    write(form === 'line' ? `${eraseLine}${line.slice(0, (columns || 80) - 1)}` : `${line}\n`);
  }

  /** Takes its line away before anything else is written to these streams, until the run is over. */
  makeWay(...streams: readonly Stream[]): void {
    if (this.#options.form !== 'line') return;
    for (const stream of streams) {
      const write = stream.write;
      const clear = () => this.clear();
      stream.write = function written(this: Stream, ...args: Parameters<typeof write>) {
        clear();
        return write.apply(stream, args);
      } as typeof write;
      this.#restore.push(() => {
        stream.write = write;
      });
    }
  }

  /** Takes its line away: something else is about to be written. */
  clear(): void {
    if (!this.#isShown) return;
    this.#isShown = false;
    this.#options.write(eraseLine);
  }

  /** The run is over. */
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.clear();
    for (const restore of this.#restore.splice(0)) restore();
  }

  #worded(ranMs: number): string {
    const age = wordAge(ranMs);
    const { called } = this.#options;
    if (this.#total === undefined || (this.#ended === 0 && this.#running.size === 0))
      return `Airlock · ${called}: starting, ${age}`;
    const names = [...this.#running];
    const waiting = Math.max(0, this.#total - this.#ended - names.length);
    const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
    const parts = [
      `${this.#ended} of ${countWords(this.#total, 'check')}, ${age}`,
      ...(names.length > 0 ? [`running: ${names.slice(0, mostNames).join(', ')}${more}`] : []),
      ...(waiting > 0 ? [`${waiting} waiting`] : []),
    ];
    return `Airlock · ${called}: ${parts.join(' · ')}`;
  }
}

/** The progress of a run of this process, on its standard error. */
export function progressOfProcess(called: string, variables: NodeJS.ProcessEnv, quiet: boolean): Progress {
  const { stdout, stderr } = process;
  const write = stderr.write.bind(stderr);
  const progress = new Progress({
    called,
    form: progressForm(stderr, variables, quiet),
    write: (text) => void write(text),
    columns: stderr.columns,
  });
  progress.makeWay(stdout, stderr);
  return progress;
}
