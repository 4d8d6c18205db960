/** How often the event loop says that it runs. */
const everyMs = 5;
/** What a loop that is not held up takes from one sign to the next, with the inaccuracy of timers. */
const ordinaryMs = 20;

/**
 * When this process last looked at what had arrived. What comes while its own computing, or other processes of the machine, hold
 * its event loop up is seen only afterwards: the time between is not the other side's.
 */
export class LoopTicks implements Disposable {
  #previous = performance.now();
  #last = this.#previous;
  readonly #timer = setInterval(() => {
    this.#previous = this.#last;
    this.#last = performance.now();
  }, everyMs).unref();

  /** The earliest moment, as `performance.now()` tells it, at which that may have arrived which is seen now. */
  earliest(): number {
    const now = performance.now();
    // After a hold-up the timers run first, so that the last sign may come from after it.
    const looked = now - this.#last < everyMs ? this.#previous : this.#last;
    return now - looked <= ordinaryMs ? now : looked;
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer);
  }
}
