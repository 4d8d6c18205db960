/** A turn that took longer than this many times its own length was held up by the machine. */
const mostStretch = 3;

/**
 * Counts how long something was waited for. Where this process itself was held up, its turns are longer than they were meant to
 * be, and only their meant length counts: a deadline bounds the wait for others, not the speed of this machine.
 */
export class WaitingClock {
  waitedMs = 0;
  #lastAtMs = performance.now();

  /** @param turnMs how long the turn was meant to take, in ms; all of the time counts if left out */
  tick(turnMs?: number): void {
    const now = performance.now();
    const passedMs = now - this.#lastAtMs;
    this.#lastAtMs = now;
    const isHeldUp = turnMs !== undefined && passedMs > turnMs * mostStretch;
    this.waitedMs += isHeldUp ? turnMs : passedMs;
  }
}
