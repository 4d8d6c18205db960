import { interruptedCodes } from './exit-code.ts';

type Signal = keyof typeof interruptedCodes;

/** One press of Ctrl-C may arrive twice: from the terminal, and passed on by npm. */
const samePressMs = 500;

/** Listens for the signals that end a command. */
export class Interruption implements Disposable {
  readonly #controller = new AbortController();
  readonly #onInterrupt: () => void;
  #received: { signal: Signal; atMs: number } | undefined;

  /** @param onInterrupt called at the first signal; a second one ends the process at once */
  constructor(onInterrupt: () => void) {
    this.#onInterrupt = onInterrupt;
    for (const signal of signals) process.on(signal, this.#receive);
  }

  /** Aborted at the first signal. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** What the shell expects; undefined if no signal came. */
  get exitCode(): number | undefined {
    return this.#received && interruptedCodes[this.#received.signal];
  }

  readonly #receive = (signal: NodeJS.Signals): void => {
    const known = this.#received;
    if (known === undefined) {
      this.#received = { signal: signal as Signal, atMs: performance.now() };
      this.#onInterrupt();
      this.#controller.abort(new Error('it was interrupted'));
    } else if (performance.now() - known.atMs > samePressMs) process.exit(this.exitCode);
  };

  /** After a signal the process is about to end, and the same press may still arrive a second time. */
  [Symbol.dispose](): void {
    if (this.#received) return;
    for (const signal of signals) process.off(signal, this.#receive);
  }
}

const signals = Object.keys(interruptedCodes) as Signal[];
